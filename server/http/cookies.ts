/**
 * Our two cookies on the wire. Over TLS they carry the `__Host-` prefix and Secure; over plain http they can't, and
 * demanding it would make every sign-in loop without a word. What their values mean is not known here.
 */
import type { RequestCookies, ResponseCookies } from '../engine/wire.ts';

export const NO_COOKIES: RequestCookies = { session: undefined, browser: undefined };

/** What the house makes is 43 characters of base64url; anything that no maker of ours could have made is no cookie. */
const VALUE = /^[A-Za-z0-9_-]{16,128}$/;

/** A cookie that is malformed, too long or there twice counts as absent: which of two is ours can't be told. */
export function readCookies(header: string | undefined, secure: boolean): RequestCookies {
  if (header === undefined) return NO_COOKIES;
  return { session: readOne(header, nameOf('session', secure)), browser: readOne(header, nameOf('browser', secure)) };
}

function readOne(header: string, name: string): string | undefined {
  let found: string | undefined;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    if (found !== undefined) return undefined;
    found = pair.slice(equals + 1).trim();
  }
  return found !== undefined && VALUE.test(found) ? found : undefined;
}

/** Values of `Set-Cookie`. RFC 6265 §4.1 */
export function cookieHeaders(cookies: ResponseCookies | undefined, secure: boolean): readonly string[] {
  if (cookies === undefined) return [];
  const lines: string[] = [];
  const { session, browser } = cookies;
  if (session === null) lines.push(line('session', '', secure, 0));
  else if (session !== undefined) lines.push(line('session', session.value, secure, session.lifetime_s));
  if (browser !== undefined) lines.push(line('browser', browser.value, secure));
  return lines;
}

function line(kind: 'session' | 'browser', value: string, secure: boolean, lifetime_s?: number): string {
  const age = lifetime_s === undefined ? '' : `; Max-Age=${Math.floor(lifetime_s)}`;
  return `${nameOf(kind, secure)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${age}`;
}

function nameOf(kind: 'session' | 'browser', secure: boolean): string {
  return `${secure ? '__Host-' : ''}lanyard_${kind}`;
}
