/** An application looks after its own registration, and after nobody else's (RFC 7592, attack H02). */
import { beforeEach, describe, expect, it } from 'vitest';
import { type ApplicationChanges, changeApplication, findApplication } from '../../../server/directory/applications.ts';
import { basic, buildHouse, type House } from '../../support/house.ts';
import { callRegistration } from '../../support/registration.ts';

const GOOD = {
  redirect_uris: ['https://rp.test/cb'],
  client_name: 'A client',
  initiate_login_uri: 'https://rp.test/in',
};

let house: House;
let client_id: string;
let token: string;
let client_secret: string;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ dynamic_registration: 'open' });
  const { body } = await callRegistration(house, 'POST', { body: GOOD });
  [client_id, token, client_secret] = [body['client_id'], body['registration_access_token'], body['client_secret']].map(
    String,
  ) as [string, string, string];
});

const read = () => callRegistration(house, 'GET', { client_id, token });
const replace = (body: object) => callRegistration(house, 'PUT', { client_id, token, body });

it('is told everything again but the secret', async () => {
  const { status, body } = await read();
  expect(status).toBe(200);
  expect(body).toMatchObject({ ...GOOD, client_id, registration_access_token: token });
  expect(body).not.toHaveProperty('client_secret');
});

describe('a replacement', () => {
  it('replaces everything: what is left out is taken back', async () => {
    const { status, body } = await replace({ client_id, redirect_uris: ['https://new.test/cb'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ redirect_uris: ['https://new.test/cb'], client_name: 'new.test' });
    expect(body).not.toHaveProperty('initiate_login_uri');
    expect((await read()).body).toEqual(body);
    const sent = { token: 'x' };
    expect((await house.post('introspect', sent, { authorization: basic(client_id, client_secret) })).status).toBe(200);
  });

  it('may bring the secret along, but no other', async () => {
    expect((await replace({ ...GOOD, client_id, client_secret })).status).toBe(200);
    expect(await replace({ ...GOOD, client_id, client_secret: 'chosen' })).toMatchObject({ status: 400 });
  });

  it.each<[string, object]>([
    ['without its client_id', { ...GOOD }],
    ['with another client_id', { ...GOOD, client_id: 'other' }],
    ['with a token', { ...GOOD, client_id: 'MINE', registration_access_token: 'x' }],
    ['with an address', { ...GOOD, client_id: 'MINE', registration_client_uri: 'https://x.test' }],
    ['with a time', { ...GOOD, client_id: 'MINE', client_id_issued_at: 1 }],
    ['with bad metadata', { ...GOOD, client_id: 'MINE', logo_uri: 'http://rp.test/' }],
  ])('%s is refused and changes nothing', async (_what, body) => {
    const before = await findApplication(house.store, client_id);
    const mine = 'client_id' in body && body.client_id === 'MINE' ? { ...body, client_id } : body;
    expect(await replace(mine)).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
    expect(await findApplication(house.store, client_id)).toEqual(before);
  });

  it('to another method gives or takes the secret', async () => {
    const none = await replace({ ...GOOD, client_id, token_endpoint_auth_method: 'none' });
    expect([none.status, none.body['client_secret']]).toEqual([200, undefined]);
    const again = await replace({ ...GOOD, client_id });
    expect(again.body['client_secret']).toMatch(/^[\w-]{43}$/);
    expect(again.body['client_secret']).not.toBe(client_secret);
  });

  it('waits for an admin again where admins approve, unless nothing changed', async () => {
    await house.setSettings({ dynamic_registration: 'approval' });
    expect((await replace({ ...GOOD, client_id })).status).toBe(200);
    expect(await findApplication(house.store, client_id)).toMatchObject({ disabled: false });
    expect((await replace({ ...GOOD, client_id, redirect_uris: ['https://evil.test/'] })).status).toBe(200);
    expect(await findApplication(house.store, client_id)).toMatchObject({
      disabled: true,
      registration: { awaits_approval: true },
    });
    expect((await read()).status).toBe(200);
  });
});

describe('how often', () => {
  const eventTypes = async () =>
    (await house.store.collection('audit_events').list({ limit: 50 })).items.map(({ type }) => type);

  it('a replacement that changes nothing leaves no trace: not in the record, not in the audit log', async () => {
    const before = await findApplication(house.store, client_id);
    house.clock.now += 5;
    expect((await replace({ ...GOOD, client_id })).status).toBe(200);
    expect(await findApplication(house.store, client_id)).toEqual(before);
    expect(await eventTypes()).toEqual(['application.registered']);
    expect((await replace({ ...GOOD, client_id, client_name: 'Another name' })).status).toBe(200);
    expect(await eventTypes()).toEqual(['application.registered', 'application.registration_changed']);
  });

  it('one application may change itself ten times a minute, and others are not held back by it', async () => {
    for (let n = 0; n < 10; n += 1) {
      expect((await replace({ ...GOOD, client_id, client_name: `Name ${n}` })).status).toBe(200);
    }
    const refused = await replace({ ...GOOD, client_id, client_name: 'One more' });
    expect(refused).toMatchObject({ status: 429, headers: { 'Retry-After': '60' } });
    expect(refused.body).toMatchObject({ error: 'temporarily_unavailable' });
    expect(await findApplication(house.store, client_id)).toMatchObject({ client_name: 'Name 9' });
    expect((await read()).status).toBe(200);
    expect((await callRegistration(house, 'POST', { body: GOOD })).status).toBe(201);
    house.clock.now += 61;
    expect((await replace({ ...GOOD, client_id, client_name: 'One more' })).status).toBe(200);
  });

  it('a network may change as many applications as it may register', async () => {
    await house.setSettings({ registrations_per_minute: 2 });
    expect((await replace({ ...GOOD, client_id, client_name: 'Second' })).status).toBe(200);
    expect((await replace({ ...GOOD, client_id, client_name: 'Third' })).status).toBe(429);
    const elsewhere = { client_id, token, body: { ...GOOD, client_id }, address: '198.51.100.7' };
    expect((await callRegistration(house, 'PUT', elsewhere)).status).toBe(200);
  });
});

describe('what an admin narrowed', () => {
  const narrow = (changes: ApplicationChanges) =>
    house.store.transaction((within) => changeApplication(within, client_id, changes, house.clock.now));
  const kept = () => findApplication(house.store, client_id);

  it('stays narrow: a replacement that says nothing of scopes, or wants them back, gets none', async () => {
    await narrow({ scope: 'openid email' });
    expect((await replace({ ...GOOD, client_id })).body).toMatchObject({ scope: 'openid email' });
    expect((await replace({ ...GOOD, client_id, scope: 'openid profile' })).body).toMatchObject({ scope: 'openid' });
    expect(await kept()).toMatchObject({ scope: 'openid', disabled: false });
  });

  it('is nothing where no admin did: it keeps what it has, and may give scopes back', async () => {
    const before = (await kept())?.scope ?? '';
    expect((await replace({ ...GOOD, client_id })).body).toMatchObject({ scope: before });
    expect((await replace({ ...GOOD, client_id, scope: 'openid' })).body).toMatchObject({ scope: 'openid' });
  });

  it('grows again where an admin approves it', async () => {
    await house.setSettings({ dynamic_registration: 'approval' });
    await narrow({ scope: 'openid email' });
    expect((await replace({ ...GOOD, client_id })).status).toBe(200);
    expect(await kept()).toMatchObject({ scope: 'openid email', disabled: false });
    await replace({ ...GOOD, client_id, scope: 'openid profile lanyard:admin' });
    const waiting = { disabled: true, registration: { awaits_approval: true } };
    expect(await kept()).toMatchObject({ scope: 'openid profile', ...waiting });
  });

  it('does not carry what an admin added to wherever it sends people next', async () => {
    await narrow({ scope: 'openid lanyard:admin' });
    const { body } = await replace({ ...GOOD, client_id, redirect_uris: ['https://elsewhere.test/cb'] });
    expect(body).toMatchObject({ scope: 'openid' });
  });

  it('PKCE that it was made to use it goes on needing, and without an admin it stays as it was', async () => {
    expect(await kept()).toMatchObject({ require_pkce: false });
    await replace({ ...GOOD, client_id });
    expect(await kept()).toMatchObject({ require_pkce: false });
    await narrow({ require_pkce: true });
    await replace({ ...GOOD, client_id });
    expect(await kept()).toMatchObject({ require_pkce: true });
  });
});

it('ends itself, and is gone', async () => {
  expect((await callRegistration(house, 'DELETE', { client_id, token })).status).toBe(204);
  expect(await findApplication(house.store, client_id)).toBeUndefined();
  expect((await read()).status).toBe(401);
  const { items } = await house.store.collection('audit_events').list({ limit: 10 });
  expect(items.map(({ type }) => type)).toEqual(['application.registered', 'application.registration_ended']);
});

describe.each(['GET', 'PUT', 'DELETE'] as const)('%s', (method) => {
  const denied = { status: 401, body: { error: 'invalid_token' } };
  const ask = (id: string | undefined, by: string | undefined) =>
    callRegistration(house, method, {
      body: { ...GOOD, client_id: id },
      ...(id === undefined ? {} : { client_id: id }),
      ...(by === undefined ? {} : { token: by }),
    });

  it('needs the token of that very registration', async () => {
    const other = await callRegistration(house, 'POST', { body: GOOD });
    await house.addApplication({ client_id: 'of-an-admin', redirect_uris: ['https://rp.test/cb'] });
    expect(await ask(client_id, String(other.body['registration_access_token']))).toMatchObject(denied);
    for (const id of [client_id, 'of-an-admin', 'nobody', undefined]) {
      for (const by of [undefined, 'guess', client_secret]) expect(await ask(id, by)).toMatchObject(denied);
    }
    expect(await ask('of-an-admin', token)).toMatchObject(denied);
    expect(await findApplication(house.store, client_id)).toBeDefined();
    expect((await ask(client_id, token)).status).toBeLessThan(300);
  });

  it('is off where registration is off', async () => {
    await house.setSettings({ dynamic_registration: 'off' });
    expect((await ask(client_id, token)).status).toBe(403);
  });
});
