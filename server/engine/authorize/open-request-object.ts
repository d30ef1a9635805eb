/**
 * A request object: the whole request in a JWT that the application signed. Once it is there, it alone counts; what stands
 * beside it in the address anybody could have written. How the request is then judged is the checks' business.
 */
import { encryptedBy, isCompactJwe } from '../../keys/jwe.ts';
import { CLOCK_TOLERANCE_S } from '../../keys/rotation-plan.ts';
import { acceptedFrom, isUnsigned } from '../../keys/verify-by-client.ts';
import { wasUnread } from '../../outbound/why-unread.ts';
import { type Params, paramsOf } from '../../spec/params.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { verifyByItsKeys } from '../client-signature.ts';
import type { Context } from '../context.ts';
import type { Step } from '../step.ts';
import { findApplicationAsked } from './find-application-asked.ts';
import { assertOneObject, findRequestObject, type FoundObject } from './find-request-object.ts';
import { type PlainReason, RefusedObject } from './refused-object.ts';

/** What the JWT says of itself, not of the request. RFC 7519 §4.1 */
const OF_THE_JWT: readonly string[] = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];
/** What may come more than once in a request. RFC 8707 §2 */
const LISTS: readonly string[] = ['resource', 'audience'];

/**
 * The parameters inside of the object of `request` or `request_uri`. Throws request_not_supported where the application has
 * no keys of its own or nobody signed it, invalid_request_object for everything that is wrong with it, and what
 * find-request-object.ts and find-application-asked.ts throw. RFC 9101 §6, OIDC Core §6
 */
export const openRequestObject: Step<Params, Params> = {
  name: 'request-object',
  spec: 'RFC 9101 §6',
  async run(params, cx) {
    assertOneObject(params);
    const client_id = params.repeated.includes('client_id') ? undefined : params.get('client_id');
    const application = await findApplicationAsked(client_id ?? '', cx);
    // That nobody knows who asks, or that they are switched off, is said where the target is looked for.
    if (application === undefined || application.disabled) return params;
    const payload = await verify(await findRequestObject(params, application, cx), application, cx);
    assertMeantForUs(payload, application, cx);
    assertSameAsBeside(payload, params);
    const inside = Object.entries(payload).filter(([name]) => !OF_THE_JWT.includes(name));
    return paramsOf(inside.flatMap(([name, value]) => pairsOf(name, value))).with({ client_id: application.client_id });
  },
};

const NOT_SUPPORTED = { request: 'request_not_supported', request_uri: 'request_uri_not_supported' } as const;

async function verify({ jwt: found, by }: FoundObject, application: Application, cx: Context): Promise<JsonObject> {
  const { jwks, jwks_uri, request_object_signing_alg } = application;
  if (jwks === undefined && jwks_uri === undefined) {
    const because = 'it sent a signed request, and none of its public keys is entered (jwks or jwks_uri)';
    const description = 'request objects need keys (jwks or jwks_uri) that the client has not';
    throw new RefusedObject(NOT_SUPPORTED[by], description, { because });
  }
  const jwt = await opened(found, application, cx);
  if (isUnsigned(jwt)) {
    const because = 'its request should be signed, and is not';
    throw new RefusedObject(NOT_SUPPORTED[by], 'the request object is not signed', { because });
  }
  const algorithms = acceptedFrom(request_object_signing_alg);
  const signed = await verifyByItsKeys(jwt, application, algorithms, cx);
  if (signed.kind === 'refused') {
    const hint = `the request object ${signed.why}`;
    const { unread } = signed;
    if (unread !== undefined) {
      throw refused('can not be checked: the keys at the jwks_uri of this client could not be read', {
        because: unread,
        shown: wasUnread('jwks_uri'),
        hint,
      });
    }
    throw refused(`is not signed with a key of this client, or not with ${algorithms.join(', ')}`, {
      because: `its signed request ${signed.why}`,
      hint,
    });
  }
  const typ = signed.header['typ'];
  // A JWT that was made for something else is not turned into a request. RFC 9101 §10.8
  if (typ === undefined || typ === 'JWT' || typ === 'oauth-authz-req+jwt') return signed.payload;
  throw refused('has a typ of something else than a request object', {
    because: 'what it signed was meant for something else than a request',
  });
}

/** What was encrypted to us has to be signed inside: by encryption nobody says who they are. RFC 9101 §6.1 */
async function opened(
  found: string,
  { request_object_encryption_enc: enc }: Application,
  cx: Context,
): Promise<string> {
  if (!isCompactJwe(found)) return found;
  if (enc !== undefined && encryptedBy(found) !== enc) {
    throw refused(`is not encrypted by ${enc}`, {
      because: 'its signed request is encrypted in another way than is set',
    });
  }
  const inside = await cx.keys.decrypt(found);
  if (inside === undefined) {
    throw refused('is encrypted, but not to a key that is published here', {
      because: 'its signed request is encrypted, but to none of Lanyard’s keys',
    });
  }
  return inside;
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
  if (name === 'authorization_details') return [[name, isText(value) ? value : JSON.stringify(value)]];
  if (typeof value === 'number') return [[name, String(value)]];
  if (isText(value)) return [[name, value]];
  const list = Array.isArray(value) ? value : undefined;
  if (list === undefined && typeof value === 'object' && value !== null) return [[name, JSON.stringify(value)]];
  const words = list?.filter(isText);
  if (words !== undefined && words.length === list?.length && LISTS.includes(name)) {
    return words.map((word) => [name, word] as const);
  }
  throw refused(`has a ${name.slice(0, 50)} that is no parameter`, {
    because: 'its signed request holds something that is no parameter',
  });
}

/** JSON can spell half of a character, which no form can carry. */
function isText(value: Json): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

/** What is not said otherwise in plain words is plain enough. */
function refused(reason: string, plain: PlainReason = { because: `its signed request ${reason}` }): RefusedObject {
  return new RefusedObject('invalid_request_object', `the request object ${reason}`, plain);
}
