/** Clients written for what is mostly hosted elsewhere: Auth0 and Ory. */
import type { ClientLibrary } from './client-library.ts';

const ORY = 'flows/ory-clients.test.ts';
const ORY_TLS = 'flows/ory-over-tls.test.ts';
const SPA = 'e2e/auth0-spa-js.spec.ts';
const AUTH0_JS = 'e2e/auth0-js.spec.ts';
const AUTH0_WEB = 'e2e/auth0-web-applications.spec.ts';
const AUTH0 = 'flows/auth0-clients.test.ts';
const AUTH0_FORMS = 'flows/auth0-sign-in.test.ts';
const AUTH0_ACCOUNTS = 'flows/auth0-accounts.test.ts';
const AUTH0_POPUP = 'e2e/auth0-popup.spec.ts';
const AUTH0_EXCHANGE = 'e2e/auth0-exchange.spec.ts';
const AUTH0_JS_FORMS = 'e2e/auth0-js-sign-in.spec.ts';

export const CLIENTS_OF_HOSTED: readonly ClientLibrary[] = [
  {
    dialect: 'auth0',
    library: '@auth0/auth0-spa-js',
    calls: ['authorize', 'token', 'revoke', '/v2/logout'],
    tests: [
      [SPA, 'signs in by redirect, and renews in a frame'],
      [SPA, 'replaces its refresh token each time'],
      [SPA, 'signs out where the person says so'],
      [AUTH0_POPUP, 'auth0-spa-js signs in in a window of its own'],
      [AUTH0_EXCHANGE, 'auth0-spa-js signs a person in by an exchange'],
    ],
  },
  {
    dialect: 'auth0',
    library: 'auth0-js',
    calls: [
      'authorize',
      'jwks',
      'userinfo',
      '/v2/logout',
      '/passwordless/start',
      '/co/authenticate',
      '/dbconnections/signup',
    ],
    tests: [
      [AUTH0_JS, 'signs in by the implicit grant'],
      [AUTH0_JS_FORMS, 'a code from the mail, typed into'],
      [AUTH0_JS_FORMS, 'a password, typed into'],
      [AUTH0_POPUP, 'auth0-js signs in in a window of its own'],
    ],
  },
  {
    dialect: 'auth0',
    library: 'auth0',
    shown_as: 'auth0 4, as auth0 7 hands it on (auth0/legacy)',
    calls: [
      'token',
      'par',
      'revoke',
      'jwks',
      '/passwordless/start',
      '/dbconnections/signup',
      '/dbconnections/change_password',
    ],
    tests: [
      [AUTH0_FORMS, 'has a code sent, and signs the person in'],
      [AUTH0_ACCOUNTS, 'makes a person an account'],
      [AUTH0_ACCOUNTS, 'sends a link to a new password'],
      [AUTH0_EXCHANGE, 'auth0-spa-js and auth0 (node) exchange a token'],
      [AUTH0, 'acts for itself at an API'],
      [AUTH0, 'sends its request ahead'],
      [AUTH0, 'refreshes, gives the refresh token back'],
    ],
  },
  {
    dialect: 'auth0',
    library: '@auth0/auth0-auth-js',
    calls: ['openid-configuration', 'par', 'authorize', 'token', 'jwks', 'end-session'],
    tests: [
      ['flows/auth0-auth-js.test.ts', 'signs a person in and refreshes'],
      ['flows/auth0-auth-js.test.ts', 'does so by a request that is sent ahead'],
      ['flows/auth0-auth-js.test.ts', 'acts for itself at an API'],
      ['flows/auth0-auth-js.test.ts', 'knows where people sign out'],
    ],
  },
  {
    dialect: 'auth0',
    known_as: 'a device’s requests',
    calls: ['device-authorization', 'device-verification', 'token'],
    tests: [[AUTH0, 'shows a code that somebody types at /activate']],
  },
  {
    dialect: 'auth0',
    library: 'express-openid-connect',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'end-session', '/v2/logout'],
    tests: [[AUTH0_WEB, 'express-openid-connect signs a person in', 'express-openid-connect signs a person in']],
  },
  {
    dialect: 'auth0',
    library: '@auth0/nextjs-auth0',
    calls: ['openid-configuration', 'par', 'authorize', 'token', 'jwks', 'end-session'],
    tests: [[AUTH0_WEB, '@auth0/nextjs-auth0 signs a person in']],
  },
  {
    dialect: 'auth0',
    library: '@auth/core',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks'],
    tests: [[AUTH0_WEB, '@auth/core signs a person in by its Auth0 provider']],
  },
  {
    dialect: 'ory',
    library: '@ory/client',
    calls: [
      'openid-configuration',
      'authorize',
      'token',
      'userinfo',
      'revoke',
      'end-session',
      'device-authorization',
      'device-verification',
      'register',
      '/version',
    ],
    tests: [
      [ORY, 'signs somebody in, reads userinfo, renews, revokes and signs out'],
      [ORY, 'lets a device in'],
      [ORY, '@ory/client registers, reads, replaces and removes a client of its own'],
      [ORY_TLS, '@ory/client signs somebody in, renews, asks about the token and gives it back'],
    ],
  },
  {
    dialect: 'ory',
    library: '@ory/client',
    calls: [
      '/admin/clients',
      '/admin/clients/{id}',
      '/admin/clients/{id}/lifespans',
      '/admin/clients/{id}/secrets/rotate',
    ],
    tests: [
      ['flows/ory-admin-clients.test.ts', 'is created, works, is seen without its secret'],
      ['flows/ory-admin-clients.test.ts', 'is changed by JSON Patch, all of it or nothing'],
    ],
  },
  {
    dialect: 'ory',
    library: '@ory/client',
    calls: [
      '/admin/oauth2/introspect',
      '/admin/oauth2/tokens',
      '/admin/oauth2/auth/sessions/consent',
      '/admin/oauth2/auth/sessions/login',
      '/admin/keys/{set}',
      '/admin/trust/grants/jwt-bearer/issuers',
    ],
    tests: [
      ['flows/ory-admin.test.ts', 'tells all that a resource server of Ory’s reads'],
      ['flows/ory-admin.test.ts', 'is listed by client, and ends by client, by its id, or all at once'],
    ],
  },
  {
    dialect: 'ory',
    known_as: '[a login and consent program](test/support/login-and-consent.ts) with @ory/client',
    calls: [
      ...['login', 'consent', 'logout'].flatMap((kind) =>
        ['', '/accept', '/reject'].map((verb) => `/admin/oauth2/auth/requests/${kind}${verb}` as const),
      ),
      '/admin/oauth2/auth/requests/device/accept',
    ],
    tests: [
      ['flows/ory-sign-in-program.test.ts', 'the program is told what is asked, and its own person signs in'],
      ['e2e/ory-sign-in-program.spec.ts', 'a person of the office’s own signs in, comes again unasked, and signs out'],
      ['e2e/ory-sign-in-program.spec.ts', 'a no at either page reaches the application'],
      ['e2e/ory-sign-in-program.spec.ts', 'a device is let in by way of the office’s own pages'],
      ['flows/ory-known-people.test.ts', 'gets in silently, through the program; others hear why not'],
      ['flows/ory-fixed-key.test.ts', 'goes on when every access token from before has ended'],
    ],
  },
  {
    dialect: 'ory',
    library: 'openid-client',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'userinfo', 'revoke', 'end-session'],
    tests: [
      [ORY, 'openid-client discovers it, signs in, reads userinfo'],
      [ORY_TLS, 'openid-client discovers it without being told that http will do'],
    ],
  },
  {
    dialect: 'ory',
    library: '@auth/core',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks'],
    tests: [[ORY, '@auth/core signs a person in by its Ory Hydra provider']],
  },
];
