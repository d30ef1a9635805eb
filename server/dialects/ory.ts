/**
 * Ory's OAuth and OpenID Connect, as Hydra and Ory Network speak it: paths below /oauth2/, redirects by 303, `offline` for
 * offline_access, tokens that say at their beginning what they are, and Ory's sentences in refusals. Its admin API is a facade.
 */
import type { Dialect } from './dialect.ts';
import { refuse, refuseUserinfo } from './translations/ory-refusals.ts';
import { readRequest, spellDiscovery, spellRegistration, spellTokens } from './translations/ory-wire.ts';

export const ory: Dialect = {
  name: 'ory',
  paths: {
    authorize: ['/oauth2/auth'],
    token: ['/oauth2/token'],
    'device-authorization': ['/oauth2/device/auth'],
    'device-verification': ['/oauth2/device/verify'],
    userinfo: ['/userinfo'],
    jwks: ['/.well-known/jwks.json'],
    revoke: ['/oauth2/revoke'],
    'end-session': ['/oauth2/sessions/logout'],
    register: ['/oauth2/register', '/oauth2/register/{application}'],
    'openid-configuration': ['/.well-known/openid-configuration'],
    'oauth-authorization-server': ['/.well-known/oauth-authorization-server'],
  },
  issuer: (origin) => origin,
  asks_for: [
    {
      label: 'Ory URL, or issuer',
      value: 'issuer',
      wire: 'basePath',
      help: 'Where it asks for one address alone: of Hydra’s public API, of its admin API, or of the Ory Network project.',
    },
    { label: 'OpenID Connect discovery URL', value: 'discovery' },
    {
      label: 'client_id',
      value: 'client_id',
      wire: 'clientId',
      help: 'Ory’s own library calls it username, and the secret password.',
    },
    { label: 'client_secret', value: 'client_secret', wire: 'clientSecret' },
    { label: 'Authorization URL', value: { endpoint: 'authorize' } },
    { label: 'Token URL', value: { endpoint: 'token' } },
    { label: 'Userinfo URL', value: { endpoint: 'userinfo' } },
    { label: 'JWKS URL', value: { endpoint: 'jwks' } },
    { label: 'Logout URL', value: { endpoint: 'end-session' } },
    { label: 'scope', value: 'scope', help: 'It may write offline for offline_access.' },
    {
      label: 'Admin URL',
      value: 'origin',
      wire: 'basePath',
      help: 'Only for programs that manage clients, look at tokens or sign people in. As accessToken, or Ory API key, they take the app password of a service account that may do so.',
    },
    {
      label: 'Introspection URL',
      value: { path: '/admin/oauth2/introspect' },
      help: 'With the app password of a service account that is an admin, as a Bearer token. Better: /oauth2/introspect here, where an API proves itself by a client id and secret of its own.',
    },
  ],
  // Hydra asks nobody for a code_challenge unless it is told to.
  application_defaults: {
    grant_types: ['authorization_code', 'refresh_token'],
    require_pkce: false,
    scope: 'openid profile email groups offline_access',
  },
  scope_claims: [{ name: 'profile', claims: { username: 'user.username' } }],
  prefixes: {
    access_token: 'ory_at_',
    refresh_token: 'ory_rt_',
    authorization_code: 'ory_ac_',
    device_code: 'ory_dc_',
  },
  shortest_state: 8,
  client_auth: 'registered',
  audience: 'prefix',
  hands_over: true,
  access_token_claims: ({ scope, extra }) => ({ scp: [...scope], ext: extra }),
  reads: {
    authorize: readRequest,
    'device-authorization': readRequest,
    token: readRequest,
    register: (params, whose) => (whose === undefined ? params : params.with({ client_id: whose.client_id })),
  },
  writes: {
    authorize: (answer) => (answer.kind === 'redirect' ? { ...answer, status: 303 } : answer),
    token: spellTokens,
    register: spellRegistration,
    'openid-configuration': spellDiscovery,
    'oauth-authorization-server': spellDiscovery,
  },
  refuses: {
    token: refuse,
    'device-authorization': refuse,
    revoke: refuse,
    userinfo: refuseUserinfo,
  },
};
