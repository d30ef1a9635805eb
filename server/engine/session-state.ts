/**
 * What an application compares to learn that somebody signed in or out in this browser: a value that the browser keeps in a
 * cookie and that only a script of ours reads, and the salted hash of it that each application is given.
 */
import { hash } from 'node:crypto';
import type { Session } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { EndpointRequest, ResponseCookies } from './wire.ts';

export type BrowserState = NonNullable<ResponseCookies['browser_state']>;

/** While somebody is signed in. It is another one after every sign-in, because the session's secret is. */
export function signedInState(session: Session, cx: Context): BrowserState {
  const value = `in-${cx.secrets.derive('browser-state', session.id)}`;
  return { value, lifetime_s: session.expires_at - cx.now };
}

/** While nobody is: made anew whenever somebody leaves. */
export function signedOutState(cx: Context): BrowserState {
  return { value: `out-${cx.secrets.random()}` };
}

/**
 * `session` is the browser's live one; what a session left behind that ended without the browser counts for nothing. Where
 * no cookie of a session came, that says nothing of whether there is one: browsers keep it back from frames and forms of
 * other sites, and a page of these must not make anybody look signed out.
 */
export function browserStateOf(
  { cookies }: Pick<EndpointRequest, 'cookies'>,
  session: Session | undefined,
  cx: Context,
): BrowserState {
  if (session !== undefined) return signedInState(session, cx);
  const { session: sent, browser_state: kept } = cookies;
  if (kept !== undefined && (sent === undefined || kept.startsWith('out-'))) return { value: kept };
  return signedOutState(cx);
}

/**
 * `session_state`: the hash in hexadecimal digits, a dot and the salt. Undefined where nobody could ask: an application
 * without an origin has no frames. OIDC Session Management §2, §3.2
 */
export function sessionState(
  { client_id, redirect_uri }: { readonly client_id: string; readonly redirect_uri: string },
  { value }: BrowserState,
  cx: Context,
): string | undefined {
  const { protocol, origin } = new URL(redirect_uri);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const salt = cx.secrets.random();
  return `${hash('sha256', `${client_id} ${origin} ${value} ${salt}`, 'hex')}.${salt}`;
}
