/** What the panel's form starts with is what the server chooses by itself where nobody says otherwise. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIALECTS } from '../../server/dialects/index.ts';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

test('every dialect that is served tells the whole of what its applications start with', async () => {
  const { dialects } = (await client('readDialects', {})).body;
  const told = Object.fromEntries(dialects.map(({ name, application_defaults }) => [name, application_defaults]));
  expect(told).toEqual(
    Object.fromEntries(DIALECTS.map(({ name, application_defaults }) => [name, application_defaults])),
  );
});

test.each(DIALECTS.map(({ name }) => name))('a bare application of %s is made with it', async (dialect) => {
  const { dialects } = (await client('readDialects', {})).body;
  const { application_defaults } = dialects.find(({ name }) => name === dialect) ?? {};
  const body = { dialect, redirect_uris: ['https://bare.test/cb'] };
  expect((await client('createApplication', { body })).body).toMatchObject(application_defaults ?? { dialect: '' });
});
