/** Values on their way into an expression and out of it: whole numbers are integers inside, and plain JSON outside. */
import type { Json } from '../spec/vocabulary.ts';

/** As many single values as a claim may be made of; its texts may hold as many characters, sixteen times. */
const MOST_VALUES = 1_000;
const MOST_CHARACTERS = 16 * MOST_VALUES;

export class TooLarge extends Error {
  constructor() {
    super('is too much for one claim');
  }
}

/** A longer text is nothing that a claim is worked out from: a picture, or an attempt to fill the memory. */
const LONGEST_TEXT = 2_000;

/** JSON with its whole numbers as integers, which `user.number + 1` and list positions need; without texts that are too long. */
export function fromJson(value: Json | undefined): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? undefined : value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(fromJson).filter((part) => part !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, fromJson(part)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

/** Undefined for nothing: null, and what JSON has no words for. Throws TooLarge. */
export function toJson(value: unknown): Json | undefined {
  const left = { values: MOST_VALUES, characters: MOST_CHARACTERS };
  return plain(value, left);
}

function plain(value: unknown, left: { values: number; characters: number }): Json | undefined {
  left.values -= 1;
  if (typeof value === 'string') left.characters -= value.length;
  if (left.values < 0 || left.characters < 0) throw new TooLarge();
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return wholeNumber(value);
  if (Array.isArray(value)) return value.flatMap((part) => plain(part, left) ?? []);
  const entries = entriesOf(value);
  if (entries === undefined) return undefined;
  const parts: [string, Json][] = [];
  for (const [name, part] of entries) {
    const shown = plain(part, left);
    if (shown !== undefined) parts.push([String(name), shown]);
  }
  return Object.fromEntries(parts);
}

function wholeNumber(value: bigint): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function entriesOf(value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (value instanceof Map) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const plainObject = Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
  return plainObject ? Object.entries(value) : undefined;
}
