/** The parameters of one request as they came: names to values, with those that came more than once marked. */

export interface Params {
  /** The value, or undefined when the parameter is absent or empty (RFC 6749 §3.1: empty counts as omitted). */
  get(name: string): string | undefined;
  /** Every non-empty value, in order. */
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** Names that came more than once. */
  readonly repeated: readonly string[];
  /** The same parameters with some set or, where undefined, left out. */
  with(changes: Readonly<Record<string, string | undefined>>): Params;
  entries(): Iterable<readonly [name: string, value: string]>;
}

class ParsedParams implements Params {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  get(name: string): string | undefined {
    const value = this.#values.get(name)?.[0];
    return value === '' ? undefined : value;
  }

  all(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).filter((value) => value !== '');
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get repeated(): readonly string[] {
    const names: string[] = [];
    for (const [name, values] of this.#values) if (values.length > 1) names.push(name);
    return names;
  }

  with(changes: Readonly<Record<string, string | undefined>>): Params {
    const values = new Map(this.#values);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) values.delete(name);
      else values.set(name, [value]);
    }
    return new ParsedParams(values);
  }

  *entries(): Iterable<readonly [string, string]> {
    for (const [name, values] of this.#values) for (const value of values) yield [name, value];
  }
}

export const NO_PARAMS: Params = new ParsedParams(new Map());

/** Reads application/x-www-form-urlencoded text: a query string without `?`, or a form body. RFC 6749 Appendix B */
export function parseParams(encoded: string): Params {
  if (encoded === '') return NO_PARAMS;
  return paramsOf(new URLSearchParams(encoded));
}

/** Params from pairs, in order. */
export function paramsOf(pairs: Iterable<readonly [string, string]>): Params {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const before = values.get(name);
    if (before === undefined) values.set(name, [value]);
    else before.push(value);
  }
  return new ParsedParams(values);
}
