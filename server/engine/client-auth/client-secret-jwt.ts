/** A JWT that the application signed with its secret, which so never travels. The secret is kept sealed for it. */
import { findApplication } from '../../directory/applications.ts';
import { openSecrets } from '../../directory/client-secrets.ts';
import { headerOfJws, verifyBySecret } from '../../keys/verify-by-client.ts';
import {
  claimedByAssertion,
  isMac,
  judgeAssertion,
  presentsAssertion,
  readAssertion,
} from './assertions/judge-assertion.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const clientSecretJwt: ClientAuthMethod = {
  name: 'client_secret_jwt',
  spec: 'OIDC Core §9',
  advertised: 'client_secret_jwt',
  signing_algorithms: ['HS256'],
  presented: ({ request }) => presentsAssertion(request) && isMac(request),
  claimed: ({ request }) => claimedByAssertion(request),
  async run({ request }, cx) {
    const read = readAssertion(request);
    if ('why' in read) return { kind: 'nobody', why: read.why };
    const application = await findApplication(cx.store, claimedByAssertion(request));
    if (application === undefined || application.disabled)
      return { kind: 'nobody', why: 'there is no such application' };
    const { token_endpoint_auth_method: method } = application;
    if (method !== 'client_secret_jwt') return { kind: 'nobody', why: `the application is registered for ${method}` };
    if (headerOfJws(read.jwt)?.['alg'] !== 'HS256')
      return { kind: 'nobody', why: 'the assertion has an alg that is not accepted' };
    const unseal = (sealed: string) => cx.secrets.unseal('client-secret', sealed);
    for (const secret of openSecrets(application, unseal, cx.now)) {
      const claims = await verifyBySecret(read.jwt, secret);
      if (claims === undefined) continue;
      const why = await judgeAssertion(claims, application, cx);
      if (why !== undefined) return { kind: 'nobody', why: `of the assertion ${why}` };
      return { kind: 'application', application, method: 'client_secret_jwt' };
    }
    return { kind: 'nobody', why: 'the assertion was not signed with the secret of the application' };
  },
};
