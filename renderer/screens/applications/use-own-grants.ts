/** The ways to a token of this office: those that are built in, and the grants that it has made for itself. */
import { useAnswer } from '../../api/use-answer.ts';
import type { FieldRow } from '../../forms/field.ts';

const MOST = '200';

/** `rows` with the office's own grants among the choices of grant_types. */
export function useOwnGrants(rows: readonly FieldRow[]): readonly FieldRow[] {
  const answer = useAnswer('listExtensionGrants', { query: { limit: MOST } });
  const own = answer.data?.value.items ?? [];
  if (own.length === 0) return rows;
  const choices = own.map(({ grant_type, name }) => {
    return { value: grant_type, label: name, hint: 'A grant of your own: a service of the office decides.' };
  });
  return rows.map((row) =>
    row.name === 'grant_types' ? { ...row, choices: [...(row.choices ?? []), ...choices] } : row,
  );
}
