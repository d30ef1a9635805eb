/** The client's id and secret as form parameters. */
import { findApplication } from '../../directory/applications.ts';
import { hasSecret } from '../registered-secret.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const clientSecretPost: ClientAuthMethod = {
  name: 'client_secret_post',
  spec: 'RFC 6749 §2.3.1',
  advertised: 'client_secret_post',
  presented: ({ request }) => request.params.has('client_secret'),
  claimed: ({ request }) => request.params.get('client_id') ?? '',
  async run({ request }, cx) {
    const client_id = request.params.get('client_id');
    const client_secret = request.params.get('client_secret');
    if (client_id === undefined || client_secret === undefined) return undefined;
    const application = await findApplication(cx.store, client_id);
    if (!hasSecret(application, client_secret, cx.now)) return undefined;
    return { kind: 'application', application, method: 'client_secret_post' };
  },
};
