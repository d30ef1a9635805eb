/** The client's id and secret as form parameters. */
import type { ClientAuthMethod } from './client-auth.ts';
import { findBySecret } from '../registered-secret.ts';

export const clientSecretPost: ClientAuthMethod = {
  name: 'client_secret_post',
  spec: 'RFC 6749 §2.3.1',
  advertised: 'client_secret_post',
  presented: (request) => request.params.has('client_secret'),
  claimed: (request) => request.params.get('client_id') ?? '',
  async run(request, cx) {
    const client_id = request.params.get('client_id');
    const client_secret = request.params.get('client_secret');
    if (client_id === undefined || client_secret === undefined) return undefined;
    const application = await findBySecret({ client_id, client_secret }, cx);
    return application && { kind: 'application', application, method: 'client_secret_post' };
  },
};
