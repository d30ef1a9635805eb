/**
 * Makes a value fit to be shown on a projector: whatever a parameter's name marks as secret becomes a short fingerprint,
 * and everything is bounded in depth, length and number. What is kept is plain JSON and shares nothing with the value.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Json } from '../spec/vocabulary.ts';
import { type Pairs, plainParameters } from './plain-parameters.ts';

/** Compared in lower case and without separators, so that `clientSecret`, `client-secret` and `client_secret` are one. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'apikey',
  'assertion',
  'authorization',
  'browser',
  'challenge',
  'clientassertion',
  'clientsecret',
  'code',
  'codeverifier',
  'consentchallenge',
  'consentverifier',
  'cookie',
  'cookies',
  'csrf',
  'devicechallenge',
  'devicecode',
  'deviceverifier',
  'hash',
  'idtokenhint',
  'link',
  'loginticket',
  'jwt',
  'loginchallenge',
  'loginverifier',
  'logoutchallenge',
  'logoutverifier',
  'lanyardposted',
  'nonce',
  'otp',
  'passphrase',
  'passwd',
  'password',
  'pin',
  'privatekey',
  'proxyauthorization',
  'pwd',
  'secret',
  'session',
  'setcookie',
  'state',
  'subjecttoken',
  'actortoken',
  'ticket',
  'token',
  'usercode',
  'verifier',
]);

/** Ends that mark a family: access_token, password_hash, client_secrets, sealed_private_jwk, session_id … */
const SECRET_ENDS = [
  'token',
  'tokens',
  'secret',
  'secrets',
  'password',
  'passwords',
  'passwordhash',
  'privatejwk',
  'hash',
];

/** Names that end like a secret and hold none. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(['athash', 'chash']);

const MOST_DEPTH = 6;
const MOST_ENTRIES = 64;
const MOST_CHARACTERS = 2_048;
const MOST_SEARCHED = 65_536;

export interface Redactor {
  redact(value: unknown): Json;
  redactText(text: string): string;
}

/**
 * Makes redactors that work out a fingerprint once for each secret that they meet, and must be forgotten soon for it: one
 * for each request. Their fingerprints are equal for equal secrets, and tell nothing outside this process.
 */
export function createRedaction(): () => Redactor {
  const key = createSecretKey(randomBytes(32));
  return () => {
    const marks = new Map<string, string>();
    const mark: Fingerprint = (secret) => {
      const known = marks.get(secret);
      if (known !== undefined) return known;
      const made = fingerprint(key, secret);
      marks.set(secret, made);
      return made;
    };
    return { redact: (value) => plain(value, 0, mark), redactText: (text) => hideInText(text, mark) };
  };
}

type Fingerprint = (secret: string) => string;

function fingerprint(key: KeyObject, secret: string): string {
  return `••• ${createHmac('sha256', key).update(secret).digest('base64url').slice(0, 6)}`;
}

/** Few names come again and again. A stranger can choose others, so that not all of them are remembered. */
const JUDGED = new Map<string, boolean>();
const MOST_JUDGED = 2_000;

/** Whether a parameter, header, claim or property of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const known = JUDGED.get(name);
  if (known !== undefined) return known;
  const secret = judge(name);
  if (JUDGED.size < MOST_JUDGED && name.length <= 64) JUDGED.set(name, secret);
  return secret;
}

function judge(name: string): boolean {
  const bare = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (PLAIN_NAMES.has(bare)) return false;
  return SECRET_NAMES.has(bare) || SECRET_ENDS.some((end) => bare.endsWith(end));
}

function plain(value: unknown, depth: number, mark: Fingerprint): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return hideInText(value, mark);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (depth >= MOST_DEPTH) return '[deeper]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return { error: value.name, message: hideInText(value.message, mark) };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value) || value instanceof Set) return list(value, depth, mark);
  return record([...entriesOf(value)], namesPairs(value), depth, mark);
}

function list(values: Iterable<unknown>, depth: number, mark: Fingerprint): Json {
  const shown: Json[] = [];
  for (const value of values) {
    if (shown.length === MOST_ENTRIES) {
      shown.push('[more]');
      break;
    }
    shown.push(isSecretPair(value) ? [value[0], hidden(value[1], mark)] : plain(value, depth + 1, mark));
  }
  return shown;
}

/** Parameters on their way into an address or a form stand as pairs of name and value. */
function isSecretPair(value: unknown): value is readonly [name: string, secret: unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isSecretName(value[0]);
}

function record(pairs: Pairs, parameters: boolean, depth: number, mark: Fingerprint): Json {
  const shown: [name: string, value: Json][] = [];
  const shownNames = parameters ? plainParameters(pairs) : undefined;
  for (const [key, value] of pairs) {
    const name = cut(String(key), 128);
    if (typeof value === 'function') continue;
    if (shown.length === MOST_ENTRIES) {
      shown.push(['[more]', '[more]']);
      break;
    }
    const secret = isSecretName(name) || shownNames?.has(name) === false;
    shown.push([name, secret ? hidden(value, mark) : plain(value, depth + 1, mark)]);
  }
  // Also a member named __proto__ is a member here.
  return Object.fromEntries(shown);
}

/** Params and Headers name their pairs by entries(); a Map is one; everything else shows its own enumerable properties. */
function entriesOf(value: object): Iterable<readonly [unknown, unknown]> {
  if (namesPairs(value)) {
    const pairs = value.entries();
    if (isIterable(pairs)) return pairsOf(pairs);
  }
  return Object.entries(value);
}

function namesPairs(value: object): value is { entries(): unknown } {
  return 'entries' in value && typeof value.entries === 'function';
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* pairsOf(values: Iterable<unknown>): Iterable<readonly [unknown, unknown]> {
  for (const value of values) if (Array.isArray(value)) yield [value[0], value[1]];
}

function hidden(value: unknown, mark: Fingerprint): Json {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return mark(value);
  return mark(safeText(value));
}

/** Only to be fingerprinted, so that order and depth don't matter as long as equal values give equal text. */
function safeText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}

/** A secret can also stand inside a text: a JWT, an Authorization value, or a URL's query. */
function hideInText(text: string, mark: Fingerprint): string {
  // None of the three could stand in it, and most texts are short words.
  if (!/[ ?&#]|eyJ/.test(text)) return cut(text, MOST_CHARACTERS);
  const shown = text
    .slice(0, MOST_SEARCHED)
    .replaceAll(/[\w.-]+/g, (word) => hideJwt(word, mark))
    .replaceAll(
      /\b(Basic|Bearer|DPoP|token) +([\w.~+/=-]{8,})/gi,
      (_all, scheme: string, secret: string) => `${scheme} ${mark(secret)}`,
    )
    .replaceAll(/([?&#])([\w.-]{1,64})=([^&#\s"']+)/g, (whole, before: string, name: string, value: string) =>
      isSecretName(name) ? `${before}${name}=${mark(value)}` : whole,
    );
  return cut(shown, MOST_CHARACTERS);
}

/**
 * Marks the JWT that a word of its characters ends with: from an `eyJ` on that no letter or digit goes before, where two
 * dots follow. By search, because a pattern would begin anew at each of a stranger's thousand `eyJ`.
 */
function hideJwt(word: string, mark: Fingerprint): string {
  for (let at = word.indexOf('eyJ'); at !== -1; at = word.indexOf('eyJ', at + 1)) {
    if (at > 0 && !'.-'.includes(word.charAt(at - 1))) continue;
    const first = word.indexOf('.', at);
    if (first === -1 || !word.includes('.', first + 1)) return word;
    return word.slice(0, at) + mark(word.slice(at));
  }
  return word;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}
