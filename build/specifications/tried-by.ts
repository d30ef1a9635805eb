/** Which tests try what serves a specification. A test is named by its file and by its own name, so that neither can go unseen. */

/**
 * The file, from `test/`, and the test's name in it, or enough of it. With `shown`, the second is only text that stands there:
 * where names are made from a table, or say little by themselves.
 */
export type TestName = readonly [file: string, name: string, shown?: string];

const [ENGINE, FLOWS] = ['engine', 'flows'];
/** A plan of the Foundation's makes its tests from a table. */
export const plan = (file: string, key: string): TestName => [
  `conformance/openid/${file}.test.ts`,
  `PLANS.${key}`,
  `the plan ${file}`,
];
const basicPlan = plan('basic', 'basic');
const hybridPlan = plan('hybrid', 'hybrid');
const implicitPlan = plan('implicit', 'implicit');
const inFront: TestName = [`${ENGINE}/response-types/in-front.test.ts`, 'brings what it names, in the fragment'];
const prompts: TestName = [`${ENGINE}/authorize/checks/prompt.test.ts`, 'is login_required where nobody is signed in'];
const wrongParameters: TestName = ['attacks/parameters.test.ts', 'takes neither the first nor the last of a parameter'];
const respond = (name: string): TestName => [`${ENGINE}/authorize/respond.test.ts`, name];
const claims: TestName = [`${ENGINE}/authorize/checks/claims.test.ts`, 'stands where it was asked for'];
const device: TestName = [`${FLOWS}/device.test.ts`, 'openid-client signs a person in who scans the address'];
const agent: TestName = [`${FLOWS}/oidc-agent.test.ts`, 'signs somebody in as a device'];
const par: TestName = [`${FLOWS}/extensions.test.ts`, 'sends its request ahead, and gets nowhere where it does not'];
const dpop: TestName = [`${FLOWS}/extensions.test.ts`, 'binds a public client’s tokens to a key'];
const certificates = (name: string): TestName => [`${FLOWS}/client-certificates.test.ts`, name];
const assistant: TestName = [`${FLOWS}/mcp.test.ts`, 'an assistant waits for the admin'];

/** Rows of tables, by the file in which they stand. */
export const TRIED_BY: Readonly<Record<string, readonly TestName[]>> = {
  'engine/endpoints/authorize': [basicPlan, wrongParameters],
  'engine/endpoints/par': [[`${ENGINE}/endpoints/par.test.ts`, 'gets a name that nobody can guess'], par],
  'engine/endpoints/token': [
    [`${ENGINE}/authenticate-client.test.ts`, 'burns no code: Basic that is wrong'],
    basicPlan,
  ],
  'engine/endpoints/device-authorization': [device, agent],
  'engine/endpoints/device-verification': [
    [`${ENGINE}/grants/device-code.test.ts`, 'only fills in a code that comes with the address'],
    agent,
  ],
  'engine/endpoints/introspect': [
    [`${ENGINE}/endpoints/introspect.test.ts`, 'is described to the application that holds it'],
    [`${FLOWS}/grants.test.ts`, 'has the token exchanged by the service in between'],
  ],
  'engine/endpoints/revoke': [
    [`${ENGINE}/endpoints/revoke.test.ts`, 'a refresh token ends everything of its authorization'],
    [`${FLOWS}/oidc-agent.test.ts`, 'gives all of it back'],
  ],
  'engine/endpoints/userinfo': [
    [`${ENGINE}/endpoints/userinfo.test.ts`, 'shows sub and what its scopes show, and no more'],
    basicPlan,
  ],
  'engine/endpoints/end-session': [
    [`${ENGINE}/endpoints/end-session.test.ts`, 'signs out and goes on to the registered address'],
    plan('rp-initiated-logout', 'rpInitiatedLogout'),
  ],
  'engine/endpoints/check-session': [
    [`${ENGINE}/session-state.test.ts`, 'is the salted hash of client_id, origin'],
    plan('session-management', 'sessionManagement'),
  ],
  'engine/endpoints/registration': [
    [`${ENGINE}/registration/register.test.ts`, 'open: it works at once, and discovery names the endpoint'],
    plan('dynamic', 'dynamic'),
  ],
  'engine/endpoints/jwks': [['keys/open-keyring.test.ts', 'verifies with jose against the JWKS'], assistant],
  'engine/endpoints/openid-configuration': [
    [`${ENGINE}/metadata.test.ts`, 'has what OpenID Connect Discovery 3 requires'],
    plan('config', 'config'),
  ],
  'engine/endpoints/oauth-authorization-server': [
    [`${ENGINE}/metadata.test.ts`, 'is the same at both addresses (RFC 8414 3)'],
    assistant,
  ],
  'engine/endpoints/oauth-protected-resource': [
    ['admin/protected-resource.test.ts', 'its metadata is found by the library'],
    assistant,
  ],
  'engine/endpoints/webfinger': [
    [`${FLOWS}/webfinger.test.ts`, 'leads from an account or an address of this host to the issuer'],
  ],

  'engine/grants/authorization-code': [
    [`${ENGINE}/grants/authorization-code.test.ts`, 'works once; the second time ends all'],
    ['attacks/codes-and-clients.test.ts', 'redeems a code once, even for forty'],
  ],
  'engine/grants/refresh-token': [
    [`${ENGINE}/grants/refresh-token.test.ts`, 'after the grace ends the whole family'],
    ['attacks/tokens.test.ts', 'gives the same successor to forty who refresh at once'],
  ],
  'engine/grants/client-credentials': [
    [`${ENGINE}/grants/client-credentials.test.ts`, 'gets an access token for itself'],
  ],
  'engine/grants/mail-code': [[`${ENGINE}/grants/mail-code.test.ts`, 'gets tokens for its person, once']],
  'engine/grants/device-code': [
    [`${ENGINE}/grants/device-code.test.ts`, 'signs the person in and gives the device tokens'],
    device,
    agent,
  ],
  'engine/grants/token-exchange': [
    [`${ENGINE}/grants/token-exchange.test.ts`, 'the error table (RFC 8693 §2.2.2)'],
    [`${FLOWS}/grants.test.ts`, 'has the token exchanged by the service in between'],
    [`${FLOWS}/client-libraries.test.ts`, 'has a token exchanged by the service in between'],
  ],
  'engine/grants/jwt-bearer': [
    [`${ENGINE}/grants/jwt-bearer.test.ts`, 'is a token for that person'],
    [`${FLOWS}/grants.test.ts`, 'brings what a trusted server vouches for, once'],
  ],
  'engine/grants/password': [
    [`${ENGINE}/grants/password.test.ts`, 'is not offered by an office that allows no legacy grants'],
    [`${FLOWS}/grants.test.ts`, 'openid-client signs in by password'],
  ],

  'engine/client-auth/client-secret-basic': [
    [`${ENGINE}/authenticate-client.test.ts`, 'by the secret that is being rotated out'],
    ['spec/basic-credentials.test.ts', 'has two readings where they differ'],
  ],
  'engine/client-auth/client-secret-post': [
    [`${ENGINE}/authenticate-client.test.ts`, 'burns no code: Basic that is wrong, then post that is right'],
  ],
  'engine/client-auth/client-secret-jwt': [
    [`${ENGINE}/client-assertions.test.ts`, 'proves who is calling, and is kept sealed'],
  ],
  'engine/client-auth/private-key-jwt': [
    [`${ENGINE}/client-assertions.test.ts`, 'an assertion signed with a registered key proves who is calling'],
    [`${FLOWS}/client-libraries.test.ts`, 'signs its request, names a single act in it'],
  ],
  'engine/client-auth/tls-client-auth': [certificates('proves who is calling by its subject')],
  'engine/client-auth/self-signed-tls-client-auth': [certificates('proves who is calling where it is the registered')],
  'engine/client-auth/app-password': [
    [`${ENGINE}/grants/client-credentials.test.ts`, 'signs in with username and app password'],
  ],
  'engine/client-auth/none': [[`${ENGINE}/authenticate-client.test.ts`, 'names itself']],

  'engine/response-types/code': [basicPlan],
  'engine/response-types/id-token': [inFront, implicitPlan],
  'engine/response-types/id-token-token': [inFront, implicitPlan],
  'engine/response-types/code-id-token': [inFront, hybridPlan],
  'engine/response-types/code-token': [inFront, hybridPlan],
  'engine/response-types/code-id-token-token': [inFront, hybridPlan],

  'engine/response-modes/query': [respond('query puts the answer into the query')],
  'engine/response-modes/fragment': [respond('fragment puts it into the fragment')],
  'engine/response-modes/form-post': [
    respond('form_post puts it into a form'),
    plan('form-post-basic', 'formPostBasic'),
  ],
  'engine/response-modes/web-message': [
    [`${FLOWS}/web-message.test.ts`, 'a popup hands over the code, a frame renews'],
    [`${ENGINE}/authorize/web-message.test.ts`, 'hands the answer to the origin of the redirect_uri'],
  ],

  'engine/authorize/checks/pushed-only': [par],
  'engine/authorize/checks/signed-only': [
    [`${ENGINE}/authorize/signed-only.test.ts`, 'must be signed: a plain request is refused by name'],
  ],
  'engine/authorize/checks/encrypted-response': [
    [`${ENGINE}/encrypted-responses.test.ts`, 'is signed and then encrypted to a key of the application, a code'],
  ],
  'engine/authorize/checks/repeated-parameters': [wrongParameters],
  'engine/authorize/checks/registration': [['attacks/parameters.test.ts', 'takes no description of an application']],
  'engine/authorize/checks/state': [['attacks/parameters.test.ts', 'brings a state back as it came']],
  'engine/authorize/checks/response-type': [
    [`${ENGINE}/response-types/in-front.test.ts`, 'is understood in any order of its words'],
  ],
  'engine/authorize/checks/response-mode': [respond('that is unknown or came twice is refused by query')],
  'engine/authorize/checks/nonce': [implicitPlan],
  'engine/authorize/checks/scope': [
    [`${ENGINE}/authorize/checks/scope.test.ts`, 'left out means what is registered'],
    ['attacks/parameters.test.ts', 'grants no scope beyond those that the application is registered for'],
  ],
  'engine/authorize/checks/audience': [
    [`${ENGINE}/resource-indicators.test.ts`, 'is for all APIs of the application where none is named'],
    [`${FLOWS}/extensions.test.ts`, 'gets tokens for some of the APIs, and for fewer at each step'],
    assistant,
  ],
  'engine/authorize/checks/authorization-details': [
    [`${ENGINE}/authorize/authorization-details.test.ts`, 'is read as a sentence with its particulars'],
    [`${FLOWS}/client-libraries.test.ts`, 'sends a signed request with a single act ahead'],
  ],
  'engine/authorize/checks/pkce': [
    [`${ENGINE}/authorize/checks/pkce.test.ts`, 'a public application must use it'],
    ['spec/pkce.test.ts', 'matches the challenge of RFC 7636 Appendix B'],
  ],
  'engine/authorize/checks/dpop-jkt': [
    [`${ENGINE}/dpop/dpop.test.ts`, 'that is bound to a key is redeemed with that key alone'],
    dpop,
  ],
  'engine/authorize/checks/prompt': [prompts, basicPlan],
  'engine/authorize/checks/max-age': [
    ['attacks/parameters.test.ts', 'takes max_age as a whole number of seconds'],
    basicPlan,
  ],
  'engine/authorize/checks/id-token-hint': [
    [`${ENGINE}/authorize/checks/id-token-hint.test.ts`, 'confirms the person who is signed in'],
    basicPlan,
  ],
  'engine/authorize/checks/claims': [claims, basicPlan],
  'engine/authorize/checks/acr': [
    [`${ENGINE}/authorize/checks/claims.test.ts`, 'that nobody can meet here is refused, before anybody'],
    basicPlan,
  ],
  'engine/authorize/checks/sub-claim': [
    [`${ENGINE}/authorize/checks/claims.test.ts`, 'lets that person through and nobody else'],
  ],

  'engine/authorize/interactions/select-account': [
    [`${ENGINE}/authorize/checks/prompt.test.ts`, 'select_account lets the person become somebody else'],
  ],
  'engine/authorize/interactions/login': [
    [`${ENGINE}/authorize/interactions/login.test.ts`, 'takes the right password and goes on'],
  ],
  'engine/authorize/interactions/device': [
    [`${ENGINE}/grants/device-code.test.ts`, 'takes no form that it did not draw for this browser'],
  ],
  'engine/authorize/interactions/consent': [
    [`${ENGINE}/authorize/interactions/consent.test.ts`, 'says who asks, for whom, for what'],
  ],
};
