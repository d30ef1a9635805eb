/**
 * A direct grant: a person types what proves them into the application, which sends it on, and there is no page of ours on
 * which they could answer. What was typed stands for the consent.
 */
import { appendAudit } from '../audit/append.ts';
import type { Behind } from '../directory/parties.ts';
import { passwordSuffices } from '../directory/password-suffices.ts';
import type { OAuthError } from '../spec/oauth-error.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../storage/records/flow.ts';
import type { Transaction } from '../storage/store.ts';
import { applicationOf } from './application-of.ts';
import { scope as scopeCheck } from './authorize/checks/scope.ts';
import type { Context } from './context.ts';
import type { Authorization, TokenRequest } from './grants/grant.ts';
import { type Granted, grantWithoutSession, subjectWithoutSession } from './grants-without-session.ts';
import { narrowDetails } from './narrow-details.ts';
import { resolveAudience } from './resolve-audience.ts';
import { scopeForAudience } from './scope-for-audience.ts';
import { runStep } from './step.ts';
import { firstRefreshToken } from './tokens/refresh-token.ts';

/** What kinds of direct grant differ in. */
export interface DirectProof extends Required<Pick<Granted, 'amr' | 'acr' | 'origin'>> {
  readonly behind: Behind;
  /** Throws `wrong()`, and temporarily_unavailable where it was tried too often. */
  person(application: Application): Promise<User>;
  /** invalid_grant, the same for everybody who did not prove enough. RFC 6749 §5.2 */
  wrong(): OAuthError;
}

/** Throws what the checks of scope and audience throw, before anything that was typed is looked at. */
export async function runDirectGrant(
  { client, params }: TokenRequest,
  proof: DirectProof,
  cx: Context,
): Promise<Authorization> {
  const application = applicationOf(client);
  // Nobody sees what act would be allowed.
  narrowDetails(params);
  const asked = await runStep(scopeCheck, { params, application, carries: ['code'] as const }, cx);
  const audience = await resolveAudience(params, client, asked, cx);
  const scope = await scopeForAudience(asked, audience, params, cx);
  const user = await proof.person(application);
  if (!passwordSuffices(scope)) throw proof.wrong();
  const offline = scope.includes('offline_access') && application.grant_types.includes('refresh_token');
  const { amr, acr, origin, behind } = proof;
  const granted = { scope, audience, offline, amr, acr, origin };
  const grant = grantWithoutSession(user, application, granted, cx);
  const refresh = firstRefreshToken(grant, application, cx);
  return {
    subject: subjectWithoutSession(user, application, grant, behind),
    scope,
    audience,
    redeem: (within) => record(within, user, grant, cx),
    ...(refresh === undefined ? {} : { refresh }),
  };
}

async function record(within: Transaction, user: User, grant: GrantRecord, cx: Context): Promise<'redeemed'> {
  const { client_id, scope, audience, offline, sid, amr } = grant;
  const event = { at: cx.now, actor: user.username, target: client_id, address: cx.address };
  await within.collection('grants').insert(grant);
  await appendAudit(within, { ...event, type: 'user.signed_in', detail: { amr } });
  await appendAudit(within, { ...event, type: 'grant.created', detail: { scope, audience, offline, sid, asked: [] } });
  return 'redeemed';
}
