/** Which unmodified clients are tried with the dialect that they were written for, what each of them calls, and in which tests. */
import type { DialectName, EndpointName } from '../../server/spec/vocabulary.ts';
import type { TestName } from './tried-by.ts';

export interface ClientLibrary {
  readonly dialect: DialectName;
  /** As tests import it from npm. */
  readonly library?: string;
  /** For one that is no package of npm's: its name, and where it is from. */
  readonly known_as?: string;
  /** Endpoints, and REST calls by their path. */
  readonly calls: readonly (EndpointName | `/${string}`)[];
  readonly tests: readonly TestName[];
}

const GITHUB = 'flows/github-clients.test.ts';
const FORGE = 'flows/forge-clients.test.ts';
const ORY = 'flows/ory-clients.test.ts';
const AUTHENTIK = 'flows/authentik.test.ts';

const forge = (dialect: 'gitea' | 'forgejo'): readonly ClientLibrary[] => [
  {
    dialect,
    library: 'openid-client',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'userinfo', 'introspect'],
    tests: [[FORGE, 'is discovered by openid-client']],
  },
  { dialect, library: 'arctic', calls: ['authorize', 'token'], tests: [[FORGE, 'signs in with arctic']] },
  { dialect, library: 'simple-oauth2', calls: ['authorize', 'token'], tests: [[FORGE, 'signs in with simple-oauth2']] },
  {
    dialect,
    library: 'gitea-js',
    calls: ['/api/v1/user', '/api/v1/user/applications/oauth2'],
    tests: [[FORGE, 'asks with gitea-js who it is']],
  },
];

export const CLIENT_LIBRARIES: readonly ClientLibrary[] = [
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
    library: 'openid-client',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks', 'userinfo', 'revoke', 'end-session'],
    tests: [[ORY, 'openid-client discovers it, signs in, reads userinfo']],
  },
  {
    dialect: 'ory',
    library: '@auth/core',
    calls: ['openid-configuration', 'authorize', 'token', 'jwks'],
    tests: [[ORY, '@auth/core signs a person in by its Ory Hydra provider']],
  },
];
