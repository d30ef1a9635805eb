/**
 * The choices of a field out of the values of a schema's enum, so that the form offers what the server takes, in the same
 * order. The compiler asks for the words of every value:
 *
 *     const WAYS = choicesOf(schema.options, { authorization_code: { label: 'Signing people in', hint: '…' }, … });
 *     { name: 'grant_types', kind: 'choices', choices: WAYS, … }
 */
import type { Choice } from './field.ts';

export type ChoiceWords = Omit<Choice, 'value'>;

export function choicesOf<V extends string>(
  values: readonly V[],
  words: Readonly<Record<V, ChoiceWords>>,
): readonly Choice[] {
  return values.map((value) => ({ value, ...words[value] }));
}
