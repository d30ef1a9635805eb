/**
 * Which URIs an application may register. Strict here, so that at request time nothing has to be parsed and an exact
 * comparison suffices (redirect-uri.ts). Every check answers the reason, or undefined when all is well.
 */

const LONGEST = 2000;
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** Schemes whose content a browser would run, read from disk or show as ours. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'filesystem',
  'view-source',
]);
const HTTP = /^https?:\/\/([^/?#]*)(.*)$/i;
const AUTHORITY = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$/;
const DOT_SEGMENT = /\/(\.|%2e){1,2}(\/|$)/i;

/**
 * A redirect URI: absolute, exact, without a fragment; http(s) with a plain host, or a private-use scheme with a dot.
 * RFC 6749 §3.1.2, RFC 8252 §7.1, RFC 9700 §2.1
 */
export function checkRedirectUri(uri: string): string | undefined {
  const reason = checkCharacters(uri);
  if (reason !== undefined) return reason;
  if (uri.includes('*')) return 'holds a wildcard; redirect URIs are compared exactly, so list each one';
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'is not absolute: it must begin with a scheme such as https://';
  if (DANGEROUS.has(scheme))
    return `has the scheme ${scheme}:, which a browser would not treat as an address of the application`;
  if (uri.includes('#')) return 'holds a fragment (#), which is not allowed';
  if (scheme === 'http' || scheme === 'https') return checkHttp(uri);
  if (!scheme.includes('.')) {
    return `has the scheme ${scheme}:; a private-use scheme must hold a dot, such as com.example.app:/callback`;
  }
  return URL.canParse(uri) ? undefined : 'is not a URI that a program could take apart';
}

/** Where a browser is sent after sign-out; the same rules. OIDC RP-Initiated Logout §3.1 */
export function checkPostLogoutRedirectUri(uri: string): string | undefined {
  return checkRedirectUri(uri);
}

/** A page of the application that ends its own session, shown in a frame. OIDC Front-Channel Logout §2 */
export function checkFrontchannelLogoutUri(uri: string): string | undefined {
  const reason = checkWebUri(uri);
  if (reason !== undefined) return reason;
  return uri.includes('#') ? 'holds a fragment (#), behind which nothing can be told to it' : undefined;
}

/** An origin as browsers send it: scheme, host and port in lower case, nothing behind. RFC 6454 §6.2 */
export function checkWebOrigin(origin: string): string | undefined {
  const reason = checkCharacters(origin) ?? (origin.includes('*') ? 'holds a wildcard; list each origin' : undefined);
  if (reason !== undefined) return reason;
  if (!HTTP.test(origin)) return 'is not an http or https origin such as https://app.example.lan';
  const wrong = checkHttp(origin);
  if (wrong !== undefined) return wrong;
  const expected = new URL(origin).origin;
  return origin === expected ? undefined : `is not an origin; write ${expected}`;
}

/** A page or picture of the application that people are pointed to (`client_uri`, `logo_uri`, `policy_uri`, `tos_uri`). RFC 7591 §2 */
export function checkWebUri(uri: string): string | undefined {
  return checkCharacters(uri) ?? (HTTP.test(uri) ? checkHttp(uri) : 'must begin with https:// or http://');
}

/** Where an application is told, server to server, that a session ended. OIDC Back-Channel Logout §2.2 */
export function checkBackchannelLogoutUri(uri: string): string | undefined {
  return checkWebUri(uri) ?? (uri.includes('#') ? 'holds a fragment (#), which is never sent' : undefined);
}

/** RFC 9101 and OpenID Connect agree that old browsers and servers take no more. */
const LONGEST_REQUEST_URI = 512;

/** Where a request object stands; a fragment names the version of it that is meant. OIDC Registration §2, OIDC Core §6.2 */
export function checkRequestUri(uri: string): string | undefined {
  if (uri.length > LONGEST_REQUEST_URI) {
    return `is ${uri.length} characters long; at most ${LONGEST_REQUEST_URI} are allowed`;
  }
  return checkWebUri(uri);
}

function checkCharacters(uri: string): string | undefined {
  if (uri === '') return 'is empty';
  if (uri.length > LONGEST) return `is ${uri.length} characters long; at most ${LONGEST} are allowed`;
  if (URI_CHARACTERS.test(uri)) return undefined;
  return 'holds a space, a control character or another character that no URI may hold unescaped (hosts in other scripts are written as xn--…)';
}

/** Also refuses what browsers read differently from how it is spelled: a match must mean the place that it names. */
function checkHttp(uri: string): string | undefined {
  const [, authority = '', rest = ''] = HTTP.exec(uri) ?? [];
  if (authority === '') return 'has no host';
  if (authority.includes('@')) return 'holds credentials before the host';
  const host = AUTHORITY.exec(authority)?.[1];
  if (host === undefined) return `has a host or port that is not valid: ${authority}`;
  if (!URL.canParse(uri)) return `has a host or port that is not valid: ${authority}`;
  const understood = new URL(uri).hostname;
  if (understood !== host.toLowerCase())
    return `has the host ${host}, which browsers read as ${understood}; write that`;
  if (DOT_SEGMENT.test(rest.split(/[?#]/, 1)[0] ?? ''))
    return 'holds . or .. as a part of its path, which browsers would resolve';
  return undefined;
}
