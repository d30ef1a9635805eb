/**
 * Whether a password alone proves enough, where nobody can be asked for anything more. This is the one place: whoever has a
 * second factor is to be refused here, and so is whatever the sign-in page would ask more for.
 */
import { ADMIN_SCOPE } from './scopes.ts';

/** Rights over the office are asked for on a page, of somebody who has just proved who they are. */
export function passwordSuffices(scope: readonly string[]): boolean {
  return !scope.includes(ADMIN_SCOPE);
}
