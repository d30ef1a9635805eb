/** What some products write before tokens and codes, so that whoever finds one in a file knows whose it is. */
import type { PrefixedKind } from '../../spec/dialect-traits.ts';
import type { DialectName } from '../../spec/vocabulary.ts';
import type { Context } from '../context.ts';

/** `value` as applications of `dialect` get it. It is looked up, and on record, under all of its characters. */
export function prefixed(
  kind: PrefixedKind,
  value: string,
  dialect: DialectName,
  { traits }: Pick<Context, 'traits'>,
): string {
  return `${traits[dialect]?.prefixes?.[kind] ?? ''}${value}`;
}
