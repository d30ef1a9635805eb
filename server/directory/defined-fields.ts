/** Fields that somebody gave, without those that are only named. */

export type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The same fields without those whose value is undefined, so that spreading them over a record leaves those alone. */
export function definedFields<T extends object>(fields: T): Defined<T> {
  const given: { -readonly [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name of namesOf(fields)) copyDefined(fields, given, name);
  return given;
}

/** Of a record the fields that a table names, without those that it lacks. */
export function pickDefined<T extends object, K extends keyof T>(
  fields: T,
  table: Readonly<Record<K, true>>,
): Defined<Pick<T, K>> {
  const given: { -readonly [P in K]?: Exclude<T[P], undefined> } = {};
  for (const name of namesOf(table)) copyDefined<Pick<T, K>, K>(fields, given, name);
  return given;
}

function copyDefined<T extends object, K extends keyof T>(
  from: T,
  to: { -readonly [P in keyof T]?: Exclude<T[P], undefined> },
  name: K,
): void {
  const value = from[name];
  if (isDefined(value)) to[name] = value;
}

function isDefined<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}

/** Object.keys with the names typed; a value of type T may at run time have more names, and those are copied too. */
function namesOf<T extends object>(fields: T): (keyof T)[] {
  return Object.keys(fields) as (keyof T)[];
}
