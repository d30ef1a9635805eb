/** The public keys of an application: read from its address, asked for again, and a warning where nobody answers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { type ClientKey, makeClientKey } from '../support/client-jwt.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
let server: Server;
let key: ClientKey;
let url: string;
let served: { readonly status: number; readonly body: string };
let asked = 0;
let made = 0;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
  key = await makeClientKey('ES256', 'first');
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(served.status, { 'content-type': 'application/json' }).end(served.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await office.stop();
});
beforeEach(() => {
  asked = 0;
  served = { status: 200, body: JSON.stringify({ keys: [key.jwk] }) };
});

const FIRST = { kid: 'first', kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' };

/** An application with an address of its own, so that nothing is kept of it. */
async function add(fields: object = {}) {
  made += 1;
  const address = `${url}/keys-${made}`;
  const { body } = await client('createApplication', {
    body: { client_id: `signer-${made}`, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: address, ...fields },
  });
  return { path: { id: body.id }, address };
}

it('shows the keys at the address, and reads it once for many looks', async () => {
  const { path, address } = await add();
  const expected = { address, keys: [FIRST], unusable: 0, problem: null };
  expect((await client('readApplicationKeys', { path })).body).toEqual(expected);
  expect((await client('readApplicationKeys', { path })).body).toEqual(expected);
  expect(asked).toBe(1);
});

it('asks again when an admin says so, and remembers what it found', async () => {
  const { path } = await add();
  await client('readApplicationKeys', { path });
  const second = await makeClientKey('RS256', 'second');
  served = { status: 200, body: JSON.stringify({ keys: [key.jwk, second.jwk] }) };
  expect((await client('askApplicationKeys', { path })).body.keys.map(({ kid }) => kid)).toEqual(['first', 'second']);
  expect((await client('readApplicationKeys', { path })).body.keys.map(({ kid }) => kid)).toEqual(['first', 'second']);
  expect(asked).toBe(2);
});

it.each([
  ['an error', { status: 500, body: '' }, 'answered with something else than expected', 'answered 500, not 200'],
  ['something that is no JSON', { status: 200, body: 'x' }, 'answered with something else', 'not JSON'],
  ['no keys', { status: 200, body: '{}' }, 'none of its keys can be used', 'no list of keys'],
  ['a private key', { status: 200, body: '{"keys":[{"kty":"EC","d":"x"}]}' }, 'none of its keys', 'not public'],
])('warns where there is %s, and saves the application all the same', async (_, now, sentence, found) => {
  served = now;
  const { path } = await add();
  expect((await client('readApplicationKeys', { path })).body.problem).toEqual({
    sentence: expect.stringContaining(sentence),
    found: expect.stringContaining(found),
  });
  served = { status: 200, body: JSON.stringify({ keys: [key.jwk] }) };
  expect((await client('askApplicationKeys', { path })).body).toMatchObject({ keys: [FIRST], problem: null });
});

it('names the host where nobody listens', async () => {
  const { path } = await add({ jwks_uri: 'http://127.0.0.1:1/keys' });
  expect((await client('readApplicationKeys', { path })).body).toMatchObject({
    keys: [],
    problem: {
      sentence: 'The address of its public keys (jwks_uri) could not be reached.',
      found: '127.0.0.1:1: could not be asked (ECONNREFUSED)',
    },
  });
});

it('keeps what was read before where a second question fails', async () => {
  const { path } = await add();
  await client('readApplicationKeys', { path });
  served = { status: 500, body: '' };
  expect((await client('askApplicationKeys', { path })).body.problem).not.toBeNull();
  expect((await client('readApplicationKeys', { path })).body).toMatchObject({ keys: [FIRST], problem: null });
});

it('asks nobody for keys that are entered themselves, and counts those that can’t be used', async () => {
  const { path } = await add({ jwks_uri: undefined, jwks: { keys: [key.jwk] } });
  expect((await client('readApplicationKeys', { path })).body).toEqual({
    address: null,
    keys: [FIRST],
    unusable: 0,
    problem: null,
  });
  const mixed = await add();
  served = { status: 200, body: JSON.stringify({ keys: [key.jwk, { kty: 'oct', k: 'AA' }] }) };
  expect((await client('readApplicationKeys', { path: mixed.path })).body).toMatchObject({ unusable: 1 });
  expect(asked).toBe(1);
});

it('has none of an application that is not there', async () => {
  expect((await client('askApplicationKeys', { path: { id: 'nobody' } })).status).toBe(404);
});
