/** What applications answered when they were told of a sign-out: shown to admins, who may have them told again. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type AttackedOffice, codeFor, redeem, startOffice } from '../attacks/office.ts';
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

/** Far longer than anything takes that is waited for. */
const SOON_MS = 30_000;

let office: AttackedOffice;
let client: Client;
let receiver: LogoutReceiver;
let id: string;
beforeAll(async () => {
  office = await startOffice();
  receiver = await startLogoutReceiver();
  client = adminClient(office.origin, await botCredentials(office.origin));
  const { body } = await client('listApplications', { query: { q: 'trusted' } });
  id = body.items.find(({ client_id }) => client_id === 'trusted')!.id;
  const backchannel_logout_uri = `${receiver.origin}/out`;
  await client('changeApplication', { path: { id }, body: { backchannel_logout_uri } });
});
afterAll(async () => {
  await receiver.stop();
  await office.stop();
});

const list = async () => (await client('listLogoutDeliveries', { path: { id } })).body.items;

/** Signs alice in to it and ends that session in the admin API. */
async function signInAndEnd(): Promise<string> {
  await redeem(office.origin, await codeFor(await office.signedIn()));
  const { body } = await client('listSessions', { query: { client_id: 'trusted' } });
  const [session] = body.items;
  expect((await client('endSession', { path: { sid: session!.sid } })).status).toBe(204);
  return session!.sid;
}

test('the address that was entered is shown', async () => {
  const { body } = await client('readApplication', { path: { id } });
  expect(body).toMatchObject({ backchannel_logout_uri: `${receiver.origin}/out` });
});

test('a session that an admin ends is told to its applications at once, and what they answered is shown', async () => {
  const sid = await signInAndEnd();
  await vi.waitFor(() => expect(receiver.at('/out')).toHaveLength(1), SOON_MS);
  const shown = await vi.waitFor(async () => {
    const [first] = await list();
    expect(first?.state).toBe('told');
    return first;
  }, SOON_MS);
  expect(shown).toMatchObject({ sid, username: 'alice', tries: 1, status: 200, error: null, next_try_at: null });
  const again = await client('retryLogoutDelivery', { path: { id, delivery_id: shown!.id } });
  expect(again.body).toEqual(shown);
  expect(receiver.at('/out')).toHaveLength(1);
});

test('one that was refused is told again when an admin wants it, and both are in the audit log', async () => {
  receiver.answer('/out', 400, 200);
  const sid = await signInAndEnd();
  const failed = await vi.waitFor(async () => {
    const found = (await list()).find((one) => one.sid === sid);
    expect(found?.state).toBe('failed');
    return found;
  }, SOON_MS);
  expect(failed).toMatchObject({
    tries: 1,
    status: 400,
    error: 'it answered 400, which refuses it',
    next_try_at: null,
  });
  const retried = await client('retryLogoutDelivery', { path: { id, delivery_id: failed!.id } });
  expect(retried.body.state).toBe('waiting');
  await vi.waitFor(async () => {
    expect((await list()).find((one) => one.sid === sid)).toMatchObject({ state: 'told', tries: 2, status: 200 });
  }, SOON_MS);
  const { body } = await client('listAuditEvents', { query: { type: 'logout' } });
  expect(body.items.map(({ type, sentence }) => [type, sentence])).toEqual([
    ['logout.retried', expect.stringMatching(/ had .* told once more of a sign-out$/)],
    [
      'logout.failed',
      expect.stringMatching(
        / was not told that .* has signed out, after trying once: it answered 400, which refuses it$/,
      ),
    ],
  ]);
});

test('a delivery of another application, or none, is not found', async () => {
  const { body } = await client('listApplications', { query: { q: 'rp2' } });
  const other = body.items.find(({ client_id }) => client_id === 'rp2')!;
  const [mine] = await list();
  for (const path of [
    { id: other.id, delivery_id: mine!.id },
    { id, delivery_id: 'none' },
    { id: 'none', delivery_id: mine!.id },
  ])
    expect((await client('retryLogoutDelivery', { path })).status).toBe(404);
});

test.each([
  ['no address', 'logout'],
  ['another scheme', 'ftp://app.example.lan/logout'],
  ['a fragment', 'https://app.example.lan/logout#here'],
  ['credentials', 'https://user:secret@app.example.lan/logout'],
])('an address with %s is refused', async (_what, backchannel_logout_uri) => {
  const answer = await client('changeApplication', { path: { id }, body: { backchannel_logout_uri } });
  expect(answer.status).toBe(400);
  expect(answer.problem.errors?.[0]?.pointer).toBe('/backchannel_logout_uri');
});

test('it is taken back by null', async () => {
  const body = { backchannel_logout_uri: null, backchannel_logout_session_required: null };
  const answer = await client('changeApplication', { path: { id }, body });
  expect(answer.body).not.toHaveProperty('backchannel_logout_uri');
});
