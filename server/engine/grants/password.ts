/**
 * The password grant: an application of old asks a person for their password and sends it on. Only where the office allows
 * legacy grants and the application is registered for this one. It is slowed down together with the sign-in page.
 */
import { appendAudit } from '../../audit/append.ts';
import { passwordSuffices } from '../../directory/password-suffices.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import { applicationOf } from '../application-of.ts';
import { scope as scopeCheck } from '../authorize/checks/scope.ts';
import type { Context } from '../context.ts';
import { grantWithoutSession, subjectWithoutSession } from '../grants-without-session.ts';
import { ACR_PASSWORD } from '../acr.ts';
import { LONGEST_USERNAME, provePassword } from '../prove-password.ts';
import { narrowDetails } from '../narrow-details.ts';
import { resolveAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import { runStep } from '../step.ts';
import { firstRefreshToken } from '../tokens/refresh-token.ts';
import type { Grant, TokenRequest } from './grant.ts';

export const password: Grant = {
  name: 'password',
  grant_type: 'password',
  spec: 'RFC 6749 §4.3',
  parameters: ['username', 'password'],
  client: 'any',
  available: ({ legacy_grants }) => legacy_grants,
  async run({ client, params }, cx) {
    const application = applicationOf(client);
    // Nobody sees what act would be allowed.
    narrowDetails(params);
    const asked = await runStep(scopeCheck, { params, application, carries: ['code'] as const }, cx);
    const audience = await resolveAudience(params, client, asked, cx);
    const scope = await scopeForAudience(asked, audience, params, cx);
    const user = await personBehind({ client, params }, application, cx);
    if (!passwordSuffices(scope)) throw wrong();
    const offline = scope.includes('offline_access') && application.grant_types.includes('refresh_token');
    // The password stands for the consent.
    const origin = { kind: 'password' } as const;
    const granted = { scope, audience, offline, amr: ['pwd'], acr: ACR_PASSWORD, origin };
    const grant = grantWithoutSession(user, application, granted, cx);
    const refresh = firstRefreshToken(grant, application, cx);
    return {
      subject: subjectWithoutSession(user, application, grant, {
        kind: 'password',
        allowed: cx.settings.legacy_grants,
      }),
      scope,
      audience,
      redeem: (within) => record(within, user, grant, cx),
      ...(refresh === undefined ? {} : { refresh }),
    };
  },
};

/** Throws invalid_grant, the same for everybody who did not prove enough, and temporarily_unavailable. RFC 6749 §5.2 */
async function personBehind({ params }: TokenRequest, { client_id }: Application, cx: Context): Promise<User> {
  const username = (params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const proof = await provePassword({ username, password: params.get('password') ?? '', client_id }, cx);
  switch (proof.kind) {
    case 'proved':
      return proof.user;
    case 'wrong-credentials':
      throw wrong();
    case 'too-many-attempts':
      throw later('too many wrong passwords', 429, proof.retry_after_s);
    case 'busy':
      throw later('too many sign-ins at once', 503, 2);
    default:
      return proof satisfies never;
  }
}

function wrong(): OAuthError {
  return new OAuthError('invalid_grant', 'username and password do not match, or this person signs in on a page only');
}

function later(description: string, status: number, retry_after_s: number): OAuthError {
  const headers = { 'Retry-After': String(retry_after_s) };
  return new OAuthError('temporarily_unavailable', description, { status, headers });
}

async function record(within: Transaction, user: User, grant: GrantRecord, cx: Context): Promise<'redeemed'> {
  const { client_id, scope, audience, offline, sid, amr } = grant;
  const event = { at: cx.now, actor: user.username, target: client_id, address: cx.address };
  await within.collection('grants').insert(grant);
  await appendAudit(within, { ...event, type: 'user.signed_in', detail: { amr } });
  await appendAudit(within, { ...event, type: 'grant.created', detail: { scope, audience, offline, sid, asked: [] } });
  return 'redeemed';
}
