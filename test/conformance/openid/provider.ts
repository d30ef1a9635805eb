/** The provider under test: the server as the contract starts it, over HTTPS, with one person who has every standard claim. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { RESPONSE_TYPE_NAMES } from '../../../server/spec/vocabulary.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { type LogoutReceiver, startLogoutReceiver } from '../../support/logout-receiver.ts';
import { startServer } from '../../support/start-server.ts';

export const CALLBACK = 'https://rp.example.lan/callback?kept=yes';
/** Where a browser goes after sign-out. */
export const GOODBYE = 'https://rp.example.lan/goodbye';
/** Where its own web server hears of them. */
export const LOGOUT_PATH = '/backchannel_logout';
export const PERSON = { username: 'every.claim', password: 'every-claim-every-claim-1' };

export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Two applications as static clients, and what they prove themselves with. */
export const CLIENT: Credentials = { client_id: 'rp-first', client_secret: 'first-secret-first-secret-first-0001' };
export const OTHER_CLIENT: Credentials = {
  client_id: 'rp-second',
  client_secret: 'second-secret-second-secret-000002',
};

/** OIDC Core §5.1, with the types that it says. */
export const CLAIMS = {
  middle_name: 'Middle',
  nickname: 'Every',
  profile: 'https://every.example.lan/',
  picture: 'https://every.example.lan/picture.png',
  website: 'https://every.example.lan/site',
  gender: 'female',
  birthdate: '1980-02-29',
  zoneinfo: 'Europe/Berlin',
  locale: 'de-DE',
  phone_number: '+1 555 0100',
  phone_number_verified: true,
  address: {
    formatted: 'Street 1\n10115 Berlin',
    street_address: 'Street 1',
    locality: 'Berlin',
    region: 'BE',
    postal_code: '10115',
    country: 'DE',
  },
};

export interface Metadata {
  readonly [name: string]: unknown;
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

export interface Provider {
  readonly issuer: string;
  readonly metadata: Metadata;
  readonly jwks: JSONWebKeySet;
  readonly keys: ReturnType<typeof createLocalJWKSet>;
  /** Where the first application hears of sign-outs. */
  readonly backchannel: LogoutReceiver;
  stop(): Promise<void>;
}

export interface Office {
  /** Whether the implicit and hybrid flows are allowed; the applications are registered for them anyway. */
  readonly legacy_grants: boolean;
  /** What the first application has besides. */
  readonly first?: object;
}

export async function startProvider(options: Office): Promise<Provider> {
  const files = await makeCertificates();
  setDefaultCACertificates([...getCACertificates('default'), await readFile(files.ca, 'utf8')]);
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-conformance-'));
  const office = join(directory, 'office.json');
  const backchannel = await startLogoutReceiver({ cert: await readFile(files.cert), key: await readFile(files.key) });
  await writeFile(office, JSON.stringify(officeDocument(options, backchannel)));
  const tls = ['--tls', 'files', '--tls-cert', files.cert, '--tls-key', files.key];
  const env = { NODE_EXTRA_CA_CERTS: files.ca };
  const server = await startServer({ args: [...tls, '--import', office, '--log-level', 'warn'], env });
  const { issuer } = server.ready;
  const metadata = await readJson<Metadata>(`${issuer}/.well-known/openid-configuration`);
  const jwks = await readJson<JSONWebKeySet>(metadata.jwks_uri);
  return {
    issuer,
    metadata,
    jwks,
    keys: createLocalJWKSet(jwks),
    backchannel,
    async stop() {
      await server.stop();
      await backchannel.stop();
      await rm(directory, { recursive: true, force: true });
      await rm(files.directory, { recursive: true, force: true });
    },
  };
}

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}

function officeDocument({ legacy_grants, first = {} }: Office, { origin }: LogoutReceiver): object {
  const application = {
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: [GOODBYE],
    grant_types: ['authorization_code', 'refresh_token', 'implicit'],
    response_types: RESPONSE_TYPE_NAMES,
    require_pkce: false,
    scope: 'openid profile email address phone offline_access',
  };
  return {
    lanyard: 1,
    settings: {
      legacy_grants,
      dynamic_registration: 'open',
      outbound_allow: [new URL(origin).host],
      // The Foundation runs one module after the other; here one person signs in many times at once, and each counts until
      // it has succeeded.
      login_attempts_per_minute: 60,
    },
    users: [
      { username: 'admin', password: 'admin-admin-admin-1', name: 'Ada Admin', admin: true },
      {
        ...PERSON,
        name: 'Every Middle Claim',
        given_name: 'Every',
        family_name: 'Claim',
        email: 'every@example.lan',
        email_verified: true,
        claims: CLAIMS,
      },
    ],
    applications: [
      {
        ...application,
        ...CLIENT,
        client_name: 'The first relying party',
        backchannel_logout_uri: `${origin}${LOGOUT_PATH}`,
        ...first,
      },
      { ...application, ...OTHER_CLIENT, client_name: 'The second relying party' },
    ],
  };
}
