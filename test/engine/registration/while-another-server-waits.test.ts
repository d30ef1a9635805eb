/** What an admin decides while the server of a stranger keeps Lanyard waiting holds: nothing judged before it is written after it. */
import { readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { removeApplication } from '../../../server/directory/application-ends.ts';
import { type ApplicationChanges, changeApplication, findApplication } from '../../../server/directory/applications.ts';
import { type CertificateFiles, makeCertificates } from '../../support/certificates.ts';
import { buildHouse, CHALLENGE, type House } from '../../support/house.ts';
import { callRegistration } from '../../support/registration.ts';

const GOOD = 'https://wiki.office.test/cb';
const EVIL = 'https://evil.test/cb';

let files: CertificateFiles;
let ca: string;
let server: Server;
let host: string;
let house: House;
/** What the server says, unless it holds its answer back. */
let says: unknown;
let held: ((response: ServerResponse) => void) | undefined;
let asked = 0;

beforeAll(async () => {
  files = await makeCertificates();
  ca = await readFile(files.ca, 'utf8');
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  server = createServer({ cert, key }, (_request, response) => {
    asked += 1;
    if (held === undefined) answer(response);
    else held(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(files.directory, { recursive: true, force: true });
});

beforeEach(async () => {
  house = await buildHouse({ ca: [ca] });
  await house.addUser({ username: 'alice', name: 'Alice Example' });
  await house.setSettings({
    dynamic_registration: 'approval',
    client_id_metadata_document: 'approval',
    outbound_allow: [host],
  });
  held = undefined;
  asked = 0;
});

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(says));
}

/** Does `meanwhile` between the question to the server and its answer. */
async function stalling<T>(work: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const arrived = new Promise<ServerResponse>((resolve) => (held = resolve));
  const working = work();
  const response = await arrived;
  held = undefined;
  await meanwhile();
  answer(response);
  return working;
}

const change = (client_id: string, changes: ApplicationChanges) =>
  house.store.transaction((within) => changeApplication(within, client_id, changes, house.clock.now));
const kept = (client_id: string) => findApplication(house.store, client_id);
const approve = (client_id: string) => change(client_id, { disabled: false });

async function removeIt(client_id: string): Promise<void> {
  const application = await kept(client_id);
  if (application === undefined) throw new Error('there is none');
  await house.store.transaction((within) => removeApplication(within, application, house.clock.now));
}

async function registered() {
  const { body } = await callRegistration(house, 'POST', { body: { redirect_uris: [GOOD], client_name: 'Wiki' } });
  const [client_id, token] = [String(body['client_id']), String(body['registration_access_token'])];
  const replace = (changes: object) =>
    callRegistration(house, 'PUT', { client_id, token, body: { client_id, client_name: 'Wiki', ...changes } });
  const evil = () => replace({ redirect_uris: [EVIL], sector_identifier_uri: `https://${host}/sector` });
  says = [EVIL];
  return { client_id, token, replace, evil };
}

it('a replacement that an approval overtook waits for the next one', async () => {
  const { client_id, evil, replace } = await registered();
  expect((await replace({ redirect_uris: [EVIL] })).status).toBe(200);
  const late = await stalling(evil, async () => {
    expect((await replace({ redirect_uris: [GOOD] })).status).toBe(200);
    await approve(client_id);
  });
  expect(late.status).toBe(200);
  const waiting = { redirect_uris: [EVIL], disabled: true, registration: { awaits_approval: true } };
  expect(await kept(client_id)).toMatchObject(waiting);
  await approve(client_id);
  expect(await kept(client_id)).toMatchObject({ redirect_uris: [EVIL], disabled: false });
});

it('a replacement that a narrowing overtook does not take that back', async () => {
  await house.setSettings({ dynamic_registration: 'open' });
  const { client_id, evil } = await registered();
  const late = await stalling(evil, () => change(client_id, { scope: 'openid', require_pkce: true }));
  expect(late).toMatchObject({ status: 200, body: { scope: 'openid' } });
  expect(await kept(client_id)).toMatchObject({ redirect_uris: [EVIL], scope: 'openid', require_pkce: true });
});

it('a replacement of what an admin removed meanwhile is refused, and brings nothing back', async () => {
  const { client_id, evil } = await registered();
  const late = await stalling(evil, () => removeIt(client_id));
  expect(late).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  expect(await kept(client_id)).toBeUndefined();
});

it('the document of a sector is read for other addresses, and not again for the same', async () => {
  const { replace, evil } = await registered();
  await evil();
  await evil();
  expect(asked).toBe(1);
  const sector_identifier_uri = `https://${host}/sector`;
  expect((await replace({ redirect_uris: [EVIL, GOOD], sector_identifier_uri })).status).toBe(400);
  expect(asked).toBe(2);
});

const document = (client_id: string, redirect_uri = GOOD) => ({
  client_id,
  client_name: 'A tool',
  redirect_uris: [redirect_uri],
  token_endpoint_auth_method: 'none' as const,
});

const open = (client_id: string) =>
  house.browser().open('authorize', {
    client_id,
    redirect_uri: GOOD,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });

/** One that was read and approved, and is to be read again. */
async function stale(): Promise<string> {
  const client_id = `https://${host}/client.json`;
  says = document(client_id);
  await open(client_id);
  await approve(client_id);
  house.clock.now += 3_601;
  return client_id;
}

it('a document of an application that an admin switched off meanwhile changes nothing', async () => {
  const client_id = await stale();
  says = document(client_id, EVIL);
  const arrived = await stalling(
    () => open(client_id),
    () => change(client_id, { disabled: true }),
  );
  expect(arrived).toMatchObject({ view: { page: 'error' } });
  const after = await kept(client_id);
  expect(after).toMatchObject({ redirect_uris: [GOOD], disabled: true });
  expect(after).not.toHaveProperty('registration.awaits_approval');
});

it('a document that changed while nobody decided anything waits for an admin', async () => {
  const client_id = await stale();
  says = document(client_id, EVIL);
  await stalling(
    () => open(client_id),
    async () => {},
  );
  const waiting = { redirect_uris: [EVIL], disabled: true, registration: { awaits_approval: true } };
  expect(await kept(client_id)).toMatchObject(waiting);
});

it('a document whose client_id an admin gave away meanwhile is not written over what the admin entered', async () => {
  const client_id = `https://${host}/client.json`;
  says = document(client_id, EVIL);
  await stalling(
    () => open(client_id),
    () => house.addApplication({ client_id, redirect_uris: [GOOD], client_name: 'The office’s own' }),
  );
  const after = await kept(client_id);
  expect(after).toMatchObject({ client_name: 'The office’s own', redirect_uris: [GOOD] });
  expect(after).not.toHaveProperty('registration');
});

it('of two first readings at once the second one takes nothing from what the first one wrote', async () => {
  const client_id = `https://${host}/client.json`;
  says = document(client_id);
  const arrived = await stalling(
    () => open(client_id),
    async () => {
      await house.addApplication({
        ...document(client_id),
        disabled: true,
        registration: {
          document: { read_at: house.clock.now, fresh_until: house.clock.now + 60 },
          awaits_approval: true,
        },
      });
    },
  );
  expect(arrived).toMatchObject({ view: { page: 'error', title: expect.stringContaining('approved first') } });
  expect(await kept(client_id)).toMatchObject({ disabled: true, registration: { awaits_approval: true } });
});
