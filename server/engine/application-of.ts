/** The application behind an authenticated client, where only an application will do. */
import { OAuthError } from '../spec/oauth-error.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Caller } from './client-auth/client-auth.ts';

/** Throws unauthorized_client for a service account and for a program of a person. RFC 6749 §5.2 */
export function applicationOf(client: Caller): Application {
  if (client.kind === 'application') return client.application;
  throw new OAuthError('unauthorized_client', 'an app password can be used with the client_credentials grant alone');
}
