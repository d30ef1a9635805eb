/** Refusals that are only counted stand in the admin API the moment they happen, and in the log once they are written. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttackedOffice, basic, post, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const counted = async (query: Readonly<Record<string, string>> = {}) =>
  (await client('listCountedEvents', { query })).body.items;

it('a refused application stands there at once, as a sentence, and once for many', async () => {
  expect(await counted({ outcome: 'refused' })).toEqual([]);
  const ask = (grant_type: string) =>
    post(office.origin, '/oauth2/token', { grant_type, code: 'made-up' }, { authorization: basic('rp1') });
  for (let time = 0; time < 2; time += 1) expect((await ask('authorization_code')).status).toBe(400);
  const [event, another] = await counted({ outcome: 'refused' });
  expect(another).toBeUndefined();
  expect(event).toMatchObject({
    type: 'token.turned_away',
    target: 'rp1',
    outcome: 'refused',
    addresses: ['127.0.0.1'],
    sentence: expect.stringContaining('was refused tokens twice from 127.0.0.1: invalid_grant'),
  });
  const { items } = (await client('listAuditEvents', { query: { type: 'token.turned_away' } })).body;
  expect(items).toEqual([]);
});

it('is found by whom it was done to', async () => {
  expect(await counted({ target: 'rp1' })).toHaveLength(1);
  expect(await counted({ target: 'robot' })).toEqual([]);
  expect((await client('listCountedEvents', { query: { outcome: 'wrong' } })).status).toBe(400);
});

it('leaves out what went well where refusals are asked for', async () => {
  await post(office.origin, '/oauth2/token', { grant_type: 'client_credentials' }, { authorization: basic('robot') });
  expect((await counted()).map(({ type }) => type)).toContain('application.tokens_issued');
  expect((await counted({ outcome: 'refused' })).map(({ type }) => type)).toEqual(['token.turned_away']);
});
