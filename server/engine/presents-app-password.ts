/** Whether a request is a service account's: its username at the back channel, and nothing that another method would read. */
import type { EndpointRequest } from './wire.ts';

/** In other grants a `username` is a parameter like any other. */
export function presentsAppPassword({ authorization, params }: EndpointRequest): boolean {
  if (authorization !== undefined || params.has('client_secret') || !params.has('username')) return false;
  const grant_type = params.get('grant_type');
  return grant_type === 'client_credentials' || (grant_type === undefined && params.has('password'));
}

/**
 * The same at a token endpoint whose dialect signs people's programs and service accounts in by username: whoever names somebody
 * is answered about them and nobody else, whatever else comes along. Else a right secret would answer for a wrong password.
 */
export function namesSomebody({ params }: EndpointRequest): boolean {
  return params.has('username') && params.get('grant_type') === 'client_credentials';
}
