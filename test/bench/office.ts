/** The office that both candidates of the benchmark serve. */

export const SECRET = 'bench-secret-bench-secret-bench-0001';
export const AUDIENCE = 'https://api.example.lan';
export const SCOPE = 'orders:read';

interface BenchApplication {
  readonly client_id: string;
  readonly access_token_format: 'opaque' | 'jwt';
  readonly access_token_signed_response_alg?: 'RS256' | 'ES256';
}

export const APPLICATIONS: readonly BenchApplication[] = [
  { client_id: 'bench-es256', access_token_format: 'jwt', access_token_signed_response_alg: 'ES256' },
  { client_id: 'bench-rs256', access_token_format: 'jwt', access_token_signed_response_alg: 'RS256' },
  { client_id: 'bench-opaque', access_token_format: 'opaque' },
];

/** The configuration document that Lanyard imports. */
export const DOCUMENT = {
  lanyard: 1,
  settings: { issuer_name: 'Bench' },
  apis: [{ audience: AUDIENCE, name: 'Orders', scopes: [{ name: SCOPE, description: 'Read orders' }] }],
  applications: APPLICATIONS.map((application) => ({
    ...application,
    client_name: application.client_id,
    client_secret: SECRET,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    response_types: [],
    audience: [AUDIENCE],
    scope: SCOPE,
  })),
};
