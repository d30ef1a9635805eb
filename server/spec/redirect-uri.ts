/**
 * Whether a redirect_uri is one that the application registered, and if not, why an honest mistake might look like that.
 * What may be registered at all is registered-uri.ts.
 */

/** An http URI on a loopback address literal, cut around its port. `localhost` is a name and does not count. RFC 8252 §8.3 */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([0-9]{1,5}))?([/?].*)?$/;

/**
 * Whether `received` is one of `registered`: the same characters, nothing normalised. For a `native` application the port
 * of an http loopback address is free, because the program takes whichever is open. RFC 9700 §2.1, RFC 8252 §7.3
 */
export function matchRedirectUri(
  received: string,
  registered: readonly string[],
  application: { readonly native: boolean },
): boolean {
  if (registered.includes(received)) return true;
  if (!application.native) return false;
  const portless = withoutLoopbackPort(received);
  return portless !== undefined && registered.some((uri) => withoutLoopbackPort(uri) === portless);
}

function withoutLoopbackPort(uri: string): string | undefined {
  const parts = LOOPBACK.exec(uri);
  if (parts === null || Number(parts[2] ?? '80') > 65_535) return undefined;
  return `${parts[1] ?? ''}${parts[3] ?? ''}`;
}

/** An address that is not registered, against those that are. */
export interface RedirectMismatch {
  readonly received: string;
  readonly registered: readonly string[];
  /** The registered one that is closest, and the position (in characters) where the two part. */
  readonly closest?: { readonly registered: string; readonly differs_at: number };
  /** In plain words. */
  readonly likely_cause: string;
}

/**
 * What a person should see when a redirect_uri is refused: the address that came (in ASCII, so that a look-alike host shows
 * itself as xn--…), the registered one that is closest, where the two part, and the likely cause.
 */
export function explainMismatch(received: string, registered: readonly string[]): RedirectMismatch {
  const shown = asciiForm(received);
  const closest = closestTo(shown, registered);
  if (closest === undefined) {
    return { received: shown, registered, likely_cause: 'No redirect address is entered for this application yet.' };
  }
  const differs_at = commonPrefix(shown, closest);
  return {
    received: shown,
    registered,
    closest: { registered: closest, differs_at },
    likely_cause: likelyCause(received, closest),
  };
}

type Cause = readonly [text: string, applies: (received: string, registered: string) => boolean];

/** The first that applies is told. From the narrowest mistake to the widest. */
const CAUSES: readonly Cause[] = [
  [
    'The address holds characters outside of ASCII; its host may only look like the registered one.',
    (received) => /[^\x20-\x7e]/.test(received),
  ],
  [
    'The address that came is not a complete address: it has no scheme such as https://.',
    (received) => !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(received),
  ],
  ['Only a slash at the end differs. Addresses are compared exactly.', (a, b) => `${a}/` === b || a === `${b}/`],
  [
    'One begins with http:// and the other with https://.',
    (a, b) => a.replace(/^https?:/i, '') === b.replace(/^https?:/i, ''),
  ],
  ['Only upper and lower case differ. Addresses are compared exactly.', (a, b) => a.toLowerCase() === b.toLowerCase()],
  ['The address carries a fragment (#…), which is not allowed.', (a, b) => a.startsWith(`${b}#`)],
  [
    'The address carries a query (?…) that the entered one does not have.',
    (a, b) => a.includes('?') && beforeQuery(a) === beforeQuery(b),
  ],
  ['The registered address has a query (?…) and the one that came has none.', (a, b) => a === beforeQuery(b)],
  ['The percent-encoding differs. Addresses are compared exactly.', (a, b) => decoded(a) === decoded(b)],
  [
    'One names this computer as localhost and the other as 127.0.0.1. They count as different.',
    (a, b) => asNumbers(a) === asNumbers(b),
  ],
  [
    'Only the port differs. Any port is accepted only for a native application on 127.0.0.1 or [::1].',
    (a, b) => sameBut('port', a, b),
  ],
  [
    'The host differs: the application was probably opened under another name or address.',
    (a, b) => sameBut('host', a, b),
  ],
  ['The path differs: the application sends another path than the one registered.', (a, b) => sameBut('path', a, b)],
  ['The scheme differs.', (a, b) => a.split(':', 1)[0] !== b.split(':', 1)[0]],
];

function likelyCause(received: string, registered: string): string {
  const cause = CAUSES.find(([, applies]) => applies(received, registered));
  return cause?.[0] ?? 'The address is a different one from those entered for this application.';
}

/** The registered URI that shares the most characters from both ends; of equals the first. */
function closestTo(received: string, registered: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestScore = -1;
  for (const uri of registered) {
    const score = likeness(received, uri);
    if (score > bestScore) {
      best = uri;
      bestScore = score;
    }
  }
  return best;
}

function likeness(a: string, b: string): number {
  const prefix = commonPrefix(a, b);
  const most = Math.min(a.length, b.length) - prefix;
  let suffix = 0;
  while (suffix < most && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) suffix += 1;
  return (prefix + suffix) / Math.max(a.length, b.length, 1);
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

/** Scheme, host, port and the rest of an http address; undefined for anything else. */
function partsOf(uri: string) {
  const [, scheme, host, port = '', path = ''] = /^(https?):\/\/(\[[^\]]*\]|[^/?#:]*)(:[0-9]*)?(.*)$/i.exec(uri) ?? [];
  return scheme === undefined ? undefined : { scheme, host, port, path };
}

function sameBut(part: 'host' | 'port' | 'path', first: string, second: string): boolean {
  const a = partsOf(first);
  const b = partsOf(second);
  if (a === undefined || b === undefined) return false;
  const parts = ['scheme', 'host', 'port', 'path'] as const;
  return parts.every((name) => (name === part) !== (a[name] === b[name]));
}

function beforeQuery(uri: string): string {
  return uri.split('?', 1)[0] ?? '';
}

function asNumbers(uri: string): string {
  return uri.replace(/^(https?:\/\/)localhost(?=[:/?#]|$)/i, '$1127.0.0.1');
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function asciiForm(uri: string): string {
  if (/^[\x21-\x7e]*$/.test(uri)) return uri;
  const [, before = '', host, after = ''] = /^([A-Za-z][A-Za-z0-9+.-]*:\/\/)([^/?#:@\s\\]+)(.*)$/s.exec(uri) ?? [];
  const origin =
    host !== undefined && URL.canParse(`http://${host}`) ? `${before}${new URL(`http://${host}`).hostname}` : undefined;
  return escaped(origin === undefined ? uri : `${origin}${after}`);
}

function escaped(text: string): string {
  return text.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, (characters) => encodeURIComponent(characters));
}
