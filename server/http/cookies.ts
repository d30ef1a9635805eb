/**
 * Our cookies on the wire: of sign-on, of the browser, and the panel's own. Over TLS they carry the `__Host-` prefix and Secure; over plain http they can't, and
 * demanding it would make every sign-in loop without a word. What their values mean is not known here.
 */
import type { RequestCookies, ResponseCookies } from '../engine/wire.ts';

export const NO_COOKIES: RequestCookies = { session: undefined, browser: undefined, browser_state: undefined };

/** What the house makes is 43 characters of base64url; anything that no maker of ours could have made is no cookie. */
const VALUE = /^[A-Za-z0-9_-]{16,128}$/;

/** A cookie that is malformed, too long or there twice counts as absent: which of two is ours can't be told. */
export function readCookies(header: string | undefined, secure: boolean): RequestCookies {
  if (header === undefined) return NO_COOKIES;
  return {
    session: readOne(header, nameOf('session', secure)),
    browser: readOne(header, nameOf('browser', secure)),
    browser_state: readOne(header, nameOf('state', secure)),
  };
}

/** The panel's cookie, which nothing but the admin API reads. */
export function readPanelCookie(header: string | undefined, secure: boolean): string | undefined {
  return header === undefined ? undefined : readOne(header, nameOf('panel', secure));
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

/** With the panel's own; null deletes. */
export interface HouseCookies extends ResponseCookies {
  readonly panel?: { readonly value: string; readonly lifetime_s: number } | null;
}

/** Values of `Set-Cookie`. RFC 6265 §4.1 */
export function cookieHeaders(cookies: HouseCookies | undefined, secure: boolean): readonly string[] {
  if (cookies === undefined) return [];
  const lines: string[] = [];
  const { session, browser, browser_state, panel } = cookies;
  if (session === null) lines.push(line('session', '', secure, 0));
  else if (session !== undefined) {
    const kind = session.cross_site === true ? 'framed session' : 'session';
    lines.push(line(kind, session.value, secure, session.lifetime_s));
  }
  if (browser !== undefined) lines.push(line('browser', browser.value, secure));
  if (browser_state !== undefined) lines.push(line('state', browser_state.value, secure, browser_state.lifetime_s));
  if (panel === null) lines.push(line('panel', '', secure, 0));
  else if (panel !== undefined) lines.push(line('panel', panel.value, secure, panel.lifetime_s));
  return lines;
}

type Kind = 'session' | 'framed session' | 'browser' | 'state' | 'panel';

function line(kind: Kind, value: string, secure: boolean, lifetime_s?: number): string {
  const age = lifetime_s === undefined ? '' : `; Max-Age=${Math.floor(lifetime_s)}`;
  const readable = kind === 'state' ? '' : '; HttpOnly';
  return `${nameOf(kind, secure)}=${value}; Path=/${readable}; SameSite=${siteOf(kind, secure)}${secure ? '; Secure' : ''}${age}`;
}

/** Browsers take None only together with Secure; without TLS only applications of the same site can ask in a frame. */
function siteOf(kind: Kind, secure: boolean): 'Strict' | 'Lax' | 'None' {
  // Nobody is led into the panel from another site with it open.
  if (kind === 'panel') return 'Strict';
  return (kind === 'state' || kind === 'framed session') && secure ? 'None' : 'Lax';
}

function nameOf(kind: Kind, secure: boolean): string {
  return `${secure ? '__Host-' : ''}lanyard_${kind === 'framed session' ? 'session' : kind}`;
}
