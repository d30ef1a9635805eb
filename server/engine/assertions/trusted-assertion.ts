/**
 * What a server that an admin trusts says about a person: signed by that server, for us alone, for a short time, and for the
 * first time. Who the person is here follows from one claim and one field. RFC 7523 §3
 */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { findTrustedIssuer } from '../../directory/trusted-issuers.ts';
import { findUserByUsername } from '../../directory/users.ts';
import { CLIENT_SIGNING_ALGORITHMS, type Signed } from '../../keys/verify-by-client.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { TrustedIssuer } from '../../storage/records/trusted-issuers.ts';
import type { Transaction } from '../../storage/store.ts';
import { verifyByItsKeys } from '../client-signature.ts';
import type { Context } from '../context.ts';

/** The clocks of a LAN differ. */
const TOLERANCE_S = 60;
/** What its servers hand out; a longer life would be a long memory of each `jti`. */
const LONGEST_LIFE_S = 3600;
const LONGEST_JTI = 512;
const LONGEST_ASSERTION = 16_384;

export interface TrustedAssertion {
  readonly issuer: TrustedIssuer;
  readonly user: User;
  /** To be called in the transaction of the tokens. Throws invalid_grant for one that was used before. */
  consume(within: Transaction): Promise<void>;
}

/** Throws invalid_grant; the hint says what is wrong with it. RFC 7523 §3.1 */
export async function readTrustedAssertion(
  jwt: string,
  application: Application,
  cx: Context,
): Promise<TrustedAssertion> {
  const issuer = await findTrustedIssuer(cx.store, claimedIssuer(jwt) ?? '');
  if (issuer === undefined || issuer.disabled) throw refused('the assertion comes from nobody who is trusted here');
  const signed = await verifyByItsKeys(jwt, issuer, CLIENT_SIGNING_ALGORITHMS, cx);
  if (signed.kind === 'refused') throw refused('the assertion was not signed by its issuer', `it ${signed.why}`);
  const judged = judge(signed, application, cx);
  if ('why' in judged) throw refused(`of the assertion ${judged.why}`);
  const user = await personIn(signed.payload, issuer, cx);
  if (user === undefined) throw refused('the assertion is about nobody who is known here');
  const id = hashSecret(`${issuer.issuer} ${judged.jti}`);
  const expires_at = Math.ceil(judged.exp) + TOLERANCE_S + 1;
  return { issuer, user, consume: (within) => consume(within, { id, expires_at }) };
}

/** Tokens that name their kind are none of this kind; the plain `JWT` says nothing. RFC 8725 §3.11 */
function isOther(typ: unknown): boolean {
  return typ !== undefined && (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT');
}

type Judged = { readonly why: string } | { readonly jti: string; readonly exp: number };

/** `why` is the end of a sentence. `aud` is one text: in a list another server could stand beside us. */
function judge(
  { header, payload }: Signed & { readonly kind: 'signed' },
  application: Application,
  cx: Context,
): Judged {
  const { aud, exp, iat, nbf, jti } = payload;
  if (isOther(header['typ'])) return { why: 'typ is that of another kind of token' };
  const ours = [cx.urls.issuer(application), cx.urls.endpoint('token', application)];
  const audiences: readonly (Json | undefined)[] = isList(aud) ? aud : [aud];
  const [only, another] = audiences;
  if (typeof only !== 'string' || another !== undefined || !ours.includes(only)) {
    return { why: 'aud is not our issuer or our token endpoint alone' };
  }
  if (typeof exp !== 'number' || exp <= cx.now - TOLERANCE_S) return { why: 'exp is missing or has passed' };
  if (exp > cx.now + LONGEST_LIFE_S + TOLERANCE_S) return { why: `exp is more than ${LONGEST_LIFE_S} s ahead` };
  if (isAhead(iat, cx.now) || isAhead(nbf, cx.now)) return { why: 'iat or nbf is no time, or lies in the future' };
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) return { why: 'jti is missing or too long' };
  return { jti, exp };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isAhead(time: unknown, now: number): boolean {
  return time !== undefined && (typeof time !== 'number' || time > now + TOLERANCE_S);
}

type FindPerson = (value: string, cx: Context) => Promise<User | undefined>;

const FIND_BY: Readonly<Record<TrustedIssuer['user_field'], FindPerson>> = {
  async username(value, cx) {
    const found = await findUserByUsername(cx.store, value);
    // Look-alikes are one person here, and may be two there (straße and strasse).
    return found?.username.toLowerCase() === value.toLowerCase() ? found : undefined;
  },
  id: (value, cx) => cx.store.collection('users').get(value),
  async email(value, cx) {
    const [only, another] = await cx.store.collection('users').find('email', value.toLowerCase());
    // An address that two share, or that nobody verified, tells nobody apart.
    return another === undefined && only?.email_verified === true ? only : undefined;
  },
};

async function personIn(claims: JsonObject, issuer: TrustedIssuer, cx: Context): Promise<User | undefined> {
  const value = Object.hasOwn(claims, issuer.subject_claim) ? claims[issuer.subject_claim] : undefined;
  if (typeof value !== 'string' || value === '' || value.length > 256) return undefined;
  return FIND_BY[issuer.user_field](value, cx);
}

async function consume(within: Transaction, used: { readonly id: string; readonly expires_at: number }): Promise<void> {
  const assertions = within.collection('client_assertions');
  if ((await assertions.get(used.id)) !== undefined) throw refused('the jti of the assertion was used before');
  await assertions.insert(used);
}

/** Unproved: it says only whose keys to look at. */
function claimedIssuer(jwt: string): string | undefined {
  const payload = jwt.length > LONGEST_ASSERTION ? undefined : jwt.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const iss = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

function refused(description: string, hint?: string): OAuthError {
  return new OAuthError('invalid_grant', description, hint === undefined ? {} : { hint });
}
