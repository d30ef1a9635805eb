/** Whether a person can sign in, as a word. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { StateWord } from '../../components/state-word.tsx';

export type Person = Answered<'readUser'>;

export function PersonState({ person }: { readonly person: Person }) {
  if (person.disabled) return <StateWord state="quiet">Disabled</StateWord>;
  if (person.external_subject !== undefined) return <StateWord state="good">From your sign-in program</StateWord>;
  if (!person.has_password) return <StateWord state="attention">No password</StateWord>;
  return <StateWord state="good">{person.admin ? 'Admin' : 'Can sign in'}</StateWord>;
}
