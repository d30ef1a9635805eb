/** What applications hold of people, as admins see it: how each sign-in was renewed, and what a person allowed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, type AttackedOffice, BOB, codeFor, redeem, refresh, startOffice, works } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const person = async (username: string) =>
  (await client('listUsers', { query: { q: username } })).body.items.find((user) => user.username === username)!;

async function signedInTokens(who = ALICE) {
  const browser = await office.signedIn(who);
  const scope = 'openid profile email offline_access';
  const { body } = await redeem(office.origin, await codeFor(browser, { scope }));
  return { browser, access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' };
}

const renew = async (token: string) => String((await refresh(office.origin, token)).body['refresh_token']);

describe('the family of a grant', () => {
  test('tells of each token when it was made and used, from where, and by which it was replaced; a replay is marked', async () => {
    const { refresh: first } = await signedInTokens();
    const { id } = await person('alice');
    const grant = (await client('listUserGrants', { path: { id } })).body.items.find(({ refreshes }) => refreshes);
    const path = { id, grant_id: grant!.id };
    const third = await renew(await renew(first));
    const family = async () => (await client('listGrantRefreshTokens', { path })).body.items;
    expect(await family()).toMatchObject([
      { generation: 3, state: 'alive', used_at: null, used_from: null, replaced_by: null },
      { generation: 2, state: 'used', made_from: '127.0.0.1', used_from: '127.0.0.1', replaced_by: 3 },
      { generation: 1, state: 'used', made_from: '127.0.0.1', replaced_by: 2, replayed_at: null },
    ]);
    expect(JSON.stringify(await family())).not.toContain(third);
    expect((await refresh(office.origin, first)).status).toBe(400);
    expect(await family()).toMatchObject([
      { generation: 3, state: 'ended' },
      { generation: 2, state: 'used' },
      { generation: 1, state: 'replayed', replayed_at: expect.any(Number), replayed_from: '127.0.0.1' },
    ]);
    const alive = (await client('listUserGrants', { path: { id } })).body.items;
    expect(alive.map((each) => each.id)).not.toContain(grant!.id);
    const ended = (await client('listUserGrants', { path: { id }, query: { ended: 'true' } })).body.items;
    const because = 'its refresh token was used again';
    expect(ended).toMatchObject([
      { id: grant!.id, ended_at: expect.any(Number), ended_because: because, access_tokens: 0 },
    ]);
  });

  test('is not told of under somebody else', async () => {
    await signedInTokens();
    const [grant] = (await client('listUserGrants', { path: { id: (await person('alice')).id } })).body.items;
    const path = { id: (await person('bob')).id, grant_id: grant!.id };
    expect((await client('listGrantRefreshTokens', { path })).status).toBe(404);
  });
});

describe('withdrawing for somebody', () => {
  test('ends all that the application holds of them, forgets their yes, and leaves everybody else alone', async () => {
    const alices = [await signedInTokens(), await signedInTokens()];
    const bobs = await signedInTokens(BOB);
    const { id } = await person('alice');
    const held = async () => (await client('listUserApplications', { path: { id } })).body.items;
    const [application] = await held();
    expect(application).toMatchObject({ client_id: 'trusted', sign_ins: expect.any(Number) });
    const path = { id, application_id: application!.id };
    const { body } = await client('withdrawUserApplication', { path });
    expect(body).toEqual({ grants: application!.sign_ins, told: false });
    expect(await held()).toEqual([]);
    for (const tokens of alices) {
      expect(await works(office.origin, tokens.access)).toBe(false);
      expect((await refresh(office.origin, tokens.refresh)).status).toBe(400);
    }
    expect([await works(office.origin, bobs.access), (await refresh(office.origin, bobs.refresh)).status]).toEqual([
      true,
      200,
    ]);
    const { items } = (await client('listAuditEvents', { query: { type: 'consent.withdrawn' } })).body;
    expect(items).toMatchObject([{ detail: { username: 'alice', grants: application!.sign_ins } }]);
    expect((await client('withdrawUserApplication', { path })).body).toEqual({ grants: 0, told: false });
    expect((await client('listAuditEvents', { query: { type: 'consent.withdrawn' } })).body.items).toHaveLength(1);
  });
});
