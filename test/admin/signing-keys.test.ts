/** Signing keys by the admin API: their timeline, and what each act on them means for the tokens that they signed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, codeFor, redeem, startOffice, works } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const keys = async () => (await client('listSigningKeys')).body.items;
const keyOf = async (alg: string, state: string) =>
  (await keys()).find((key) => key.alg === alg && key.state === state);
const published = async () => {
  const { keys: list } = (await (await fetch(`${office.origin}/oauth2/jwks`)).json()) as { keys: { kid: string }[] };
  return list.map(({ kid }) => kid);
};

test('the timeline says when a next key takes over, and shows nothing private', async () => {
  const all = await keys();
  expect(all).toHaveLength(8);
  const active = (await keyOf('RS256', 'active'))!;
  const next = (await keyOf('RS256', 'next'))!;
  expect(next.activates_at).toBe(active.retires_at);
  expect(active.retires_at).toBe(active.activated_at! + 90 * 24 * 3600);
  expect(active.public_pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  expect(JSON.stringify(all)).not.toMatch(/"(?:d|p|q|dp|dq|qi|sealed_private_jwk)":/);
});

test('an admin’s rotation happens at once, and the key that signed until then stays published', async () => {
  const [active, next] = [(await keyOf('ES256', 'active'))!, (await keyOf('ES256', 'next'))!];
  const told = (await client('rotateSigningKeys', { body: { alg: 'ES256' } })).body.rotations;
  expect(told).toEqual([{ alg: 'ES256', rotated: true, kid: next.kid, waits_until: null }]);
  expect(await published()).toEqual(expect.arrayContaining([active.kid, next.kid]));
  expect((await keyOf('ES256', 'active'))!.kid).toBe(next.kid);
  expect((await keyOf('ES256', 'retired'))!.kid).toBe(active.kid);
});

test('a key that applications can’t know yet is scheduled no earlier than they can', async () => {
  const next = (await keyOf('RS256', 'next'))!;
  const early = await client('changeSigningKey', {
    path: { kid: next.kid },
    body: { activates_at: next.published_at + 599 },
  });
  expect([early.status, early.problem.errors?.[0]?.pointer]).toEqual([400, '/activates_at']);
  const far = await client('changeSigningKey', {
    path: { kid: next.kid },
    body: { activates_at: next.published_at + 11 * 366 * 24 * 3600 },
  });
  expect([far.status, far.problem.errors]).toEqual([
    400,
    [{ pointer: '/activates_at', detail: expect.stringMatching(/^is too far ahead: it may be 20\d\d-/) }],
  ]);
  const at = next.published_at + 700;
  const scheduled = await client('changeSigningKey', { path: { kid: next.kid }, body: { activates_at: at } });
  expect(scheduled.body.activates_at).toBe(at);
  expect((await keyOf('RS256', 'active'))!.retires_at).toBe(at);
  const active = (await keyOf('RS256', 'active'))!;
  expect((await client('changeSigningKey', { path: { kid: active.kid }, body: { activates_at: at } })).status).toBe(
    409,
  );
});

test('a second next key is refused, and one that was removed can be made again', async () => {
  expect((await client('createSigningKey', { body: { alg: 'EdDSA' } })).status).toBe(409);
  const next = (await keyOf('EdDSA', 'next'))!;
  for (let time = 0; time < 2; time += 1) {
    expect((await client('removeSigningKey', { path: { kid: next.kid } })).status).toBe(204);
  }
  expect(await published()).not.toContain(next.kid);
  const codes = (await client('readStatus')).body.attention.map(({ code }) => code);
  expect(codes).toContain('rotation_impossible');
  const made = await client('createSigningKey', { body: { alg: 'EdDSA' } });
  expect(made.body).toMatchObject({ alg: 'EdDSA', state: 'next' });
  expect(await published()).toContain(made.body.kid);
  expect((await client('createSigningKey', { body: { alg: 'EdDSA' } })).status).toBe(409);
});

test('a revoked key is out at once: what it signed is dead, and another signs', async () => {
  const browser = await office.signedIn();
  const ask = async () => {
    const code = await codeFor(browser, { client_id: 'jwt' });
    return (await redeem(office.origin, code, {}, 'jwt')).body['access_token'] ?? '';
  };
  const before = await ask();
  const active = (await keyOf('ES256', 'active'))!;
  const next = (await keyOf('ES256', 'next'))!;
  expect(JSON.parse(Buffer.from(before.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
    kid: active.kid,
  });
  expect(await works(office.origin, before)).toBe(true);
  expect((await client('removeSigningKey', { path: { kid: active.kid } })).status).toBe(409);
  const told = await client('revokeSigningKey', { path: { kid: active.kid }, body: { reason: 'it was copied' } });
  expect(told.body).toMatchObject({ kid: active.kid, active_kid: next.kid, died: expect.stringContaining('ES256') });
  expect(await published()).not.toContain(active.kid);
  expect(await works(office.origin, before)).toBe(false);
  expect(await works(office.origin, await ask())).toBe(true);
  expect((await keyOf('ES256', 'next'))!.kid).not.toBe(next.kid);
  expect((await client('revokeSigningKey', { path: { kid: active.kid } })).status).toBe(404);
  const [event] = (await client('listAuditEvents', { query: { type: 'signing_key.revoked' } })).body.items;
  expect(event).toMatchObject({
    actor: 'bot',
    target: active.kid,
    detail: { alg: 'ES256', state: 'active', reason: 'it was copied' },
  });
});
