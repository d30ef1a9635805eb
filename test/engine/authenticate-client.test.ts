/** Who calls the back channel: one method, proved, with guessing slowed down, and no code burned by a failure. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createAppPassword } from '../../server/directory/app-passwords.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import { basic, buildHouse, type House, SECRET, VERIFIER } from '../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem } from '../support/sign-in.ts';

/** Every character that form encoding changes, and a colon. */
const ODD_SECRET = 'a secret:with+odd%41&chars=é';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const machine = { redirect_uris: [], grant_types: ['client_credentials'], scope: 'orders:read' } as const;
  await house.addApplication({ ...machine, client_id: 'machine' });
  await house.addApplication({ ...machine, client_id: 'odd+id', client_secret_hash: hashSecret(ODD_SECRET) });
  await house.addApplication({ ...machine, client_id: 'off', disabled: true });
  await house.addApplication({
    client_id: 'spa',
    redirect_uris: [CALLBACK],
    scope: 'openid',
    token_endpoint_auth_method: 'none',
  });
});

const machine = (fields: Asked, authorization?: string) =>
  house.post(
    'token',
    { grant_type: 'client_credentials', ...fields },
    authorization === undefined ? {} : { authorization },
  );

const encoded = (client_id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(client_id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

describe('a client with a secret is known', () => {
  it.each<[string, Asked, string | undefined]>([
    ['by Basic', {}, basic('machine')],
    ['by Basic beside its client_id in the body', { client_id: 'machine' }, basic('machine')],
    ['by Basic with the scheme in other letters', {}, basic('machine').replace('Basic', 'bAsIc')],
    ['by post', { client_id: 'machine', client_secret: SECRET }, undefined],
    ['by Basic, odd characters as they are', {}, basic('odd+id', ODD_SECRET)],
    ['by Basic, odd characters encoded (RFC 6749 2.3.1)', {}, encoded('odd+id', ODD_SECRET)],
    ['by Basic, spaces as plus', {}, encoded('odd+id', ODD_SECRET).replaceAll('%20', '+')],
    ['by post, odd characters', { client_id: 'odd+id', client_secret: ODD_SECRET }, undefined],
  ])('%s', async (_what, fields, authorization) => {
    expect(await machine(fields, authorization)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });

  it('by the secret that is being rotated out, until it expires', async () => {
    const [app] = await house.store.collection('applications').find('client_id', 'machine');
    await house.store.collection('applications').update(app?.id ?? '', (old) => ({
      ...old,
      client_secrets: [
        { hash: hashSecret('the-new-one'), created_at: house.clock.now },
        { hash: hashSecret(SECRET), created_at: 0, expires_at: house.clock.now + 60 },
      ],
    }));
    expect((await machine({}, basic('machine', 'the-new-one'))).status).toBe(200);
    expect((await machine({}, basic('machine'))).status).toBe(200);
    house.clock.now += 60;
    expect((await machine({}, basic('machine'))).status).toBe(401);
    expect((await machine({}, basic('machine', 'the-new-one'))).status).toBe(200);
  });
});

describe('a client that proves nothing', () => {
  const unknown = { error: 'invalid_client', error_description: 'client authentication failed' };

  it.each<[string, Asked, string | undefined]>([
    ['a wrong secret by Basic', {}, basic('machine', 'wrong')],
    ['a wrong secret by post', { client_id: 'machine', client_secret: 'wrong' }, undefined],
    ['an unknown client by Basic', {}, basic('nobody')],
    ['an unknown client by post', { client_id: 'nobody', client_secret: SECRET }, undefined],
    ['a disabled client by Basic (B27)', {}, basic('off')],
    ['a disabled client by post', { client_id: 'off', client_secret: SECRET }, undefined],
    ['an empty secret by Basic', {}, basic('machine', '')],
    ['a client_id alone (C20)', { client_id: 'machine' }, undefined],
    ['an unknown client_id alone', { client_id: 'nobody' }, undefined],
    ['a public client with a secret by Basic (C20)', {}, basic('spa', 'x')],
    ['a public client with a secret by post (C20)', { client_id: 'spa', client_secret: 'x' }, undefined],
    ['nothing', {}, undefined],
    ['a secret without a client_id', { client_secret: SECRET }, undefined],
    ['Basic without credentials', {}, 'Basic'],
    ['Basic that is not base64', {}, 'Basic !!!!'],
    ['Basic without a colon', {}, `Basic ${Buffer.from('machine').toString('base64')}`],
    ['Basic with broken escapes', {}, `Basic ${Buffer.from('machine:%zz').toString('base64')}`],
    ['Basic with bytes that are no text', {}, `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0xff]).toString('base64')}`],
    ['a scheme that we do not know', {}, 'Digest username="machine"'],
    ['a Bearer token', {}, 'Bearer abc'],
    ['the hash instead of the secret', {}, basic('machine', hashSecret(SECRET))],
    ['the name of a member of objects', {}, basic('__proto__', 'x')],
    ['a megabyte', {}, basic('m'.repeat(1_000_000), 'x')],
  ])('gets one and the same answer: %s (C18)', async (_what, fields, authorization) => {
    const answer = await machine(fields, authorization);
    expect(answer.status).toBe(401);
    expect(answer.body['error']).toBe('invalid_client');
    if (authorization !== undefined) expect(answer.headers['WWW-Authenticate']).toMatch(/^Basic realm="/);
    else expect(answer.headers).not.toHaveProperty('WWW-Authenticate');
    expect(answer.body).toEqual(unknown);
  });
});

describe('a client that says two things at once (C14)', () => {
  it.each<[string, Asked, string | undefined]>([
    ['Basic and a secret in the body', { client_secret: SECRET }, basic('machine')],
    ['Basic and both in the body', { client_id: 'machine', client_secret: SECRET }, basic('machine')],
    ['two different client_ids (C13)', { client_id: 'spa' }, basic('machine')],
    ['client_id twice', { client_id: ['machine', 'machine'], client_secret: SECRET }, undefined],
    ['client_secret twice', { client_id: 'machine', client_secret: [SECRET, SECRET] }, undefined],
    ['grant_type twice (C13)', { grant_type: ['client_credentials', 'client_credentials'] }, basic('machine')],
    ['an unknown parameter twice', { extra: ['a', 'b'] }, basic('machine')],
  ])('is refused: %s', async (_what, fields, authorization) => {
    expect(await machine(fields, authorization)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('a public client', () => {
  const codeFor = async () => (await authorize(house, house.browser(), { client_id: 'spa', scope: 'openid' }))['code'];
  const redeemAs = async (fields: Asked, authorization?: string) =>
    house.post(
      'token',
      {
        grant_type: 'authorization_code',
        code: await codeFor(),
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        ...fields,
      },
      authorization === undefined ? {} : { authorization },
    );

  it('names itself', async () => {
    expect((await redeemAs({ client_id: 'spa' })).status).toBe(200);
    expect((await redeemAs({ client_id: 'spa', client_secret: '' })).status).toBe(200);
  });

  it('may do so by Basic with an empty password', async () => {
    expect((await redeemAs({}, basic('spa', ''))).status).toBe(200);
  });

  it('may send a username that no method asks for', async () => {
    expect((await redeemAs({ client_id: 'spa', username: 'alice' })).status).toBe(200);
  });

  it('is no more trusted for that: it learns of its own tokens alone', async () => {
    const { code } = await authorize(house, house.browser());
    const theirs = String((await redeem(house, code)).body['access_token']);
    for (const options of [{ authorization: basic('spa', '') }, {}]) {
      const fields = { token: theirs, ...('authorization' in options ? {} : { client_id: 'spa' }) };
      expect((await house.post('introspect', fields, options)).body).toEqual({ active: false });
    }
    const { access_token: own } = (await redeemAs({ client_id: 'spa' })).body as Record<string, string>;
    const shown = await house.post('introspect', { token: own }, { authorization: basic('spa', '') });
    expect(shown.body).toMatchObject({ active: true, client_id: 'spa' });
  });
});

describe('a failed authentication', () => {
  it('burns no code: Basic that is wrong, then post that is right (Go)', async () => {
    const { code } = await authorize(house, house.browser());
    expect((await redeem(house, code, {}, basic('app', 'wrong'))).status).toBe(401);
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
    const answer = await house.post('token', { ...fields, client_id: 'app', client_secret: SECRET });
    expect(answer.status).toBe(200);
  });

  it('burns no refresh token', async () => {
    const { code } = await authorize(house, house.browser());
    const { refresh_token } = (await redeem(house, code)).body as Record<string, string>;
    const refresh = (authorization: string) =>
      house.post('token', { grant_type: 'refresh_token', refresh_token }, { authorization });
    expect((await refresh(basic('app', 'wrong'))).status).toBe(401);
    expect((await refresh(basic('app'))).status).toBe(200);
  });
});

describe('guessing a secret (C19)', () => {
  beforeEach(async () => {
    await house.setSettings({ client_attempts_per_minute: 3 });
    const account = await house.store.transaction((within) =>
      createServiceAccount(within, { username: 'ci-bot', scope: 'orders:read' }, house.clock.now),
    );
    await house.store.transaction((within) =>
      createAppPassword(within, account, { name: 'main', hash: hashSecret('app-password') }, house.clock.now),
    );
  });

  it('has to wait after as many failures as the setting says, and the right one too', async () => {
    for (let i = 0; i < 3; i += 1) expect((await machine({}, basic('machine', `${i}`))).status).toBe(401);
    const answer = await machine({}, basic('machine'));
    expect(answer).toMatchObject({ status: 429, headers: { 'Retry-After': '60' } });
    house.clock.now += 60;
    expect((await machine({}, basic('machine'))).status).toBe(200);
  });

  it('leaves other addresses and other clients alone', async () => {
    for (let i = 0; i < 4; i += 1) await machine({}, basic('machine', `${i}`));
    const elsewhere = { authorization: basic('machine'), address: '192.0.2.9' };
    expect((await house.post('token', { grant_type: 'client_credentials' }, elsewhere)).status).toBe(200);
    expect((await machine({}, basic('app'))).body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('counts no success', async () => {
    for (let i = 0; i < 8; i += 1) expect((await machine({}, basic('machine'))).status).toBe(200);
  });

  it.each<[string, (i: number) => readonly [Asked, string | undefined]]>([
    ['another username beside it each time', (i) => [{ username: `u${i}` }, basic('machine', `${i}`)]],
    [
      'Basic and post by turns',
      (i) => (i % 2 === 0 ? [{}, basic('machine', '?')] : [{ client_id: 'machine', client_secret: '?' }, undefined]),
    ],
    ['its client_id encoded each time differently', (i) => [{}, encodedPartly('machine', i)]],
    [
      'an app password with another client_id each time',
      (i) => [{ username: 'ci-bot', password: `${i}`, client_id: `c${i}` }, undefined],
    ],
    [
      'an app password with the name spelled differently',
      (i) => [{ username: `${' '.repeat(i)}Ci-Bot`, password: `${i}` }, undefined],
    ],
  ])('is not hidden by %s', async (_what, request) => {
    for (let i = 0; i < 3; i += 1) expect((await machine(...request(i))).status).toBe(401);
    expect((await machine(...request(3))).status).toBe(429);
  });

  /** The first `letters` letters as %XX. */
  function encodedPartly(client_id: string, letters: number): string {
    const text = [...client_id].map((c, i) => (i < letters ? `%${c.charCodeAt(0).toString(16)}` : c)).join('');
    return `Basic ${Buffer.from(`${text}:guess`).toString('base64')}`;
  }
});
