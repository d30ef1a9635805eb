/** The client's id and secret in the Authorization header. */
import { findApplication, isPublic } from '../../directory/applications.ts';
import { hasSecret } from '../registered-secret.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const clientSecretBasic: ClientAuthMethod = {
  name: 'client_secret_basic',
  spec: 'RFC 6749 §2.3.1',
  advertised: 'client_secret_basic',
  presented: ({ basic }) => basic !== undefined,
  claimed: ({ basic }) => basic?.[0]?.client_id ?? '',
  async run({ request, basic = [] }, cx) {
    const named = request.params.get('client_id');
    for (const { client_id, client_secret } of basic) {
      if (named !== undefined && named !== client_id) continue;
      const application = await findApplication(cx.store, client_id);
      if (client_secret !== '') {
        if (hasSecret(application, client_secret, cx.now))
          return { kind: 'application', application, method: 'client_secret_basic' };
      } else if (application !== undefined && isPublic(application) && !application.disabled) {
        // Go's client sends an empty password where there is no secret. It proves nothing: a client_id was named, no more.
        return { kind: 'application', application, method: 'none' };
      }
    }
    return undefined;
  },
};
