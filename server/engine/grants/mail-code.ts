/**
 * The grant of a code that was sent by mail: the application has the person type it and brings it here. Only where the office
 * lets people sign in by mail and the application is registered for this. It is slowed down together with the sign-in page.
 */
import { OAuthError } from '../../spec/oauth-error.ts';
import { MAIL_CODE_GRANT } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import { ACR_MAIL } from '../acr.ts';
import type { Context } from '../context.ts';
import { runDirectGrant } from '../direct-grant.ts';
import { placeOfMailCode, proveByCode } from '../mail-proof.ts';
import { LONGEST_USERNAME } from '../prove-password.ts';
import type { Grant, TokenRequest } from './grant.ts';

export const mailCode: Grant = {
  name: 'mail_code',
  grant_type: MAIL_CODE_GRANT,
  spec: 'RFC 6749 §4.5',
  parameters: ['username', 'otp'],
  client: 'any',
  available: ({ sign_in_by_mail }) => sign_in_by_mail !== 'off',
  begins_by: 'sends_codes',
  run(request, cx) {
    const person = (application: Application) => personBehind(request, application, cx);
    const known_by = { amr: ['otp'], acr: ACR_MAIL, origin: { kind: 'mail' } } as const;
    // The mail says for which application its code is.
    return runDirectGrant(request, { ...known_by, behind: { kind: 'mail', allowed: true }, person, wrong }, cx);
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
