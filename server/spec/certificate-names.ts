/**
 * What a certificate is called: its subject, and its alternative names of the kinds that applications are registered by.
 * Read out of the spelling of Node's X509Certificate, which quotes whatever could be mistaken for something else.
 */

/** Which of a certificate's alternative names. RFC 5280 §4.2.1.6 */
export type AlternativeKind = 'dns' | 'uri' | 'ip' | 'email';

/** One `type=value` of a relative distinguished name; the type in lower case, the value as it is meant. */
type Attribute = readonly [type: string, value: string];

const ATTRIBUTE = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/s;
/** Several spellings of one attribute. RFC 4519 §2, RFC 2985 §5.2.1 */
const SPELLINGS: Readonly<Record<string, string>> = {
  e: 'emailaddress',
  email: 'emailaddress',
  s: 'st',
  surname: 'sn',
};
const KINDS: Readonly<Record<string, AlternativeKind>> = {
  DNS: 'dns',
  URI: 'uri',
  'IP Address': 'ip',
  email: 'email',
};
const NAMES = /(?:^|, )([A-Za-z][A-Za-z ]*):("(?:[^"\\]|\\.)*"|[^,]*)/y;

/** What is wrong with a distinguished name as an admin or an application writes it, as the end of a sentence. RFC 4514 §3 */
export function checkDistinguishedName(text: string): string | undefined {
  if (text.length > 1000) return 'is longer than 1000 characters';
  return parseName(text, ',') === undefined ? 'is not a distinguished name such as CN=app,O=Example Office' : undefined;
}

/** What is wrong with an alternative name that a certificate shall have, as the end of a sentence. RFC 5280 §4.2.1.6 */
export function checkCertificateName(kind: AlternativeKind): (text: string) => string | undefined {
  const { pattern, expected } = SHAPES[kind];
  return (text) => (text.length <= 500 && pattern.test(text) ? undefined : `is not ${expected}`);
}

const SHAPES: Readonly<Record<AlternativeKind, { readonly pattern: RegExp; readonly expected: string }>> = {
  dns: { pattern: /^[A-Za-z0-9*_-]+(\.[A-Za-z0-9_-]+)*$/, expected: 'a DNS name such as app.example.lan' },
  uri: { pattern: /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/, expected: 'a URI such as urn:example:app' },
  ip: { pattern: /^(\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+)$/, expected: 'an IP address' },
  email: { pattern: /^[\x21-\x7e]+@[\x21-\x7e]+$/, expected: 'an e-mail address' },
};

/**
 * Whether `subject`, one part a line as Node spells it, is the distinguished name `expected` (RFC 4514, the last part first).
 * Values are compared exactly, their order included.
 */
export function isSubject(subject: string, expected: string): boolean {
  const its = parseName(subject, '\n');
  const wanted = parseName(expected, ',');
  if (its === undefined || wanted === undefined) return false;
  return JSON.stringify(its) === JSON.stringify(wanted.toReversed());
}

/** Whether a certificate has `expected` among its names of that kind. A wildcard is a name like any other. RFC 8705 §2.1.2 */
export function hasAlternativeName(
  subjectAltName: string | undefined,
  kind: AlternativeKind,
  expected: string,
): boolean {
  const wanted = spelledOneWay(kind, expected);
  return readAlternativeNames(subjectAltName ?? '').some(
    ([its, value]) => its === kind && spelledOneWay(kind, value) === wanted,
  );
}

function readAlternativeNames(text: string): readonly (readonly [AlternativeKind, string])[] {
  const names: (readonly [AlternativeKind, string])[] = [];
  NAMES.lastIndex = 0;
  for (let found = NAMES.exec(text); found !== null; found = NAMES.exec(text)) {
    const [, label = '', spelled = ''] = found;
    const kind = KINDS[label];
    if (kind !== undefined) names.push([kind, unquoted(spelled)]);
  }
  return names;
}

function unquoted(spelled: string): string {
  if (!spelled.startsWith('"')) return spelled;
  try {
    return String(JSON.parse(spelled));
  } catch {
    return '';
  }
}

function spelledOneWay(kind: AlternativeKind, value: string): string {
  if (kind === 'dns') return value.toLowerCase();
  if (kind !== 'ip' || !value.includes(':')) return value;
  const address = `http://[${value}]/`;
  return URL.canParse(address) ? new URL(address).hostname : value;
}

/** The parts in the order in which they stand; undefined for what is no name. */
function parseName(text: string, separator: ',' | '\n'): readonly (readonly Attribute[])[] | undefined {
  const parts = splitUnescaped(text, separator).map((part) => splitUnescaped(part, '+').map(parseAttribute));
  return parts.every((part) => part.every((attribute) => attribute !== undefined))
    ? parts.map((part) => part.filter((attribute) => attribute !== undefined).toSorted(byType))
    : undefined;
}

function byType([a]: Attribute, [b]: Attribute): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function splitUnescaped(text: string, separator: string): readonly string[] {
  const parts: string[] = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') {
      parts.push(`${parts.pop() ?? ''}${character}${text[at + 1] ?? ''}`);
      at += 1;
    } else if (character === separator) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}

function parseAttribute(text: string): Attribute | undefined {
  const [, type, spelled] = ATTRIBUTE.exec(text) ?? [];
  if (type === undefined || spelled === undefined || spelled.startsWith('#')) return undefined;
  const value = unescaped(spelled.replace(/(?<!\\) +$/, ''));
  if (value === undefined || value === '') return undefined;
  const lower = type.toLowerCase();
  return [SPELLINGS[lower] ?? lower, value];
}

/** RFC 4514 §3: a backslash before a special character, or before two digits of a byte in UTF-8. */
function unescaped(spelled: string): string | undefined {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < spelled.length; ) {
    const pair = /^\\([0-9A-Fa-f]{2})/.exec(spelled.slice(at, at + 3))?.[1];
    const special = /^\\(["+,;<>\\ #=])/.exec(spelled.slice(at, at + 2))?.[1];
    if (pair !== undefined) bytes.push(Number.parseInt(pair, 16));
    else if (special !== undefined) bytes.push(special.charCodeAt(0));
    else if (spelled[at] === '\\') return undefined;
    else bytes.push(...encoder.encode(String.fromCodePoint(spelled.codePointAt(at) ?? 0)));
    at += pair === undefined ? lengthAt(spelled, at, special) : 3;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

function lengthAt(spelled: string, at: number, special: string | undefined): number {
  if (special !== undefined) return 2;
  return (spelled.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
