/** What stands behind each grant, as admins read it and as the person does on their own page: not one is missing, however it came. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answered } from '../../server/contract/admin/types.ts';
import { ACCESS_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import { TOKEN_EXCHANGE_GRANT } from '../../server/spec/vocabulary.ts';
import type { Browser } from '../attacks/browser.ts';
import { CALLS } from '../attacks/calls.ts';
import { type AttackedOffice, basic, codeFor, given, post, redeem } from '../attacks/office.ts';
import { startOfficeOfEveryGrant } from '../attacks/office-of-every-grant.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

type Grant = Answered<'listUserGrants'>['items'][number];

let office: AttackedOffice;
let client: Client;
let alice: Browser;
let alice_id: string;
beforeAll(async () => {
  office = await startOfficeOfEveryGrant();
  client = adminClient(office.origin, await botCredentials(office.origin));
  alice = await office.signedIn();
  alice_id = (await client('listUsers', { query: { q: 'alice' } })).body.items[0]!.id;
  for (const call of CALLS.filter(({ endpoint, what }) => endpoint === 'token' && what !== 'a refresh')) {
    const parameters = await call.parameters({ origin: office.origin, alice });
    const fields = Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
    const { status } = await post(office.origin, '/oauth2/token', given(fields));
    if (status !== 200) throw new Error(`no token: ${call.what}`);
  }
});
afterAll(() => office.stop());

const list = async () =>
  (await client('listUserGrants', { path: { id: alice_id }, query: { limit: '100' } })).body.items;
const of = async (client_id: string): Promise<Grant | undefined> =>
  (await list()).find((grant) => grant.client_id === client_id);
const account = async () => (await alice.get('/account/')).text.replaceAll(/<[^>]*>/g, '');

describe.each([
  ['trusted', { kind: 'sign_in', name: null }, undefined],
  ['tv', { kind: 'device', name: null }, 'a device that you let in with'],
  ['middle', { kind: 'exchange', name: 'trusted' }, 'a token of trusted, which it exchanged for one of its own'],
  ['bridge', { kind: 'assertion', name: 'Partner' }, 'the word of Partner'],
  ['old', { kind: 'password', name: null }, 'your password, which it was given'],
  ['door', { kind: 'extension', name: 'urn:office:badge' }, 'urn:office:badge, which decides for your office'],
] as const)('what %s holds', (client_id, origin, words) => {
  it('is listed for the person and for the application, with what stands behind it', async () => {
    const grant = await of(client_id);
    expect(grant).toMatchObject({ origin, actors: [] });
    const [application] = (await client('listApplications', { query: { q: client_id } })).body.items;
    const { body } = await client('listApplicationGrants', { path: { id: application!.id } });
    expect(body.items).toContainEqual(grant);
  });

  it('stands on the page of the person, in plain words', async () => {
    const { body } = await client('listUserApplications', { path: { id: alice_id } });
    expect(body.items.map((held) => held.client_id)).toContain(client_id);
    if (words !== undefined) expect(await account()).toContain(words);
  });
});

it('an exchange names who acts, and who acted before, in that order', async () => {
  const exchange = async (subject_token: string, actor_token: string) => {
    const type = ACCESS_TOKEN_TYPE;
    const tokens = { subject_token, subject_token_type: type, actor_token, actor_token_type: type };
    const headers = { authorization: basic('middle') };
    const { body } = await post(
      office.origin,
      '/oauth2/token',
      { grant_type: TOKEN_EXCHANGE_GRANT, ...tokens },
      headers,
    );
    return body['access_token'] ?? '';
  };
  const token = async () => (await redeem(office.origin, await codeFor(alice))).body['access_token'] ?? '';
  const before = await exchange(await token(), await token());
  await exchange(before, before);
  const [latest] = (await list()).filter((grant) => grant.actors.length === 2);
  expect(latest).toMatchObject({ origin: { kind: 'exchange', name: 'middle' }, actors: expect.any(Array) });
  expect(latest?.actors).toEqual(['alice by way of middle', 'alice by way of trusted']);
});

it('ends with what stands behind it: nothing of it is listed as alive any more', async () => {
  const [issuer] = (await client('listTrustedIssuers', { query: {} })).body.items;
  await client('changeTrustedIssuer', { path: { id: issuer!.id }, body: { disabled: true } });
  expect(await of('bridge')).toBeUndefined();
  const [own] = (await client('listExtensionGrants', { query: {} })).body.items;
  await client('changeExtensionGrant', { path: { id: own!.id }, body: { disabled: true } });
  expect(await of('door')).toBeUndefined();
  const [trusted] = (await client('listApplications', { query: { q: 'trusted' } })).body.items;
  await client('withdrawUserApplication', { path: { id: alice_id, application_id: trusted!.id } });
  expect(await of('middle')).toBeUndefined();
  const page = await account();
  expect(page).not.toContain('the word of Partner');
  expect(page).not.toContain('which it exchanged for one of its own');
});
