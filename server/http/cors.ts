/** Which scripts of other origins may read an answer. Pages never come here: no script of anybody else may read them. */
import { asItStands } from '../directory/as-it-stands.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { Headers } from '../engine/wire.ts';
import type { Store } from '../storage/store.ts';

/** What a script may send along, and what it may read beside the body. */
const REQUEST_HEADERS = 'authorization, content-type, dpop, auth0-client, x-request-language';
const EXPOSED_HEADERS = 'www-authenticate, retry-after, dpop-nonce, link, x-total-count, x-oauth-scopes';
const TEN_MINUTES_S = '600';

/** `everyone` for public documents; `registered` for the web_origins of applications, compared exactly. */
export type CorsPolicy = 'none' | 'everyone' | 'registered';

/** Without credentials, but for what says so: our cookies are no business of scripts elsewhere. Fetch §3.2 */
export function corsHeaders(policy: CorsPolicy, origin: string | undefined, store: Store): Awaitable<Headers> {
  if (policy === 'none') return NOTHING;
  if (policy === 'everyone') return FOR_EVERYONE;
  return origin === undefined ? DEPENDS : headersFor(origin, store);
}

const NOTHING: Headers = {};
const FOR_EVERYONE: Headers = { 'access-control-allow-origin': '*' };
const DEPENDS: Headers = { vary: 'Origin' };

/** For the one call that a form of a registered application makes with its browser's cookie. */
export async function corsWithCookies(origin: string | undefined, store: Store): Promise<Headers> {
  if (origin === undefined || !(await isRegistered(origin, store))) return DEPENDS;
  return { ...(await headersFor(origin, store)), 'access-control-allow-credentials': 'true' };
}

async function headersFor(origin: string, store: Store): Promise<Headers> {
  if (!(await isRegistered(origin, store))) return DEPENDS;
  return {
    ...DEPENDS,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
  };
}

/** What a preflight adds to corsHeaders. */
export function preflightHeaders(methods: readonly string[]): Headers {
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': REQUEST_HEADERS,
    'access-control-max-age': TEN_MINUTES_S,
  };
}

/**
 * Whether a request with this `Origin` was sent by a script or form that nobody registered. It could not read the answer, but it would be
 * counted against whoever sits at the browser; servers and native applications send no Origin. Fetch §3.1
 */
export async function isUnregisteredOrigin(origin: string, own: string, store: Store): Promise<boolean> {
  return origin !== own && !(await isRegistered(origin, store));
}

async function isRegistered(origin: string, store: Store): Promise<boolean> {
  if (origin === 'null' || origin.length > 300) return false;
  const found = await store.collection('applications').find('web_origin', origin);
  const applications = await Promise.all(found.map((application) => asItStands(application, store)));
  return applications.some((application) => !application.disabled);
}
