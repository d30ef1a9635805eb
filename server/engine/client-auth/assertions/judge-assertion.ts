/** What an assertion says, whoever signed it: by whom, for whom, until when, and that it says so for the first time. */
import { takeAttempts } from '../../../directory/attempts.ts';
import { hashSecret } from '../../../directory/machine-secrets.ts';
import { headerOfJws } from '../../../keys/verify-by-client.ts';
import { ASSERTION_TOLERANCE_S, judgeAssertionTimes } from '../../../spec/assertion-times.ts';
import { networkOf } from '../../../spec/network.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Params } from '../../../spec/params.ts';
import type { JsonObject } from '../../../spec/vocabulary.ts';
import type { Application } from '../../../storage/records/directory.ts';
import { StorageError } from '../../../storage/store.ts';
import type { Context } from '../../context.ts';
import type { EndpointRequest } from '../../wire.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_LIFE_S = 600;
/** Endpoints whose address may stand for this server. RFC 9126 §2 */
const OURS = ['token', 'par'] as const;
/** Of an application that registered itself: each is kept until it has run out, and costs it nothing. */
const MOST_A_MINUTE = 600;

/** Whether a request carries a client assertion, good or not. RFC 7521 §4.2 */
export function presentsAssertion({ params }: EndpointRequest): boolean {
  return params.has('client_assertion') || params.has('client_assertion_type');
}

/** Whether it is a MAC under a shared secret, which decides by what method it has to prove itself. */
export function isMac({ params }: EndpointRequest): boolean {
  return unprovedIn(params).isMac;
}

/** The client that an assertion names; unproved. Empty where it names none. */
export function claimedByAssertion({ params }: EndpointRequest): string {
  return unprovedIn(params).client_id;
}

/** What an assertion says of itself. */
interface Unproved {
  readonly isMac: boolean;
  readonly client_id: string;
}

/** Every method asks whether a request is for it, and whose: it is read once. */
const UNPROVED = new WeakMap<Params, Unproved>();

function unprovedIn(params: Params): Unproved {
  const known = UNPROVED.get(params);
  if (known !== undefined) return known;
  const jwt = params.get('client_assertion') ?? '';
  const alg = headerOfJws(jwt)?.['alg'];
  const read = {
    isMac: typeof alg === 'string' && alg.startsWith('HS'),
    client_id: subOf(jwt) ?? params.get('client_id') ?? '',
  };
  UNPROVED.set(params, read);
  return read;
}

/** Empty where it names nobody; undefined where there is no payload at all. */
function subOf(jwt: string): string | undefined {
  const payload = jwt.slice(0, 16_384).split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const sub = typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : undefined;
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
}

/** The JWT, or why the request is not one that could hold one. */
export function readAssertion(request: EndpointRequest): { readonly jwt: string } | { readonly why: string } {
  const { params } = request;
  if (params.get('client_assertion_type') !== ASSERTION_TYPE)
    return { why: `client_assertion_type is not ${ASSERTION_TYPE}` };
  const jwt = params.get('client_assertion');
  if (jwt === undefined) return { why: 'client_assertion is missing' };
  const named = params.get('client_id');
  if (named !== undefined && named !== claimedByAssertion({ params } as EndpointRequest)) {
    return { why: 'client_id is not the sub of the assertion' };
  }
  return { jwt };
}

/**
 * Why an assertion that `application` signed proves nothing, or undefined. `aud` is exactly one text, our issuer or our token
 * endpoint: in a list another server could stand beside us, and pass on what was meant for it. Throws
 * temporarily_unavailable for more than are kept. RFC 7523 §3, OIDC Core §9
 */
export async function judgeAssertion(
  claims: JsonObject,
  application: Application,
  cx: Context,
): Promise<string | undefined> {
  const { iss, sub, aud } = claims;
  const { client_id } = application;
  if (iss !== client_id || sub !== client_id) return 'iss and sub are not both the client_id';
  const ours: readonly unknown[] = [
    cx.urls.issuer(application),
    ...OURS.map((name) => cx.urls.endpoint(name, application)),
  ];
  if (aud === undefined || !ours.includes(aud)) {
    return 'aud is not one text, our issuer or our token endpoint';
  }
  const judged = judgeAssertionTimes(claims, LONGEST_LIFE_S, cx.now);
  if ('why' in judged) return judged.why;
  await refuseFlood(application, cx);
  return (await isFirst(`${client_id} ${judged.jti}`, Math.ceil(judged.exp) + ASSERTION_TOLERANCE_S + 1, cx))
    ? undefined
    : 'jti was used before';
}

/** By network as well: a stranger may have registered many. What an admin entered is the office's own, and is trusted. */
async function refuseFlood({ client_id, registration }: Application, cx: Context): Promise<void> {
  if (registration === undefined) return;
  const keys = [`assertions of ${client_id}`, `assertions from ${networkOf(cx.address)}`];
  const taken = await takeAttempts(
    cx.store,
    keys.map((key) => [key, MOST_A_MINUTE]),
    cx.now,
  );
  if (taken.allowed) return;
  throw new OAuthError('temporarily_unavailable', 'too many client assertions within a minute', {
    status: 429,
    headers: { 'Retry-After': String(taken.retry_after_s) },
  });
}

/** Keeps it until it has run out, durably: of two requests at once only one can have been first. RFC 7523 §3 */
async function isFirst(assertion: string, expires_at: number, cx: Context): Promise<boolean> {
  try {
    await cx.store.collection('client_assertions').insert({ id: hashSecret(assertion), expires_at });
    return true;
  } catch (thrown) {
    if (thrown instanceof StorageError && thrown.code === 'already_exists') return false;
    throw thrown;
  }
}
