/**
 * The grant of a code that was sent by mail: the application has the person type it and brings it here. Only where the office
 * lets people sign in by mail and the application is registered for this. It is slowed down together with the sign-in page.
 */
import { appendAudit } from '../../audit/append.ts';
import { passwordSuffices } from '../../directory/password-suffices.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { MAIL_CODE_GRANT } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import { ACR_MAIL } from '../acr.ts';
import { applicationOf } from '../application-of.ts';
import { scope as scopeCheck } from '../authorize/checks/scope.ts';
import type { Context } from '../context.ts';
import { grantWithoutSession, subjectWithoutSession } from '../grants-without-session.ts';
import { placeOfMailCode, proveByCode } from '../mail-proof.ts';
import { narrowDetails } from '../narrow-details.ts';
import { LONGEST_USERNAME } from '../prove-password.ts';
import { resolveAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import { runStep } from '../step.ts';
import { firstRefreshToken } from '../tokens/refresh-token.ts';
import type { Grant, TokenRequest } from './grant.ts';

export const mailCode: Grant = {
  name: 'mail_code',
  grant_type: MAIL_CODE_GRANT,
  spec: 'RFC 6749 §4.5',
  parameters: ['username', 'otp'],
  client: 'any',
  available: ({ sign_in_by_mail }) => sign_in_by_mail !== 'off',
  begins_by: 'sends_codes',
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
    // The code stands for the consent: the mail says for which application it is.
    const origin = { kind: 'mail' } as const;
    const granted = { scope, audience, offline, amr: ['otp'], acr: ACR_MAIL, origin };
    const grant = grantWithoutSession(user, application, granted, cx);
    const refresh = firstRefreshToken(grant, application, cx);
    return {
      subject: subjectWithoutSession(user, application, grant, { kind: 'mail', allowed: true }),
      scope,
      audience,
      redeem: (within) => record(within, user, grant, cx),
      ...(refresh === undefined ? {} : { refresh }),
    };
  },
};

/** Throws invalid_grant, the same for everybody who did not prove enough, and temporarily_unavailable. RFC 6749 §5.2 */
async function personBehind({ params }: TokenRequest, { client_id }: Application, cx: Context): Promise<User> {
  const who = (params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const code = (params.get('otp') ?? '').slice(0, 100);
  const proven = await proveByCode({ place: placeOfMailCode(client_id, who), who, code, client_id }, cx);
  if (proven.kind === 'proved') return proven.user;
  if (proven.kind !== 'too-many-attempts') throw wrong();
  const headers = { 'Retry-After': String(proven.retry_after_s) };
  throw new OAuthError('temporarily_unavailable', 'too many wrong codes', { status: 429, headers });
}

function wrong(): OAuthError {
  return new OAuthError('invalid_grant', 'Wrong email or verification code.');
}

async function record(within: Transaction, user: User, grant: GrantRecord, cx: Context): Promise<'redeemed'> {
  const { client_id, scope, audience, offline, sid, amr } = grant;
  const event = { at: cx.now, actor: user.username, target: client_id, address: cx.address };
  await within.collection('grants').insert(grant);
  await appendAudit(within, { ...event, type: 'user.signed_in', detail: { amr } });
  await appendAudit(within, { ...event, type: 'grant.created', detail: { scope, audience, offline, sid, asked: [] } });
  return 'redeemed';
}
