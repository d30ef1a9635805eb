/**
 * The token_exchange grant: an application that was sent a person's token gets one of its own for them, which is worth no
 * more: not in scope, not in audience, not in time, and no longer than the sign-in behind it lasts. RFC 8693
 */
import { isGrantAllowed } from '../../directory/access-policy.ts';
import type { Params } from '../../spec/params.ts';
import { ACCESS_TOKEN_TYPE } from '../../spec/token-type.ts';
import { type JsonObject, TOKEN_EXCHANGE_GRANT } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import { applicationOf } from '../application-of.ts';
import type { Context } from '../context.ts';
import { type PresentedToken, readPresentedToken, unfit } from '../exchange/presented-token.ts';
import { assertFewHands, assertMayAct, chainOf } from '../exchange/who-acts.ts';
import { handOnScope } from '../handed-on-scope.ts';
import { narrowDetails } from '../narrow-details.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import { narrowAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import type { Grant } from './grant.ts';

export const tokenExchange: Grant = {
  name: 'token-exchange',
  grant_type: TOKEN_EXCHANGE_GRANT,
  spec: 'RFC 8693 §2.1',
  parameters: ['subject_token', 'subject_token_type'],
  client: 'confidential',
  available: () => true,
  async run({ client, params, cnf }, cx) {
    const application = applicationOf(client);
    const by = { application, cnf };
    refuseOtherTypes(params);
    const presented = await readPresentedToken('subject_token', tokenIn(params, 'subject_token'), by, cx);
    const before = personOf(presented);
    assertFewHands(before);
    cx.trace?.join(before.grant.flow_id);
    const actor = await readActor(params, by, cx);
    if (before.user !== undefined) assertMayAct(before.user, actor, application);
    if (actor === undefined && application.token_exchange_impersonation !== true) {
      throw unfit('actor_token is missing; this application has to say who acts');
    }
    const act = actor === undefined ? before.grant.act : chainOf(actor, before.grant.act);
    // What was allowed as a single act was allowed to whom the person was asked about.
    narrowDetails(params);
    const handed = await handOnScope(presented.scope, 'subject_token', { application, params }, cx);
    const shared = within(presented.audience, application.audience);
    const audience = narrowAudience(params, shared, application.token_exchange_audience);
    const scope = await scopeForAudience(handed, audience, params, cx);
    const grant = exchangedGrant(before, { application, scope, audience, act, exp: presented.exp }, cx);
    const { user, session } = before;
    const subject = {
      kind: 'user',
      user,
      application,
      grant,
      session,
      consent: undefined,
      behind: { kind: 'exchange', parties: before },
    } as const;
    if (!isGrantAllowed(subject, scope, cx.now)) throw unfit('the person may not use this application');
    return {
      subject,
      scope,
      audience,
      issued_token_type: ACCESS_TOKEN_TYPE,
      lifetime_s: grant.expires_at - cx.now,
      async redeem(transaction) {
        await transaction.collection('grants').insert(grant);
        return 'redeemed';
      },
    };
  },
};

function refuseOtherTypes(params: Params): void {
  const requested = params.get('requested_token_type');
  if (requested !== undefined && requested !== ACCESS_TOKEN_TYPE) {
    throw unfit(`requested_token_type must be ${ACCESS_TOKEN_TYPE}, or absent`);
  }
  if (params.has('actor_token_type') && !params.has('actor_token')) {
    throw unfit('actor_token_type came without actor_token');
  }
}

function tokenIn(params: Params, name: 'subject_token' | 'actor_token') {
  return { value: params.get(name) ?? '', type: params.get(`${name}_type`) };
}

type Presenter = Parameters<typeof readPresentedToken>[2];

async function readActor(params: Params, by: Presenter, cx: Context): Promise<PresentedToken | undefined> {
  if (!params.has('actor_token')) return undefined;
  return readPresentedToken('actor_token', tokenIn(params, 'actor_token'), by, cx);
}

function personOf({ subject }: PresentedToken): PersonalSubject {
  if (subject.kind === 'user') return subject;
  throw unfit('subject_token stands for no person; only what people allowed can be exchanged');
}

function within(names: readonly string[], allowed: readonly string[]): readonly string[] {
  return names.filter((name) => allowed.includes(name));
}

interface Exchanged {
  readonly application: Application;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly act: JsonObject | undefined;
  /** When the token that was exchanged runs out. */
  readonly exp: number;
}

function exchangedGrant(
  { grant }: PersonalSubject,
  { application, scope, audience, act, exp }: Exchanged,
  cx: Context,
): GrantRecord {
  const { user_id, sid, offline, auth_time, amr, acr, flow_id } = grant;
  return {
    id: cx.secrets.random(),
    client_id: application.client_id,
    user_id,
    sid,
    scope,
    audience,
    offline,
    auth_time,
    amr,
    acr,
    origin: { kind: 'exchange', grant_id: grant.id },
    ...(act === undefined ? {} : { act }),
    dialect: cx.dialect,
    flow_id,
    created_at: cx.now,
    expires_at: Math.min(exp, cx.now + cx.settings.access_token_lifetime_s),
  };
}
