/** Between what a field holds while it is typed and what goes over the wire, for each kind of field. Pure. */
import type { FieldKind, FieldRow, FieldValue, FieldValues, Pair } from './field.ts';

interface Codec {
  readonly empty: FieldValue;
  /** Takes what the server sent; absent is undefined or null. */
  readonly read: (wire: unknown) => FieldValue;
  /** What is sent. A text that can't be made into it is sent as it is, so that the schema can say what is wrong. */
  readonly write: (value: FieldValue) => unknown;
  /** Where a member of a mapping that was taken away must be named to go away. RFC 7396 §2 */
  readonly merges?: true;
  /** Which of the lines that are typed a step of a pointer into what is sent speaks of. RFC 6901 §3 */
  readonly lineOf?: (value: FieldValue, step: string) => number | undefined;
}

const TEXT: Codec = { empty: '', read: (wire) => (typeof wire === 'string' ? wire : ''), write: (value) => value };
const NUMBER: Codec = {
  empty: '',
  read: (wire) => (typeof wire === 'number' ? String(wire) : ''),
  write: (value) => (/^-?\d{1,15}$/.test(String(value).trim()) ? Number(value) : value),
};
const LINES: Codec = {
  empty: [],
  read: textsOf,
  write: (value) => linesOf(value).filter((line) => !isBlankLine(line)),
  lineOf: (value, step) => placesOf(linesOf(value), (line) => !isBlankLine(line))[Number(step)],
};

export const CODECS: Readonly<Record<FieldKind, Codec>> = {
  text: { ...TEXT, write: (value) => String(value).trim() },
  mono: { ...TEXT, write: (value) => String(value).trim() },
  block: { ...TEXT, write: (value) => String(value).trim() },
  words: { ...TEXT, write: (value) => String(value).trim() },
  picture: TEXT,
  // Spaces at the ends of a password belong to it.
  password: TEXT,
  choice: TEXT,
  number: NUMBER,
  duration: NUMBER,
  flag: { empty: false, read: (wire) => wire === true, write: (value) => value },
  // A set: kept in one order, so that taking one out and putting it back changes nothing.
  choices: {
    empty: [],
    read: (wire) => textsOf(wire).toSorted(),
    write: linesOf,
    lineOf: (_value, step) => Number(step),
  },
  lines: LINES,
  names: LINES,
  scope: {
    empty: [],
    read: (wire) => (typeof wire === 'string' ? wire.split(' ').filter((word) => word !== '') : []),
    write: (value) => linesOf(value).join(' '),
  },
  json: {
    empty: '',
    read: (wire) => (isRecord(wire) && Object.keys(wire).length > 0 ? JSON.stringify(wire, null, 2) : ''),
    write: (value) => jsonOf(String(value)),
    merges: true,
  },
  pairs: {
    empty: [],
    read: (wire) => (isRecord(wire) ? Object.entries(wire).map(([name, value]) => [name, String(value)] as const) : []),
    write: (value) => Object.fromEntries(pairsOf(value).map(([name, text]) => [name, text] as const)),
    merges: true,
    lineOf: (value, step) => placesOf(rowsOf(value), ([left]) => left.trim() === step).at(-1),
  },
  described: {
    empty: [],
    read: (wire) => (Array.isArray(wire) ? wire.filter(isRecord).map(describedToPair) : []),
    write: (value) =>
      rowsOf(value)
        .filter((pair) => !isBlankPair(pair))
        .map(([name, description]) => ({ name: name.trim(), description: description.trim() })),
    lineOf: (value, step) => placesOf(rowsOf(value), (pair) => !isBlankPair(pair))[Number(step)],
  },
  'scopes-of-api': {
    empty: [],
    read: (wire) => (Array.isArray(wire) ? wire.filter(isRecord).map(scopeToPair) : []),
    write: (value) =>
      rowsOf(value)
        .filter((pair) => !isBlankPair(pair))
        .map(scopeOfPair),
    lineOf: (value, step) => placesOf(rowsOf(value), (pair) => !isBlankPair(pair))[Number(step)],
  },
};

/** What a form shows of a resource; of nothing, what a new one starts with. */
export function readValues(rows: readonly FieldRow[], resource: object): FieldValues {
  return Object.fromEntries(
    rows.map(({ name, kind }) => {
      const wire: unknown = Reflect.get(resource, name);
      return [name, wire === undefined || wire === null ? CODECS[kind].empty : CODECS[kind].read(wire)];
    }),
  );
}

/** The body that makes a new one: what was left empty is left out, so that the server's defaults hold. */
export function bodyOfNew(rows: readonly FieldRow[], values: FieldValues): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap(({ name, kind, needed }) => {
      const value = values[name] ?? CODECS[kind].empty;
      return isBlank(value) && needed !== true ? [] : [[name, CODECS[kind].write(value)]];
    }),
  );
}

/** The body that changes what differs from `base`. A merge: RFC 7396 §2 */
export function bodyOfChange(
  rows: readonly FieldRow[],
  base: FieldValues,
  values: FieldValues,
): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap((row) => {
      const value = values[row.name] ?? CODECS[row.kind].empty;
      if (sameValue(value, base[row.name])) return [];
      return [[row.name, wireOfChange(row, base[row.name], value)]];
    }),
  );
}

function wireOfChange({ kind, removable }: FieldRow, before: FieldValue | undefined, value: FieldValue): unknown {
  if (removable === true && isBlank(value)) return null;
  const { write, empty, merges } = CODECS[kind];
  const [old, wire] = [write(before ?? empty), write(value)];
  if (merges !== true || !isRecord(old) || !isRecord(wire)) return wire;
  const gone = Object.keys(old).filter((name) => !Object.hasOwn(wire, name));
  return { ...wire, ...Object.fromEntries(gone.map((name) => [name, null])) };
}

export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A flag is never blank: off is an answer too. */
export function isBlank(value: FieldValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return typeof value !== 'boolean' && value.length === 0;
}

export function linesOf(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? value.filter((line): line is string => typeof line === 'string') : [];
}

/** Without the rows that nobody has filled in. */
function pairsOf(value: FieldValue): readonly Pair[] {
  return rowsOf(value)
    .filter((pair) => !isBlankPair(pair))
    .map(([left, right]): Pair => [left.trim(), right.trim()]);
}

function isBlankLine(line: string): boolean {
  return line.trim() === '';
}

function isBlankPair(pair: Pair): boolean {
  return pair.every(isBlankLine);
}

/** Where those that are meant stand among all. */
function placesOf<T>(all: readonly T[], isMeant: (one: T) => boolean): readonly number[] {
  return all.flatMap((one, place) => (isMeant(one) ? [place] : []));
}

export function rowsOf(value: FieldValue): readonly Pair[] {
  return Array.isArray(value) ? value.filter((row): row is Pair => Array.isArray(row)) : [];
}

function textsOf(wire: unknown): readonly string[] {
  return Array.isArray(wire) ? wire.filter((item): item is string => typeof item === 'string') : [];
}

/** A row of a scope of an API: its name, what it allows, what it includes, `plain` where nobody need look twice, and its groups. */
export type ScopeRow = readonly [
  name: string,
  description: string,
  includes: string,
  sensitive: string,
  groups: string,
];
export const BLANK_SCOPE: ScopeRow = ['', '', '', '', ''];
export const PLAIN = 'plain';
/** Names of groups may hold anything but this. */
const BETWEEN_GROUPS = '\n';

export function scopeRowOf([name, description, includes = '', sensitive = '', groups = '']: Pair): ScopeRow {
  return [name, description, includes, sensitive, groups];
}

export function groupsOfRow(groups: string): readonly string[] {
  return groups === '' ? [] : groups.split(BETWEEN_GROUPS);
}

export function rowOfGroups(names: readonly string[]): string {
  return names.join(BETWEEN_GROUPS);
}

function describedToPair({ name, description }: Readonly<Record<string, unknown>>): Pair {
  return [String(name), typeof description === 'string' ? description : ''];
}

function scopeToPair(scope: Readonly<Record<string, unknown>>): ScopeRow {
  const { name, description, includes, sensitive, allowed_groups } = scope;
  const text = typeof description === 'string' ? description : '';
  const groups = rowOfGroups(textsOf(allowed_groups));
  return [String(name), text, textsOf(includes).join(' '), sensitive === false ? PLAIN : '', groups];
}

function scopeOfPair(pair: Pair): object {
  const [name, description, includes, sensitive, groups = ''] = scopeRowOf(pair).map((text) => text.trim());
  return {
    name,
    ...(description === '' ? {} : { description }),
    ...(includes === '' ? {} : { includes: includes?.split(/\s+/) }),
    ...(sensitive === PLAIN ? { sensitive: false } : {}),
    ...(groups === '' ? {} : { allowed_groups: groupsOfRow(groups) }),
  };
}

function jsonOf(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
