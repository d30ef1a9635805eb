/** Whether a request would lead to a token that opens the admin API: such a one is asked for anew each time, of somebody fresh. */
import { ADMIN_SCOPE } from '../../directory/scopes.ts';
import type { Pending } from './pending.ts';

/** Who is no admin is refused without a question. */
export function asksForAdmin({ request, signedIn }: Pick<Pending, 'request' | 'signedIn'>): boolean {
  return signedIn?.user.admin === true && request.scope.includes(ADMIN_SCOPE);
}
