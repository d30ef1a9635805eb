/** The office that both candidates of the benchmark serve. */

export const SECRET = 'bench-secret-bench-secret-bench-0001';
export const AUDIENCE = 'https://api.example.lan';
export const SCOPE = 'orders:read';
export const CALLBACK = 'http://127.0.0.1:9/callback';
export const PERSON = { username: 'alice', password: 'alice-alice-alice-1', name: 'Alice Example' };
export const PERSONAL_SCOPE = 'openid profile email offline_access';

/** RFC 7636 Appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** The application that people sign in to. */
export const WEB = 'bench-web';

interface MachineApplication {
  readonly client_id: string;
  readonly access_token_format: 'opaque' | 'jwt';
  readonly access_token_signed_response_alg?: 'RS256' | 'ES256';
}

export const MACHINES: readonly MachineApplication[] = [
  { client_id: 'bench-es256', access_token_format: 'jwt', access_token_signed_response_alg: 'ES256' },
  { client_id: 'bench-rs256', access_token_format: 'jwt', access_token_signed_response_alg: 'RS256' },
  { client_id: 'bench-opaque', access_token_format: 'opaque' },
];

/** The configuration document that Lanyard imports. */
export const DOCUMENT = {
  lanyard: 1,
  settings: { issuer_name: 'Bench' },
  users: [{ ...PERSON, email: 'alice@example.lan', admin: true }],
  apis: [{ audience: AUDIENCE, name: 'Orders', scopes: [{ name: SCOPE, description: 'Read orders' }] }],
  applications: [
    ...MACHINES.map((application) => ({
      ...application,
      client_name: application.client_id,
      client_secret: SECRET,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      audience: [AUDIENCE],
      scope: SCOPE,
    })),
    {
      client_id: WEB,
      client_name: 'Web',
      client_secret: SECRET,
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: PERSONAL_SCOPE,
      consent: 'skip',
    },
  ],
};
