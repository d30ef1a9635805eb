/** The office that both candidates of the benchmark serve. */
import { createECDH, createPrivateKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';

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
/** The one on devices without a browser. */
export const DEVICE = 'bench-device';
/** The one that exchanges tokens of people. */
export const EXCHANGING = 'bench-exchange';
/** The one that signs instead of sending a secret. */
export const SIGNED = 'bench-signed';

/** Made of the secret, so that every process of the benchmark has the same. */
export function signingKey(): { readonly privateKey: KeyObject; readonly jwk: JsonWebKey } {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(hash('sha256', SECRET, 'buffer'));
  // An uncompressed point: 4, x, y.
  const point = pair.getPublicKey();
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)] as const;
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const d = pair.getPrivateKey('base64url');
  const privateKey = createPrivateKey({ key: { ...jwk, d }, format: 'jwk' });
  return { privateKey, jwk: { ...jwk, kid: SIGNED, alg: 'ES256', use: 'sig' } };
}

interface MachineApplication {
  readonly client_id: string;
  readonly access_token_format: 'opaque' | 'jwt';
  readonly access_token_signed_response_alg?: 'RS256' | 'ES256';
}

/** How an application of a machine proves itself. */
export function proofOf({ client_id }: { readonly client_id: string }) {
  if (client_id !== SIGNED) return { client_secret: SECRET };
  return { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [signingKey().jwk] } };
}

export const MACHINES: readonly MachineApplication[] = [
  { client_id: 'bench-es256', access_token_format: 'jwt', access_token_signed_response_alg: 'ES256' },
  { client_id: 'bench-rs256', access_token_format: 'jwt', access_token_signed_response_alg: 'RS256' },
  { client_id: 'bench-opaque', access_token_format: 'opaque' },
  { client_id: SIGNED, access_token_format: 'opaque' },
];

/** The configuration document that Lanyard imports. */
export const DOCUMENT = {
  lanyard: 1,
  // Devices begin by the thousand, from one address.
  settings: { issuer_name: 'Bench', client_attempts_per_minute: 100_000 },
  users: [{ ...PERSON, email: 'alice@example.lan', admin: true }],
  apis: [{ audience: AUDIENCE, name: 'Orders', scopes: [{ name: SCOPE, description: 'Read orders' }] }],
  applications: [
    ...MACHINES.map((application) => ({
      ...application,
      client_name: application.client_id,
      ...proofOf(application),
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
    {
      client_id: DEVICE,
      client_name: 'Device',
      client_secret: SECRET,
      redirect_uris: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: [],
      scope: PERSONAL_SCOPE,
      consent: 'skip',
    },
    {
      client_id: EXCHANGING,
      client_name: 'Exchanging',
      client_secret: SECRET,
      redirect_uris: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
      response_types: [],
      scope: 'openid profile email',
      token_exchange_from: [WEB],
      token_exchange_impersonation: true,
      access_token_format: 'jwt',
      access_token_signed_response_alg: 'ES256',
    },
  ],
};
