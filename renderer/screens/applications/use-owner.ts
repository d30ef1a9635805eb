/** The person who registered an application, as far as it is a person's: somebody who is away holds it up. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { RequestRefused } from '../../api/problem.ts';
import { useAnswer } from '../../api/use-answer.ts';
import type { Application } from './application-answer.ts';

type User = Answered<'readUser'>;

export type Owner =
  | { readonly kind: 'office' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'person'; readonly user: User };

export function useOwner({ owner_id }: Application): Owner {
  const { data, error } = useAnswer('readUser', { path: { id: owner_id ?? '' } }, { enabled: owner_id !== undefined });
  if (owner_id === undefined) return { kind: 'office' };
  if (error instanceof RequestRefused && error.problem === 'not_found') return { kind: 'gone' };
  return data === undefined ? { kind: 'unknown' } : { kind: 'person', user: data.value };
}

/** Whether nobody can sign in to it because of whose it is. */
export function isAway(owner: Owner): boolean {
  return owner.kind === 'gone' || (owner.kind === 'person' && owner.user.disabled);
}
