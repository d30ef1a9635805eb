/** Applications whose client_id is an address: what is read there, what is refused, and who lets them in. */
import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeApplication, findApplication } from '../../../server/directory/applications.ts';
import { findApplicationAsked } from '../../../server/engine/authorize/find-application-asked.ts';
import { type CertificateFiles, makeCertificates } from '../../support/certificates.ts';
import {
  type Arrived,
  buildHouse,
  CHALLENGE,
  type House,
  ORIGIN,
  type TestBrowser,
  VERIFIER,
} from '../../support/house.ts';
import { walk } from '../../support/sign-in.ts';

const CALLBACK = 'http://127.0.0.1/callback';

let files: CertificateFiles;
let ca: string;
let server: Server;
let host: string;
let client_id: string;
let house: House;
let served: { status: number; headers: Record<string, string>; body: string };
let asked = 0;

beforeAll(async () => {
  files = await makeCertificates();
  ca = await readFile(files.ca, 'utf8');
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  server = createServer({ cert, key }, (_request, response) => {
    asked += 1;
    response.writeHead(served.status, { 'content-type': 'application/json', ...served.headers }).end(served.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `localhost:${(server.address() as AddressInfo).port}`;
  client_id = `https://${host}/oauth/client.json`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(files.directory, { recursive: true, force: true });
});

beforeEach(async () => {
  house = await buildHouse({ ca: [ca] });
  await house.addUser({ username: 'alice', name: 'Alice Example' });
  await house.setSettings({ client_id_metadata_document: 'open', outbound_allow: [host] });
  asked = 0;
  serve();
});

function serve(changes: Readonly<Record<string, unknown>> = {}, headers: Record<string, string> = {}): void {
  const document = {
    client_id,
    client_name: 'A tool',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    logo_uri: 'https://tracker.test/logo.png',
    software_id: 'ignored',
  };
  served = { status: 200, headers, body: JSON.stringify({ ...document, ...changes }) };
}

const open = (changes: Readonly<Record<string, string>> = {}, browser = house.browser()): Promise<Arrived> =>
  browser.open('authorize', {
    client_id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });

const kept = () => findApplication(house.store, client_id);

async function titleOf(opening: Promise<Arrived>): Promise<string> {
  const arrived = await opening;
  return arrived.kind === 'page' && arrived.view.page === 'error' ? arrived.view.title : 'no refusal';
}

describe('the setting', () => {
  it('off: nothing is asked, nobody is known, and discovery says nothing of it', async () => {
    await house.setSettings({ client_id_metadata_document: 'off' });
    expect(await titleOf(open())).toBe('This application is not known here');
    expect(asked).toBe(0);
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body).not.toHaveProperty('client_id_metadata_document_supported');
  });

  it('open: people can sign in, and see from where the application comes', async () => {
    const browser = house.browser();
    const page = await browser.open('authorize', {
      client_id,
      redirect_uri: 'http://127.0.0.1:5123/callback',
      response_type: 'code',
      scope: 'openid profile',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    expect(page).toMatchObject({
      kind: 'page',
      view: { page: 'login', application: { client_name: 'A tool', described_by: host, host: '127.0.0.1:5123' } },
    });
    expect(page).not.toHaveProperty('view.application.logo_uri');
    const left = await walk(browser, page);
    if (left.kind !== 'left') throw new Error('stayed');
    const { code } = left.params;
    const redirect_uri = 'http://127.0.0.1:5123/callback';
    const fields = { grant_type: 'authorization_code', code, redirect_uri, client_id, code_verifier: VERIFIER };
    expect(await house.post('token', fields)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body['client_id_metadata_document_supported']).toBe(true);
  });

  it('approval: it waits, and nothing more is asked, until an admin lets it work', async () => {
    await house.setSettings({ client_id_metadata_document: 'approval' });
    expect(await titleOf(open())).toBe('A tool has to be approved first');
    expect(await titleOf(open())).toBe('A tool has to be approved first');
    expect(asked).toBe(1);
    expect(await kept()).toMatchObject({ disabled: true, registration: { awaits_approval: true } });
    await house.store.transaction((within) =>
      changeApplication(within, client_id, { disabled: false }, house.clock.now),
    );
    expect(await kept()).not.toHaveProperty('registration.awaits_approval');
    expect(await kept()).toHaveProperty('registration.document');
    expect(await open()).toMatchObject({ view: { page: 'login' } });
  });
});

describe('what was read', () => {
  it('is kept for as long as the document says, within bounds', async () => {
    serve({}, { 'cache-control': 'public, max-age=300' });
    await open();
    house.clock.now += 299;
    await open();
    expect(asked).toBe(1);
    house.clock.now += 2;
    await open();
    expect(asked).toBe(2);
    serve({}, { 'cache-control': 'max-age=99999999' });
    house.clock.now += 301;
    await open();
    house.clock.now += 86_401;
    await open();
    expect(asked).toBe(4);
  });

  it('gives way to what stands there later, which has to be approved again', async () => {
    await open();
    await house.setSettings({ client_id_metadata_document: 'approval' });
    serve({ redirect_uris: [CALLBACK, 'https://elsewhere.test/cb'] });
    house.clock.now += 3_601;
    expect(await titleOf(open())).toBe('A tool has to be approved first');
    expect(await kept()).toMatchObject({ redirect_uris: [CALLBACK, 'https://elsewhere.test/cb'], disabled: true });
  });

  it('holds for a day while nobody answers, and no longer', async () => {
    await open();
    served = { ...served, status: 503 };
    house.clock.now += 3_601;
    expect(await open()).toMatchObject({ view: { page: 'login' } });
    house.clock.now += 86_401;
    expect(await titleOf(open())).toBe(`${host} could not be asked about this application`);
  });

  it('is asked for again only each minute while nobody answers, and believed meanwhile', async () => {
    await open();
    const { updated_at } = (await kept()) ?? {};
    const good = served;
    served = { ...served, status: 503 };
    house.clock.now += 3_601;
    for (let n = 0; n < 5; n += 1) expect(await open()).toMatchObject({ view: { page: 'login' } });
    expect(asked).toBe(2);
    expect(await kept()).toMatchObject({ updated_at });
    served = good;
    house.clock.now += 61;
    await open();
    await open();
    expect(asked).toBe(3);
  });

  it('is asked for once by many at once, the first time and later, and counts once', async () => {
    await house.setSettings({ registrations_per_minute: 1 });
    const many = () => Promise.all(Array.from({ length: 20 }, () => open()));
    for (const arrived of await many()) expect(arrived).toMatchObject({ view: { page: 'login' } });
    expect(asked).toBe(1);
    house.clock.now += 3_601;
    served = { ...served, status: 503 };
    for (const arrived of await many()) expect(arrived).toMatchObject({ view: { page: 'login' } });
    expect(asked).toBe(2);
  });

  it('holds for a network that has looked up too many others', async () => {
    await open();
    house.clock.now += 3_601;
    await house.setSettings({ registrations_per_minute: 1 });
    await open({ client_id: `https://${host}/other` });
    expect(await open()).toMatchObject({ view: { page: 'login' } });
    expect(asked).toBe(2);
    house.clock.now += 86_401;
    await open({ client_id: `https://${host}/another` });
    expect(await titleOf(open())).toBe('Too many applications were looked up');
  });

  it('leaves the scopes to the admin who changed them', async () => {
    await open();
    await house.store.transaction((within) =>
      changeApplication(within, client_id, { scope: 'openid' }, house.clock.now),
    );
    house.clock.now += 3_601;
    await open();
    expect(asked).toBe(2);
    expect(await kept()).toMatchObject({ scope: 'openid' });
  });
});

describe('a document for every server', () => {
  const beyond = [
    'client_credentials',
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
  ];

  it('may name what strangers don’t get here, and what is off: that is left out', async () => {
    const response_types = ['code', 'code id_token', 'device'];
    serve({ grant_types: ['authorization_code', ...beyond, 'refresh_token'], response_types });
    expect(await open()).toMatchObject({ view: { page: 'login' } });
    expect(await kept()).toMatchObject({
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
  });

  it('has left in what is on', async () => {
    await house.setSettings({ legacy_grants: true });
    const grant_types = ['authorization_code', 'implicit'];
    serve({ grant_types: [...grant_types, 'password'], response_types: ['code', 'code id_token'] });
    await open();
    expect(await kept()).toMatchObject({ grant_types, response_types: ['code', 'code id_token'] });
  });
});

describe('a document is refused', () => {
  it.each<[string, Record<string, unknown>]>([
    ['that is about another client_id', { client_id: 'https://other.test/client.json' }],
    ['with a secret', { client_secret: 'everybody reads it' }],
    ['of an application that sends a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['with a private key', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'EC', d: 'x' }] } }],
    ['that needs keys and has none', { token_endpoint_auth_method: 'private_key_jwt' }],
    ['without redirect_uris', { redirect_uris: undefined }],
    ['with a redirect URI that a browser would run', { redirect_uris: ['javascript:alert(1)'] }],
    ['whose name is no text', { client_name: 7 }],
  ])('%s', async (_why, changes) => {
    serve(changes);
    expect(await titleOf(open())).toBe(`What ${host} says of this application can’t be used`);
    expect(await kept()).toBeUndefined();
  });

  it.each<[string, () => void]>([
    ['that is not there', () => (served = { ...served, status: 404 })],
    ['that is too large', () => serve({ more: 'x'.repeat(5_200) })],
    ['that stands elsewhere', () => (served = { status: 302, headers: { location: `https://${host}/x` }, body: '' })],
    ['of another type', () => serve({}, { 'content-type': 'text/html' })],
  ])('%s', async (_why, arrange) => {
    arrange();
    expect(await titleOf(open())).toBe(`${host} could not be asked about this application`);
    expect(await kept()).toBeUndefined();
  });

  it('that can’t be read, and the operator learns why', async () => {
    served = { ...served, status: 404 };
    const ask = async () => findApplicationAsked(client_id, await house.context());
    await expect(ask()).rejects.toMatchObject({ hint: 'answered 404, not 200' });
    await house.setSettings({ outbound_allow: [] });
    await expect(ask()).rejects.toMatchObject({ hint: expect.stringMatching(/is private; add/) as string });
  });

  it('at a private address that the office does not allow', async () => {
    await house.setSettings({ outbound_allow: [] });
    expect(await titleOf(open())).toBe(`${host} could not be asked about this application`);
    expect(asked).toBe(0);
  });

  it.each([
    (at: string) => `http://${at}/client.json`,
    (at: string) => `https://${at}/`,
    (at: string) => `https://${at}`,
    (at: string) => `https://${at}/a/../client.json`,
    (at: string) => `https://${at}/a/%2e%2e/client.json`,
    (at: string) => `https://user@${at}/client.json`,
    (at: string) => `https://${at}/client.json#part`,
    (at: string) => `HTTPS://${at}/client.json`,
    (at: string) => `https://${at}/${'x'.repeat(255)}`,
  ])('never asked for: %s', async (addressOf) => {
    expect(await titleOf(open({ client_id: addressOf(host) }))).toBe('This application is not known here');
    expect(asked).toBe(0);
  });

  it('only so often a minute', async () => {
    await house.setSettings({ registrations_per_minute: 2, client_attempts_per_minute: 1 });
    for (const name of ['a', 'b']) await open({ client_id: `https://${host}/${name}` });
    expect(await titleOf(open({ client_id: `https://${host}/c` }))).toBe('Too many applications were looked up');
    expect(asked).toBe(2);
  });
});

describe('a request object in the very first request', () => {
  const beside = (request: string, browser?: TestBrowser) => open({ request, scope: 'openid' }, browser);
  const signedWith = (key: CryptoKey, changes: object = {}) => {
    const claims = { client_id, iss: client_id, aud: ORIGIN, response_type: 'code', redirect_uri: CALLBACK };
    const asked = { scope: 'openid', code_challenge: CHALLENGE, code_challenge_method: 'S256', state: 'inside' };
    return new SignJWT({ ...claims, ...asked, ...changes }).setProtectedHeader({ alg: 'ES256' }).sign(key);
  };

  it('is opened by the keys that the document names', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    serve({ jwks: { keys: [await exportJWK(publicKey)] }, token_endpoint_auth_method: 'private_key_jwt' });
    const browser = house.browser();
    const left = await walk(browser, await beside(await signedWith(privateKey), browser));
    expect(left).toMatchObject({ kind: 'left', params: { state: 'inside' } });
    expect(asked).toBe(1);
  });

  it('is refused where somebody else signed it, or the application has no keys', async () => {
    const [mine, others] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
    serve({ jwks: { keys: [await exportJWK(mine.publicKey)] }, token_endpoint_auth_method: 'private_key_jwt' });
    const wrong = await beside(await signedWith(others.privateKey));
    expect(wrong).toMatchObject({ kind: 'left', params: { error: 'invalid_request_object' } });
    serve({ client_id: `${client_id}2` });
    const bare = await open({ client_id: `${client_id}2`, request: await signedWith(mine.privateKey) });
    expect(bare).toMatchObject({ kind: 'left', params: { error: 'request_not_supported' } });
  });

  it('does not hide that the document can’t be read', async () => {
    served = { ...served, status: 404 };
    expect(await titleOf(beside('a.b.c'))).toBe(`${host} could not be asked about this application`);
    expect(asked).toBe(1);
  });
});

it('a name that an admin gave away is the admin’s, also where it is an address', async () => {
  await house.addApplication({ client_id, redirect_uris: [CALLBACK], client_name: 'The office’s own' });
  expect(await open()).toMatchObject({ view: { page: 'login', application: { client_name: 'The office’s own' } } });
  expect(asked).toBe(0);
});
