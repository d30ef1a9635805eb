/** The native dialect: OpenID Connect by the book, at /oauth2/. */
import type { Dialect } from './dialect.ts';

export const native: Dialect = {
  name: 'native',
  paths: {
    authorize: ['/oauth2/authorize'],
    par: ['/oauth2/par'],
    token: ['/oauth2/token'],
    'device-authorization': ['/oauth2/device_authorization'],
    'device-verification': ['/device'],
    userinfo: ['/oauth2/userinfo'],
    jwks: ['/oauth2/jwks'],
    introspect: ['/oauth2/introspect'],
    revoke: ['/oauth2/revoke'],
    'end-session': ['/oauth2/logout'],
    'check-session': ['/oauth2/check-session'],
    register: ['/oauth2/register'],
    'openid-configuration': ['/.well-known/openid-configuration'],
    'oauth-authorization-server': ['/.well-known/oauth-authorization-server'],
    'oauth-protected-resource': ['/.well-known/oauth-protected-resource/api/v1'],
    webfinger: ['/.well-known/webfinger'],
  },
  issuer: (origin) => origin,
  asks_for: [
    { label: 'Issuer, or provider URL', value: 'issuer', wire: 'issuer' },
    { label: 'Client id', value: 'client_id', wire: 'client_id' },
    { label: 'Secret', value: 'client_secret', wire: 'client_secret' },
    { label: 'Scopes', value: 'scope', wire: 'scope' },
  ],
  application_defaults: {},
};
