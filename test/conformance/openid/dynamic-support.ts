/**
 * What the Dynamic plan's modules need: the server over HTTPS, started by the contract, with registration open; and a
 * relying party with a web server of its own (keys, sector, redirect URIs) whose certificate the server trusts.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { ResponseType } from '../../../server/spec/vocabulary.ts';
import { Browser } from '../../attacks/browser.ts';
import { type CertificateFiles, makeCertificates } from '../../support/certificates.ts';
import { ASSERTION_TYPE, assertionClaims, type ClientKey, sign } from '../../support/client-jwt.ts';
import { type RunningServer, startServer } from '../../support/start-server.ts';

const PERSON = { username: 'buffy', password: 'a password of buffy' };
const BOT_PASSWORD = 'an-app-password-of-the-admins-bot';

export type Body = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A client as the registration endpoint answered it. */
export interface Client {
  readonly client_id: string;
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
  readonly body: Body;
}

export interface Provider {
  readonly issuer: string;
  readonly metadata: Body;
  /** The relying party's origin. */
  readonly party: string;
  /** What the relying party serves at a path, from now on: JSON, or a text as it is. */
  serve(path: string, document: unknown): void;
  serveText(path: string, text: string): void;
  /** How often a path of the relying party was asked for. */
  asked(path: string): number;
  call(url: string, init?: RequestInit): Promise<Answered>;
  register(metadata: Body): Promise<Answered>;
  /** Throws where it is refused. */
  registered(metadata: Body): Promise<Client>;
  /** Signs the person in and allows everything; answers the callback's parameters. */
  signIn(client: Client, changes?: Readonly<Record<string, string>>, browser?: Browser): Promise<URL>;
  /** The answer to an authorization request before anybody does anything, pages of ours followed. */
  open(client: Client, changes: Readonly<Record<string, string | undefined>>): ReturnType<Browser['open']>;
  redeem(client: Client, callback: URL, key: ClientKey, aud?: string): Promise<Answered>;
  token(client: Client, fields: Readonly<Record<string, string>>, key: ClientKey, aud?: string): Promise<Answered>;
  admin(method: string, path: string, body?: Body): Promise<Answered>;
  stop(): Promise<void>;
}

/** As the plan registers a client: private_key_jwt, with the keys inline. */
export function clientMetadata(
  { party }: Pick<Provider, 'party'>,
  key: ClientKey,
  response_type: ResponseType = 'code',
): Body {
  const carried = response_type.split(' ');
  return {
    redirect_uris: [`${party}/callback`],
    response_types: [response_type],
    grant_types: [
      ...(carried.includes('code') ? ['authorization_code'] : []),
      ...(response_type === 'code' ? [] : ['implicit']),
    ],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [key.jwk] },
    client_name: 'A conformance client',
    contacts: ['certification@example.test'],
  };
}

export async function startProvider(): Promise<Provider> {
  const certificates = await makeCertificates();
  setDefaultCACertificates([...getCACertificates('default'), await readFile(certificates.ca, 'utf8')]);
  const documents = new Map<string, string>();
  const counts = new Map<string, number>();
  const web = await startParty(certificates, documents, counts);
  const party = `https://localhost:${(web.address() as AddressInfo).port}`;
  const server = await startOver(certificates, new URL(party).host);
  const { issuer } = server.ready;

  const call: Provider['call'] = async (url, init = {}) => {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Body) };
  };
  const { body: metadata } = await call(`${issuer}/.well-known/openid-configuration`);
  const json = (method: string, body: unknown) => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const register = (wanted: Body) => call(String(metadata['registration_endpoint']), json('POST', wanted));

  const requestOf = (client: Client, changes: Readonly<Record<string, string | undefined>>) => {
    const [redirect_uri] = client.body['redirect_uris'] as readonly [string];
    const all = {
      client_id: client.client_id,
      redirect_uri,
      response_type: 'code',
      scope: 'openid',
      state: randomBytes(9).toString('base64url'),
      nonce: randomBytes(9).toString('base64url'),
      ...changes,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const endpoint = new URL(String(metadata['authorization_endpoint']));
    return `${endpoint.pathname}?${new URLSearchParams(given).toString()}`;
  };

  const token: Provider['token'] = async (client, fields, key, aud = String(metadata['token_endpoint'])) => {
    const now = Math.floor(Date.now() / 1000);
    const client_assertion = await sign(assertionClaims(client.client_id, aud, now), key);
    const form = { ...fields, client_assertion_type: ASSERTION_TYPE, client_assertion };
    return call(String(metadata['token_endpoint']), { method: 'POST', body: new URLSearchParams(form) });
  };

  return {
    issuer,
    metadata,
    party,
    serve: (path, document) => void documents.set(path, JSON.stringify(document ?? null)),
    serveText: (path, text) => void documents.set(path, text),
    asked: (path) => counts.get(path) ?? 0,
    call,
    register,
    async registered(wanted) {
      const { status, body } = await register(wanted);
      if (status !== 201) throw new Error(`not registered: ${status} ${JSON.stringify(body)}`);
      return {
        client_id: String(body['client_id']),
        registration_access_token: String(body['registration_access_token']),
        registration_client_uri: String(body['registration_client_uri']),
        body,
      };
    },
    async signIn(client, changes = {}, browser = new Browser(issuer)) {
      let here = await browser.open(requestOf(client, changes));
      for (let step = 0; step < 4 && here.location === undefined; step += 1) {
        if (here.text.includes('lanyard-password')) here = await browser.submit(here, PERSON);
        else here = await browser.submit(here, { decision: 'allow', scope: scopesOn(here.text) });
      }
      if (here.location === undefined) throw new Error(`stayed: ${here.status} ${here.text.slice(0, 2000)}`);
      return new URL(here.location);
    },
    open: (client, changes) => new Browser(issuer).open(requestOf(client, changes)),
    token,
    redeem(client, callback, key, aud) {
      const [redirect_uri] = client.body['redirect_uris'] as readonly [string];
      const code = callback.searchParams.get('code') ?? new URLSearchParams(callback.hash.slice(1)).get('code') ?? '';
      return token(client, { grant_type: 'authorization_code', code, redirect_uri }, key, aud);
    },
    async admin(method, path, body) {
      const credentials = { username: 'bot', password: BOT_PASSWORD, scope: 'lanyard:admin' };
      const form = new URLSearchParams({ grant_type: 'client_credentials', ...credentials });
      const answer = await call(String(metadata['token_endpoint']), { method: 'POST', body: form });
      const init = body === undefined ? { method } : json(method, body);
      const headers = {
        ...('headers' in init ? init.headers : {}),
        authorization: `Bearer ${String(answer.body['access_token'])}`,
      };
      return call(`${issuer}/api/v1${path}`, { ...init, headers });
    },
    async stop() {
      await server.stop();
      web.closeAllConnections();
      await new Promise((done) => web.close(done));
      await rm(certificates.directory, { recursive: true, force: true });
    },
  };
}

async function startParty(
  certificates: CertificateFiles,
  documents: ReadonlyMap<string, string>,
  counts: Map<string, number>,
): Promise<Server> {
  const tls = { cert: await readFile(certificates.cert), key: await readFile(certificates.key) };
  const web = createServer(tls, (request, response) => {
    const path = request.url ?? '';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const document = documents.get(path);
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(document ?? '{}');
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  return web;
}

async function startOver(certificates: CertificateFiles, allowed: string): Promise<RunningServer> {
  const office = {
    lanyard: 1,
    settings: {
      dynamic_registration: 'open',
      outbound_allow: [allowed],
      legacy_grants: true,
    },
    users: [{ ...PERSON, name: 'Buffy Example', email: 'buffy@example.lan' }],
    service_accounts: [
      {
        username: 'bot',
        admin: true,
        scope: 'lanyard:admin',
        app_passwords: [{ name: 'main', password: BOT_PASSWORD }],
      },
    ],
  };
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-dynamic-'));
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const tls = ['--tls', 'files', '--tls-cert', certificates.cert, '--tls-key', certificates.key];
  try {
    const env = { NODE_EXTRA_CA_CERTS: certificates.ca };
    return await startServer({ args: ['--import', file, ...tls], env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function scopesOn(page: string): readonly string[] {
  return [...page.matchAll(/<input[^>]*name="scope"[^>]*value="([^"]*)"/g)].map(([, value = '']) => value);
}
