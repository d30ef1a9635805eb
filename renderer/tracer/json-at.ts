/** Looks into values of which only the form of JSON is certain. */

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The text at the end of a path of names; undefined where the path or the text is missing. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  let here = value;
  for (const name of path) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return typeof here === 'string' ? here : undefined;
}
