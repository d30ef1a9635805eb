/** The client's id and secret in the Authorization header. */
import { findApplication, isPublic } from '../../directory/applications.ts';
import { readBasicCredentials } from '../../spec/basic-credentials.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import type { ClientAuthMethod } from './client-auth.ts';
import { findBySecret } from '../registered-secret.ts';

export const clientSecretBasic: ClientAuthMethod = {
  name: 'client_secret_basic',
  spec: 'RFC 6749 §2.3.1',
  advertised: 'client_secret_basic',
  presented: (request) => readBasicCredentials(request.authorization) !== undefined,
  claimed: (request) => readBasicCredentials(request.authorization)?.[0]?.client_id ?? '',
  async run(request, cx) {
    const named = request.params.get('client_id');
    for (const reading of readBasicCredentials(request.authorization) ?? []) {
      if (named !== undefined && named !== reading.client_id) continue;
      const empty = reading.client_secret === '';
      const application = empty ? await findPublic(reading.client_id, cx) : await findBySecret(reading, cx);
      // An empty password proves nothing: whoever sends it has no more than named a client_id.
      const method = empty ? 'none' : 'client_secret_basic';
      if (application !== undefined) return { kind: 'application', application, method };
    }
    return undefined;
  },
};

/** Go's client sends Basic with an empty password for an application without a secret. */
async function findPublic(client_id: string, cx: Context): Promise<Application | undefined> {
  const application = await findApplication(cx.store, client_id);
  return application !== undefined && isPublic(application) && !application.disabled ? application : undefined;
}
