/** The admin API as a protected resource: the name by which clients may ask for tokens that are meant for it alone. */
import { ADMIN_SCOPE } from '../directory/scopes.ts';
import { parseScope } from '../spec/scope.ts';
import type { Caller } from './client-auth/client-auth.ts';
import type { Context } from './context.ts';

/** RFC 9728 §1.2 */
export function adminResource({ urls }: Pick<Context, 'urls'>): string {
  return urls.page('/api/v1');
}

/** Whether a client could get a token that opens it; without the scope its name is nothing to it. */
export function mayNameAdminResource(client: Caller): boolean {
  if (client.kind === 'service_account') return client.account.admin;
  if (client.kind === 'person') return false;
  return parseScope(client.application.scope).includes(ADMIN_SCOPE);
}
