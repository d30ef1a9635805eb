/** Applications that prove themselves by a certificate, over real TLS: what is taken, and everything that is not (RFC 8705). */
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Certified, derOf, makeAuthority, makeCertificate } from '../support/client-certificates.ts';
import { makeProof, makeProofKey } from '../support/dpop.ts';
import { HttpPerson } from '../support/http-person.ts';
import { CHALLENGE, VERIFIER } from '../support/house.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { makeTrustedTls, type TrustedTls } from '../support/trusted-tls.ts';
import { writeOffice } from '../support/write-office.ts';

const CALLBACK = 'https://app.example.lan/callback';
const ROBOT = 'robot-password-robot-password-1';
const REFUSED = { status: 401, body: { error: 'invalid_client' } };

let tls: TrustedTls;
let server: RunningServer;
let ca: string;
let discovery: Record<string, unknown>;
let aliases: Record<string, string>;
let office: Certified;
let good: Certified;
let own: Certified;
let otherOwn: Certified;
let withNames: Certified;
let ofStranger: Certified;
let namedOtherwise: Certified;
let expired: Certified;

beforeAll(async () => {
  tls = await makeTrustedTls();
  ca = tls.ca_pem;
  const stranger = await makeAuthority('Office authority');
  office = await makeAuthority('Office authority');
  const app = { common_name: 'the app', organisation: 'Example Office' };
  good = await makeCertificate(app, office);
  ofStranger = await makeCertificate(app, stranger);
  namedOtherwise = await makeCertificate({ common_name: 'app', organisation: 'Example Office' }, office);
  const names = [
    { type: 2 as const, value: 'app.example.lan' },
    { type: 6 as const, value: 'urn:example:app' },
    { type: 1 as const, value: 'app@example.lan' },
    { type: 7 as const, ip: '192.0.2.7' },
  ];
  withNames = await makeCertificate({ common_name: 'named', names }, office);
  own = await makeCertificate({ common_name: 'own' });
  otherOwn = await makeCertificate({ common_name: 'own' });
  const past = { valid_from: new Date('2020-01-01'), valid_until: new Date('2021-01-01') };
  expired = await makeCertificate({ common_name: 'past', ...past });
  const document = await writeOffice(officeDocument());
  server = await startServer({ args: [...tls.args, '--mtls-port', '0', '--import', document, '--log-level', 'warn'] });
  discovery = (await ask(`${server.ready.issuer}/.well-known/openid-configuration`, { ca })).body;
  aliases = discovery['mtls_endpoint_aliases'] as Record<string, string>;
});

afterAll(async () => {
  await server.stop();
  await tls?.remove();
});

function officeDocument(): object {
  const machine = { grant_types: ['client_credentials'], scope: 'orders:read', redirect_uris: [] };
  const byAuthority = { ...machine, token_endpoint_auth_method: 'tls_client_auth' };
  const byItself = { ...machine, token_endpoint_auth_method: 'self_signed_tls_client_auth' };
  const bound = { tls_client_certificate_bound_access_tokens: true };
  const jwks = (certified: Certified) => ({
    keys: [{ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), x5c: [derOf(certified)] }],
  });
  return {
    lanyard: 1,
    settings: { tls_client_ca: office.cert },
    apis: [{ audience: 'https://api.example.lan', scopes: [{ name: 'orders:read' }] }],
    users: [
      { username: 'admin', password: 'admin-admin-admin-1', name: 'Ada Admin', admin: true },
      { username: 'alice', password: 'alice-alice-alice-1', name: 'Alice Example' },
    ],
    service_accounts: [{ username: 'robot', admin: true, app_passwords: [{ name: 'main', password: ROBOT }] }],
    applications: [
      {
        ...byAuthority,
        ...bound,
        client_id: 'app',
        tls_client_auth_subject_dn: 'cn=the app, O=Example Office',
        audience: ['https://api.example.lan'],
      },
      { ...byAuthority, client_id: 'dns', tls_client_auth_san_dns: 'APP.example.lan' },
      { ...byAuthority, client_id: 'uri', tls_client_auth_san_uri: 'urn:example:app' },
      { ...byAuthority, client_id: 'ip', tls_client_auth_san_ip: '192.0.2.7' },
      { ...byAuthority, client_id: 'email', tls_client_auth_san_email: 'app@example.lan' },
      { ...byAuthority, client_id: 'other-dns', tls_client_auth_san_dns: 'other.example.lan' },
      { ...byItself, client_id: 'own', jwks: jwks(own) },
      { ...byItself, client_id: 'expired', jwks: jwks(expired) },
      {
        client_id: 'web',
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        jwks: jwks(own),
        ...bound,
        redirect_uris: [CALLBACK],
        consent: 'skip',
        access_token_format: 'jwt',
        scope: 'openid profile',
      },
    ],
  };
}

const token = (client_id: string, certificate?: Certified, url = aliases['token_endpoint'] ?? '') =>
  ask(url, { ca, certificate, form: { client_id, grant_type: 'client_credentials' } });
const thumbprint = (certified: Certified) =>
  createHash('sha256')
    .update(Buffer.from(derOf(certified), 'base64'))
    .digest('base64url');

describe('a certificate of the office’s authority', () => {
  it('proves who is calling by its subject', async () => {
    expect(await token('app', good)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });

  it.each(['dns', 'uri', 'ip', 'email'])('proves who is calling by its name (%s)', async (client_id) => {
    expect(await token(client_id, withNames)).toMatchObject({ status: 200 });
  });

  it('proves nothing under another name', async () => {
    expect(await token('app', namedOtherwise)).toMatchObject(REFUSED);
    expect(await token('other-dns', withNames)).toMatchObject(REFUSED);
    expect(await token('dns', good)).toMatchObject(REFUSED);
  });

  it('proves nothing where another authority of the same name made it', async () => {
    expect(await token('app', ofStranger)).toMatchObject(REFUSED);
  });

  it('proves nothing of an application that signs its own, or has a secret', async () => {
    expect(await token('own', good)).toMatchObject(REFUSED);
  });
});

describe('a certificate of the application’s own', () => {
  it('proves who is calling where it is the registered one', async () => {
    expect(await token('own', own)).toMatchObject({ status: 200 });
  });

  it('proves nothing where it is another, is over, or the application is registered otherwise', async () => {
    expect(await token('own', otherOwn)).toMatchObject(REFUSED);
    expect(await token('expired', expired)).toMatchObject(REFUSED);
    expect(await token('app', own)).toMatchObject(REFUSED);
  });
});

describe('the port for certificates', () => {
  it('asks for one and insists on none: without one nobody is there', async () => {
    expect(await token('app')).toMatchObject(REFUSED);
    expect(await token('own')).toMatchObject(REFUSED);
  });

  it('serves the back channel alone', async () => {
    const { origin } = new URL(aliases['token_endpoint'] ?? '');
    const paths = ['/panel/', '/oauth2/authorize', '/interaction/login', '/api/v1/status', '/health'];
    const answers = await Promise.all(paths.map((path) => ask(`${origin}${path}`, { ca, certificate: good })));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  it('stands in discovery, with the methods that it is for', () => {
    expect(Object.keys(aliases).toSorted()).toEqual([
      'device_authorization_endpoint',
      'introspection_endpoint',
      'pushed_authorization_request_endpoint',
      'revocation_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
    ]);
    expect(discovery).toMatchObject({
      tls_client_certificate_bound_access_tokens: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'tls_client_auth',
        'self_signed_tls_client_auth',
      ]) as unknown,
    });
  });

  it('is the only one that asks: elsewhere a certificate is nothing, and a header never is one', async () => {
    const url = `${server.ready.issuer}/oauth2/token`;
    expect(await token('app', good, url)).toMatchObject(REFUSED);
    const headers = {
      'x-ssl-client-cert': encodeURIComponent(good.cert),
      'x-forwarded-client-cert': `Cert="${encodeURIComponent(good.cert)}"`,
      'client-cert': `:${derOf(good)}:`,
    };
    const form = { client_id: 'app', grant_type: 'client_credentials' };
    expect(await ask(url, { ca, headers, form })).toMatchObject(REFUSED);
    expect(await ask(aliases['token_endpoint'] ?? '', { ca, headers, form })).toMatchObject(REFUSED);
  });
});

describe('a token that is bound to a certificate', () => {
  it('says so where it is looked up', async () => {
    const { body } = await token('app', good);
    const form = { client_id: 'app', token: String(body['access_token']) };
    const found = await ask(aliases['introspection_endpoint'] ?? '', { ca, certificate: good, form });
    expect(found.body).toMatchObject({ active: true, cnf: { 'x5t#S256': thumbprint(good) } });
    const unbound = await token('own', own);
    const other = { client_id: 'own', token: String(unbound.body['access_token']) };
    const plain = await ask(aliases['introspection_endpoint'] ?? '', { ca, certificate: own, form: other });
    expect(plain.body).toMatchObject({ active: true });
    expect(plain.body).not.toHaveProperty('cnf');
  });

  it('opens userinfo with that certificate, and with nothing else', async () => {
    const issued = await redeem(await signIn());
    expect(issued.status).toBe(200);
    const access = String(issued.body['access_token']);
    expect(decodeJwt(access)).toMatchObject({ iss: server.ready.issuer, cnf: { 'x5t#S256': thumbprint(own) } });
    const headers = { authorization: `Bearer ${access}` };
    const there = aliases['userinfo_endpoint'] ?? '';
    expect(await ask(there, { ca, certificate: own, headers })).toMatchObject({
      status: 200,
      body: { name: 'Alice Example' },
    });
    for (const certificate of [otherOwn, good, undefined]) {
      expect(await ask(there, { ca, certificate, headers })).toMatchObject({
        status: 401,
        body: { error: 'invalid_token' },
      });
    }
    const here = `${server.ready.issuer}/oauth2/userinfo`;
    expect(await ask(here, { ca, certificate: own, headers })).toMatchObject({ status: 401 });
  });

  it('and to a key needs both: the certificate of the connection and a proof for this address', async () => {
    const key = await makeProofKey();
    const now = Math.floor(Date.now() / 1000);
    const proofFor = (htm: string, htu: string, access_token?: string) =>
      makeProof(key, { htm, htu, now, ...(access_token === undefined ? {} : { access_token }) });
    const asked = aliases['token_endpoint'] ?? '';
    const issued = await redeem(await signIn(), { dpop: await proofFor('POST', asked) });
    expect(issued).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
    const access = String(issued.body['access_token']);
    expect(decodeJwt(access)['cnf']).toEqual({ jkt: key.jkt, 'x5t#S256': thumbprint(own) });
    const there = aliases['userinfo_endpoint'] ?? '';
    const proved = async () => ({ authorization: `DPoP ${access}`, dpop: await proofFor('GET', there, access) });
    expect(await ask(there, { ca, certificate: own, headers: await proved() })).toMatchObject({
      status: 200,
      body: { name: 'Alice Example' },
    });
    const refused = { status: 401, body: { error: 'invalid_token' } };
    expect(await ask(there, { ca, certificate: otherOwn, headers: await proved() })).toMatchObject(refused);
    expect(await ask(there, { ca, headers: await proved() })).toMatchObject(refused);
    const headers = { authorization: `Bearer ${access}` };
    expect(await ask(there, { ca, certificate: own, headers })).toMatchObject(refused);
  });
});

it('lets an application that proves itself by a certificate send its requests ahead (RFC 9126 §2)', async () => {
  const form = {
    client_id: 'web',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
  const url = aliases['pushed_authorization_request_endpoint'] ?? '';
  expect(await ask(url, { ca, certificate: own, form })).toMatchObject({ status: 201, body: { expires_in: 90 } });
  expect(await ask(url, { ca, certificate: otherOwn, form })).toMatchObject(REFUSED);
});

describe('the authorities', () => {
  it('are followed when an admin takes them back, and must be authorities', async () => {
    const admin = await adminHeaders();
    const change = (tls_client_ca: string) => patchSettings({ tls_client_ca }, admin);
    expect((await change(good.cert)).status).toBe(400);
    expect((await change('no certificate')).status).toBe(400);
    expect((await change('')).status).toBe(200);
    expect(await token('app', good)).toMatchObject(REFUSED);
    expect((await change(office.cert)).status).toBe(200);
    await expect.poll(async () => (await token('app', good)).status, { timeout: 30_000 }).toBe(200);
  });
});

function redeem(code: string, headers: Record<string, string> = {}) {
  const form = {
    grant_type: 'authorization_code',
    client_id: 'web',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  };
  return ask(aliases['token_endpoint'] ?? '', { ca, certificate: own, form, headers });
}

async function signIn(): Promise<string> {
  const person = new HttpPerson(server.ready.issuer);
  const asked = new URLSearchParams({
    client_id: 'web',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const page = await person.open(`${server.ready.issuer}/oauth2/authorize?${asked.toString()}`);
  const { left } = await person.submit(page, { username: 'alice', password: 'alice-alice-alice-1' });
  return left?.searchParams.get('code') ?? '';
}

async function adminHeaders(): Promise<Record<string, string>> {
  const form = { grant_type: 'client_credentials', username: 'robot', password: ROBOT, scope: 'lanyard:admin' };
  const { body } = await ask(`${server.ready.issuer}/oauth2/token`, { ca, form });
  return { authorization: `Bearer ${String(body['access_token'])}`, 'content-type': 'application/json' };
}

function patchSettings(changes: object, headers: Record<string, string>): Promise<Response> {
  const url = `${server.ready.issuer}/api/v1/settings`;
  return fetch(url, { method: 'PATCH', headers, body: JSON.stringify(changes) });
}
