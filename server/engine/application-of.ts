/** The application behind an authenticated client, where only an application will do. */
import { OAuthError } from '../spec/oauth-error.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Client } from './client-auth/client-auth.ts';

/** Throws unauthorized_client for a service account. RFC 6749 §5.2 */
export function applicationOf(client: Client): Application {
  if (client.kind === 'application') return client.application;
  throw new OAuthError('unauthorized_client', 'a service account can use the client_credentials grant alone');
}
