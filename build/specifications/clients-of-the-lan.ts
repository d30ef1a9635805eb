/** Clients written for what offices run themselves: authentik, Gitea, Forgejo and GitHub's own server. */
import type { ClientLibrary } from './client-library.ts';

const GITHUB = 'flows/github-clients.test.ts';
const FORGE = 'flows/forge-clients.test.ts';
const AUTHENTIK = 'flows/authentik.test.ts';

const forge = (dialect: 'gitea' | 'forgejo'): readonly ClientLibrary[] => [
  {
    dialect,
    library: 'openid-client',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'userinfo', 'introspect'],
    tests: [[FORGE, 'is discovered by openid-client']],
  },
  {
    dialect,
    library: '@auth/core',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks'],
    tests: [[FORGE, 'signs a person in by @auth/core']],
  },
  { dialect, library: 'arctic', calls: ['authorize', 'token'], tests: [[FORGE, 'signs in with arctic']] },
  {
    dialect,
    library: '@auth/core',
    calls: ['authorize', 'token', '/api/v1/user'],
    tests: [[FORGE, 'signs in with @auth/core']],
  },
  { dialect, library: 'simple-oauth2', calls: ['authorize', 'token'], tests: [[FORGE, 'signs in with simple-oauth2']] },
  {
    dialect,
    library: 'passport-oauth2',
    calls: ['authorize', 'token', '/api/v1/user'],
    tests: [['flows/forge-passport.test.ts', 'signs a person in with passport-oauth2']],
  },
  {
    dialect,
    library: 'gitea-js',
    calls: [
      '/api/v1/version',
      '/api/v1/user',
      '/api/v1/user/emails',
      '/api/v1/user/orgs',
      '/api/v1/user/teams',
      '/api/v1/user/applications/oauth2',
    ],
    tests: [[FORGE, 'asks with gitea-js who it is']],
  },
];

export const CLIENTS_OF_THE_LAN: readonly ClientLibrary[] = [
  {
    dialect: 'authentik',
    library: 'openid-client',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'userinfo', 'introspect', 'revoke', 'end-session'],
    tests: [[AUTHENTIK, 'discovers each application’s own issuer']],
  },
  {
    dialect: 'authentik',
    library: '@auth/core',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks'],
    tests: [[AUTHENTIK, '@auth/core signs a person in by its authentik provider']],
  },
  {
    dialect: 'authentik',
    library: 'passport-github2',
    calls: ['authorize', 'token', '/user', '/user/emails'],
    tests: [
      [
        'flows/authentik-github.test.ts',
        'passport-github2 signs a person in',
        'signs a person in by its own addresses',
      ],
    ],
  },
  ...forge('gitea'),
  {
    dialect: 'gitea',
    known_as: 'git-credential-oauth (Debian)',
    calls: ['authorize', 'token', '/api/v1/user'],
    tests: [['flows/git-credential-oauth.test.ts', 'git credential fill signs in by the browser']],
  },
  ...forge('forgejo'),
  {
    dialect: 'github',
    library: 'passport-github2',
    calls: ['authorize', 'token', '/api/v3/user', '/api/v3/user/emails'],
    tests: [['e2e/passport-github2.spec.ts', 'passport-github2 signs a person in']],
  },
  {
    dialect: 'github',
    library: 'passport-github',
    calls: ['authorize', 'token', '/api/v3/user', '/api/v3/user/emails'],
    tests: [[GITHUB, 'passport-github signs a person in']],
  },
  {
    dialect: 'github',
    library: '@auth/core',
    calls: ['authorize', 'token', '/api/v3/user'],
    tests: [['e2e/auth-core-github.spec.ts', '@auth/core signs a person in by its GitHub provider']],
  },
  {
    dialect: 'github',
    library: 'simple-oauth2',
    calls: ['authorize', 'token'],
    tests: [[GITHUB, "'simple-oauth2 gets a token", 'gets a token, its secret in the header and in the body']],
  },
  {
    dialect: 'github',
    known_as: 'Drone’s requests, and oauth2-proxy’s',
    calls: ['authorize', 'token', '/api/v3/user/teams'],
    tests: [[GITHUB, 'Drone’s way']],
  },
  {
    dialect: 'github',
    known_as: 'gh’s requests',
    calls: ['device-authorization', 'device-verification', 'token', '/api/v3/'],
    tests: [[GITHUB, 'gh’s way']],
  },
];
