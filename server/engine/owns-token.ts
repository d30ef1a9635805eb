/** Whether a token was issued to the client that presents it. A service account may bear an application's name: the kind counts too. */
import type { Client } from './client-auth/client-auth.ts';
import type { LiveToken } from './tokens/lookup.ts';

export function ownsToken(client: Client, { subject, client_id }: LiveToken): boolean {
  if (subject.kind === 'service_account') {
    return client.kind === 'service_account' && client.account.id === subject.account.id;
  }
  return isApplication(client, client_id);
}

/** Refresh tokens are an application's alone. */
export function isApplication(client: Client, client_id: string): boolean {
  return client.kind === 'application' && client.application.client_id === client_id;
}
