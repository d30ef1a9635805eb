/** ID tokens: who signed in, when and how, for the one application that asked. */
import { hash } from 'node:crypto';
import { claimsForScopes } from '../../directory/claims.ts';
import type { Encrypt } from '../../keys/encrypt-for-client.ts';
import type { SigningAlgorithm } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { sessionIdentifier, subjectIdentifier } from '../subject-identifier.ts';
import type { Authorization } from '../grants/grant.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import { mappedClaims } from '../mapped-claims.ts';
import { requestedClaims } from './requested-claims.ts';

/** What comes along with an ID token, and is bound to it by a hash; and how it is wrapped. */
export interface Beside {
  readonly access_token?: string | undefined;
  readonly code?: string | undefined;
  /** How the application wants it encrypted (client-encryption.ts). */
  readonly encrypt?: Encrypt | undefined;
}

/**
 * Signs the ID token that goes with what is `beside` it. Name, e-mail and groups stand in it as well as in userinfo, because
 * applications on a LAN look for them in either. OIDC Core §2, §3.1.3.6, §3.3.2.11
 */
export async function mintIdToken(
  { subject, scope, nonce }: Authorization & { readonly subject: PersonalSubject },
  { access_token, code, encrypt }: Beside,
  cx: Context,
): Promise<string | undefined> {
  const { user, application, grant } = subject;
  if (user === undefined || !scope.includes('openid')) return undefined;
  const alg = application.id_token_signed_response_alg ?? 'RS256';
  const signed = await cx.keys.sign(
    { alg, typ: 'JWT' },
    {
      ...(await requestedClaims('id_token', user, subject, cx)),
      ...claimsForScopes(user, scope, await mappedClaims(application, scope, cx)),
      ...grant.session_claims?.id_token,
      iss: cx.urls.issuer(application),
      sub: subjectIdentifier(user, application, cx),
      aud: application.client_id,
      iat: cx.now,
      exp: cx.now + lifetimeOf(application, cx),
      auth_time: grant.auth_time,
      acr: grant.acr,
      // Of a hook's people nobody here knows how they proved who they are.
      ...(grant.amr.length === 0 ? {} : { amr: grant.amr }),
      sid: sessionIdentifier(grant.sid, application, cx),
      ...(access_token === undefined ? {} : { at_hash: halfHash(access_token, alg) }),
      ...(code === undefined ? {} : { c_hash: halfHash(code, alg) }),
      ...(nonce === undefined ? {} : { nonce }),
    },
  );
  return encrypt === undefined ? signed : encrypt(signed, 'JWT');
}

/** In seconds: the shorter of what the office and the application say. */
function lifetimeOf({ id_token_lifetime_s: own }: Application, { settings }: Context): number {
  return Math.min(settings.id_token_lifetime_s, own ?? settings.id_token_lifetime_s);
}

/** The left half of the hash that belongs to `alg`, base64url. OIDC Core §3.1.3.6 */
function halfHash(value: string, alg: SigningAlgorithm): string {
  const digest = hash(alg === 'EdDSA' ? 'sha512' : 'sha256', value, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
