/** Two people changed the same thing: which fields each of them changed, and what comes out of a choice between them. Pure. */
import { sameValue } from './codecs.ts';
import type { FieldRow, FieldValue, FieldValues } from './field.ts';

export interface Difference {
  readonly row: FieldRow;
  readonly before: FieldValue | undefined;
  readonly theirs: FieldValue | undefined;
  readonly mine: FieldValue | undefined;
  /** Both changed it, and not to the same. */
  readonly contested: boolean;
}

/** The fields that the other person changed, from what both started with. */
export function differences(
  rows: readonly FieldRow[],
  base: FieldValues,
  theirs: FieldValues,
  mine: FieldValues,
): readonly Difference[] {
  return rows.flatMap((row) => {
    const { name } = row;
    if (sameValue(base[name], theirs[name])) return [];
    const contested = !sameValue(base[name], mine[name]) && !sameValue(mine[name], theirs[name]);
    return [{ row, before: base[name], theirs: theirs[name], mine: mine[name], contested }];
  });
}

/** Theirs, with what only I changed, and of the contested fields those that are in `keep` as I have them. */
export function merged(
  rows: readonly FieldRow[],
  base: FieldValues,
  theirs: FieldValues,
  mine: FieldValues,
  keep: ReadonlySet<string>,
): FieldValues {
  const pick = ({ name }: FieldRow): FieldValue | undefined => {
    if (sameValue(base[name], mine[name])) return theirs[name];
    if (sameValue(base[name], theirs[name])) return mine[name];
    return keep.has(name) ? mine[name] : theirs[name];
  };
  return Object.fromEntries(
    rows.flatMap((row) => {
      const value = pick(row);
      return value === undefined ? [] : [[row.name, value]];
    }),
  );
}
