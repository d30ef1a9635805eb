/** A JWT that the application signed with its own key: nothing that it keeps secret ever travels. */
import { findApplication } from '../../directory/applications.ts';
import { acceptedFrom, CLIENT_SIGNING_ALGORITHMS } from '../../keys/verify-by-client.ts';
import { verifyByItsKeys } from '../client-signature.ts';
import {
  claimedByAssertion,
  isMac,
  judgeAssertion,
  presentsAssertion,
  readAssertion,
} from './assertions/judge-assertion.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const privateKeyJwt: ClientAuthMethod = {
  name: 'private_key_jwt',
  spec: 'RFC 7523 §2.2',
  advertised: 'private_key_jwt',
  signing_algorithms: CLIENT_SIGNING_ALGORITHMS,
  presented: ({ request }) => presentsAssertion(request) && !isMac(request),
  claimed: ({ request }) => claimedByAssertion(request),
  async run({ request }, cx) {
    const read = readAssertion(request);
    if ('why' in read) return { kind: 'nobody', why: read.why };
    const application = await findApplication(cx.store, claimedByAssertion(request));
    if (application === undefined || application.disabled)
      return { kind: 'nobody', why: 'there is no such application' };
    const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg } = application;
    if (method !== 'private_key_jwt') return { kind: 'nobody', why: `the application is registered for ${method}` };
    const signed = await verifyByItsKeys(read.jwt, application, acceptedFrom(alg), cx);
    if (signed.kind === 'refused') {
      const { why, unread } = signed;
      return { kind: 'nobody', why: `the assertion ${why}`, ...(unread === undefined ? {} : { because: unread }) };
    }
    const why = await judgeAssertion(signed.payload, application, cx);
    if (why !== undefined) return { kind: 'nobody', why: `of the assertion ${why}` };
    return { kind: 'application', application, method: 'private_key_jwt' };
  },
};
