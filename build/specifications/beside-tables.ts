/**
 * What specifications ask for beyond rows of tables: the file in which it is done, which has to cite the specification, and the
 * tests that try it.
 */
import { plan, type TestName } from './tried-by.ts';

export interface Beside {
  readonly specification: string;
  /** From `server/`. */
  readonly served_by: string;
  readonly tests: readonly TestName[];
}

const assistant = (name: string): TestName => ['flows/mcp.test.ts', name];

export const BESIDE_TABLES: readonly Beside[] = [
  {
    specification: 'RFC 6749',
    served_by: 'engine/extension/extension-grant.ts',
    tests: [['admin/extension-grants.test.ts', 'an application gets a token for whom the service names']],
  },
  {
    specification: 'RFC 6750',
    served_by: 'engine/bearer-token.ts',
    tests: [['engine/endpoints/userinfo.test.ts', 'is not read from a query, nor from two places']],
  },
  {
    specification: 'RFC 7515',
    served_by: 'keys/jws.ts',
    tests: [['keys/jws.test.ts', 'is refused when any part was tampered with']],
  },
  {
    specification: 'RFC 7516',
    served_by: 'keys/jwe.ts',
    tests: [
      ['engine/authorize/encrypted-request-object.test.ts', 'opens by the key that was published before a rotation'],
      ['engine/encrypted-answers.test.ts', 'wraps the signed ID token and the signed userinfo'],
    ],
  },
  {
    specification: 'RFC 7518',
    served_by: 'keys/algorithms.ts',
    tests: [['keys/algorithms.test.ts', 'signs text and bytes alike, and jose verifies']],
  },
  {
    specification: 'RFC 7519',
    served_by: 'keys/encrypt-for-client.ts',
    tests: [['engine/encrypted-answers.test.ts', 'wraps the signed ID token and the signed userinfo']],
  },
  {
    specification: 'RFC 7521',
    served_by: 'engine/client-auth/assertions/judge-assertion.ts',
    tests: [['engine/client-assertions.test.ts', 'twice at once: of twenty, one is first']],
  },
  {
    specification: 'RFC 7592',
    served_by: 'engine/registration/manage.ts',
    tests: [
      ['engine/registration/manage.test.ts', 'replaces everything: what is left out is taken back'],
      ['flows/oidc-agent.test.ts', 'gives all of it back'],
    ],
  },
  {
    specification: 'RFC 7638',
    served_by: 'keys/algorithms.ts',
    tests: [['keys/algorithms.test.ts', 'named by its RFC 7638 thumbprint']],
  },
  {
    specification: 'RFC 7800',
    served_by: 'spec/confirmation.ts',
    tests: [['engine/dpop/dpop.test.ts', 'is bound to its key: in the answer, in introspection']],
  },
  {
    specification: 'RFC 8037',
    served_by: 'keys/algorithms.ts',
    tests: [['keys/algorithms.test.ts', 'ES256 and EdDSA answer at once']],
  },
  {
    specification: 'RFC 8252',
    served_by: 'spec/redirect-uri.ts',
    tests: [
      ['flows/native-applications.test.ts', 'the browser finds back'],
      ['flows/native-applications.test.ts', 'a page says why, and nobody is sent on'],
    ],
  },
  {
    specification: 'RFC 8705',
    served_by: 'engine/presented-token.ts',
    tests: [['flows/client-certificates.test.ts', 'opens userinfo with that certificate, and with nothing else']],
  },
  {
    specification: 'RFC 8707',
    served_by: 'engine/api-terms.ts',
    tests: [['engine/api-terms.test.ts', 'of APIs that differ, one is asked for at a time']],
  },
  {
    specification: 'RFC 8707',
    served_by: 'engine/open-apis.ts',
    tests: [
      ['engine/open-apis.test.ts', 'is refused every other API, and this one when an admin takes it back'],
      assistant('an assistant signs somebody in for whichever API any application may ask for'),
    ],
  },
  {
    specification: 'RFC 8725',
    served_by: 'keys/verify-by-client.ts',
    tests: [['keys/verify-by-client.test.ts', 'a MAC under the public key']],
  },
  {
    specification: 'RFC 9068',
    served_by: 'engine/tokens/access-token.ts',
    tests: [
      ['engine/tokens/signed-tokens.test.ts', 'an access token is an RFC 9068 JWT that verifies'],
      assistant('a token for one API is refused by the other, whichever way it is checked'),
    ],
  },
  {
    specification: 'RFC 9101',
    served_by: 'engine/authorize/open-request-object.ts',
    tests: [
      ['engine/authorize/open-request-object.test.ts', 'alone counts: what stands beside it was anybody’s to write'],
      ['conformance/openid/oauth4webapi.test.ts', 'signs its request, takes a hybrid answer apart'],
      ['flows/client-libraries.test.ts', 'signs its request, names a single act in it'],
    ],
  },
  {
    specification: 'RFC 9126',
    served_by: 'engine/authorize/pushed-request.ts',
    tests: [['engine/endpoints/par.test.ts', 'survives a reload of the sign-in page']],
  },
  {
    specification: 'RFC 9207',
    served_by: 'engine/authorize/respond.ts',
    tests: [['engine/authorize/respond.test.ts', 'is the issuer of discovery, in answers and refusals alike']],
  },
  {
    specification: 'RFC 9449',
    served_by: 'engine/dpop/judge-proof.ts',
    tests: [
      ['engine/dpop/dpop.test.ts', 'that was used before, one after the other and twenty at once'],
      ['flows/extensions.test.ts', 'binds a public client’s tokens to a key from the first request to the last'],
    ],
  },
  {
    specification: 'RFC 9470',
    served_by: 'admin/confirmed.ts',
    tests: [
      ['admin/lifetimes.test.ts', 'does what is grave where they signed in %s', 'grave acts want a fresh sign-in'],
    ],
  },
  {
    specification: 'RFC 9700',
    served_by: 'engine/allowed.ts',
    tests: [['engine/one-door.test.ts', 'no grant and no response type is without a row here']],
  },
  {
    specification: 'RFC 9701',
    served_by: 'engine/introspection-jwt.ts',
    tests: [
      ['engine/endpoints/introspect-jwt.test.ts', 'says in a JWT what it says in JSON, to whoever asks for one'],
      ['flows/extensions.test.ts', 'asks for a nonce, then for a token that is bound to its key'],
    ],
  },
  {
    specification: 'RFC 9864',
    served_by: 'keys/verify-by-client.ts',
    tests: [
      ['keys/verify-by-client.test.ts', 'one algorithm with two names (RFC 9864)'],
      ['flows/client-libraries.test.ts', 'discovery names Ed25519 beside EdDSA'],
    ],
  },
  {
    specification: 'OIDC Registration',
    served_by: 'engine/registration/read-metadata.ts',
    tests: [plan('dynamic', 'dynamic')],
  },
  {
    specification: 'OIDC Back-Channel Logout',
    served_by: 'jobs/deliver-logouts.ts',
    tests: [
      plan('backchannel-logout', 'backchannelLogout'),
      ['flows/sign-out-told.test.ts', 'what was not told when Lanyard was killed is told when it is there again'],
    ],
  },
  {
    specification: 'OIDC Front-Channel Logout',
    served_by: 'engine/front-channel-logout.ts',
    tests: [plan('frontchannel', 'frontChannel')],
  },
  {
    specification: 'OAuth Client ID Metadata Document',
    served_by: 'engine/authorize/find-application-asked.ts',
    tests: [
      ['engine/authorize/metadata-document.test.ts', 'gives way to what stands there later'],
      assistant('an assistant waits for the admin, signs somebody in, calls tools and refreshes'),
    ],
  },
  {
    specification: 'JARM',
    served_by: 'engine/authorize/sign-response.ts',
    tests: [
      ['engine/authorize/sign-response.test.ts', 'tells a refusal as well, of the request and of the person'],
      ['flows/extensions.test.ts', 'takes the answer out of a signed JWT'],
    ],
  },
  {
    specification: 'GitHub OAuth',
    served_by: 'dialects/github.ts',
    tests: [
      ['dialects/github.test.ts', 'needs no response_type, no code_challenge and no redirect_uri'],
      ['flows/device.test.ts', 'speaks to a device as GitHub does'],
    ],
  },
];
