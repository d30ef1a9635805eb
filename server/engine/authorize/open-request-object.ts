/**
 * A request object by value: the whole request in a JWT that the application signed. Once it is there, it alone counts;
 * what stands beside it in the address anybody could have written. How the request is then judged is the checks' business.
 */
import { findApplication } from '../../directory/applications.ts';
import { CLIENT_SIGNING_ALGORITHMS, isUnsigned, verifyByClient } from '../../keys/verify-by-client.ts';
import { CLOCK_TOLERANCE_S } from '../../keys/rotation-plan.ts';
import type { VerifiedJwt } from '../../keys/keyring.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { type Params, paramsOf } from '../../spec/params.ts';
import type { ClientSigningAlgorithm, Json, JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { verifyByItsKeys } from '../client-auth/assertions/verify-signature.ts';
import type { Context } from '../context.ts';
import type { Step } from '../step.ts';

/** What the JWT says of itself, not of the request. RFC 7519 §4.1 */
const OF_THE_JWT: readonly string[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];
/** What may come more than once in a request. RFC 8707 §2 */
const LISTS: readonly string[] = ['resource', 'audience'];

/**
 * The parameters inside of `request`. Throws request_not_supported where the application has no keys of its own or nobody
 * signed it, invalid_request_object for everything that is wrong with it. RFC 9101 §6, OIDC Core §6.1
 */
export const openRequestObject: Step<Params, Params> = {
  name: 'request-object',
  spec: 'RFC 9101 §6',
  async run(params, cx) {
    if (params.repeated.includes('request')) throw new OAuthError('invalid_request', 'request was sent more than once');
    if (params.has('request_uri')) throw new OAuthError('invalid_request', 'request and request_uri came together');
    const client_id = params.repeated.includes('client_id') ? undefined : params.get('client_id');
    const application = await findApplication(cx.store, client_id ?? '');
    // That nobody knows who asks is said where the target is looked for.
    if (application === undefined) return params;
    const jwt = params.get('request') ?? '';
    const { payload } = await verify(jwt, application, cx);
    assertMeantForUs(payload, application, cx);
    assertSameAsBeside(payload, params);
    const inside = Object.entries(payload).filter(([name]) => !OF_THE_JWT.includes(name));
    return paramsOf(inside.flatMap(([name, value]) => pairsOf(name, value))).with({ client_id: application.client_id });
  },
};

async function verify(jwt: string, application: Application, cx: Context): Promise<VerifiedJwt> {
  const { jwks, jwks_uri, request_object_signing_alg } = application;
  if (jwks === undefined && jwks_uri === undefined) {
    throw new OAuthError(
      'request_not_supported',
      'request objects need keys (jwks or jwks_uri) that the client has not',
    );
  }
  if (isUnsigned(jwt)) throw new OAuthError('request_not_supported', 'the request object is not signed');
  const algorithms =
    request_object_signing_alg === undefined ? CLIENT_SIGNING_ALGORITHMS : [request_object_signing_alg];
  const verified = await verifyByEither(jwt, application, algorithms, cx);
  if (verified === undefined) {
    throw refused(`is not signed with a key of this client, or not with ${algorithms.join(', ')}`);
  }
  const typ = verified.header['typ'];
  // A JWT that was made for something else is not turned into a request. RFC 9101 §10.8
  if (typ === undefined || typ === 'JWT' || typ === 'oauth-authz-req+jwt') return verified;
  throw refused('has a typ of something else than a request object');
}

/** Keys at jwks_uri are read by the guarded fetch, and again for a key that is not there. */
async function verifyByEither(
  jwt: string,
  application: Application,
  algorithms: readonly ClientSigningAlgorithm[],
  cx: Context,
): Promise<VerifiedJwt | undefined> {
  if (application.jwks !== undefined) return verifyByClient(jwt, application.jwks, algorithms);
  const signed = await verifyByItsKeys(jwt, application, algorithms, cx);
  return signed.kind === 'signed' ? signed : undefined;
}

/** RFC 9101 §5, §10.8 */
function assertMeantForUs(payload: JsonObject, application: Application, cx: Context): void {
  const { iss, sub, aud, exp, nbf } = payload;
  if (iss !== undefined && iss !== application.client_id) throw refused('has an iss other than the client_id');
  if (sub === application.client_id) throw refused('has a sub that makes it a client assertion');
  if (aud !== undefined && !audiencesOf(aud).some((name) => cx.urls.isOurs(name, application))) {
    throw refused('has an aud that is not this issuer');
  }
  if (exp !== undefined && !(typeof exp === 'number' && exp + CLOCK_TOLERANCE_S > cx.now)) throw refused('has expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf - CLOCK_TOLERANCE_S <= cx.now))
    throw refused('is not valid yet');
}

function audiencesOf(aud: Json): readonly string[] {
  return (Array.isArray(aud) ? aud : [aud]).filter((name) => typeof name === 'string');
}

/** What OAuth wants beside the object as well must be the same there. OIDC Core §6.1 */
function assertSameAsBeside(payload: JsonObject, params: Params): void {
  for (const name of ['client_id', 'response_type']) {
    const [inside, beside] = [payload[name], params.get(name)];
    if (inside !== undefined && beside !== undefined && inside !== beside) {
      throw refused(`has another ${name} than the request that it came in`);
    }
  }
  if (Object.hasOwn(payload, 'request') || Object.hasOwn(payload, 'request_uri')) {
    throw refused('holds another request object');
  }
}

/** JSON values as a form would carry them: an object (claims) as its text. */
function pairsOf(name: string, value: Json): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (name === 'authorization_details') return [[name, JSON.stringify(value)]];
  if (typeof value === 'number') return [[name, String(value)]];
  const list = Array.isArray(value) ? value : undefined;
  if (list === undefined && typeof value === 'object' && value !== null) return [[name, JSON.stringify(value)]];
  const words = list?.filter((word) => typeof word === 'string');
  if (words !== undefined && words.length === list?.length && LISTS.includes(name)) {
    return words.map((word) => [name, word] as const);
  }
  throw refused(`has a ${name.slice(0, 50)} that is no parameter`);
}

function refused(reason: string): OAuthError {
  return new OAuthError('invalid_request_object', `the request object ${reason}`);
}
