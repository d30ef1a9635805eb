/** Redeeming a code: once, in time, by the application that it was made for, at the redirect URI that it was sent to. */
import { beforeEach, describe, expect, it } from 'vitest';
import { endSessionsOfUser } from '../../../server/directory/sessions.ts';
import { basic, buildHouse, type House, VERIFIER } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem, tokens } from '../../support/sign-in.ts';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
});

const codeFor = async (changes: Asked = {}) => (await authorize(house, house.browser(), changes))['code'];
const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

async function isAlive(token: unknown): Promise<unknown> {
  const shown = await house.post('introspect', { token: String(token) }, { authorization: basic('app') });
  return shown.body['active'];
}

const disable = (disabled: boolean) => house.store.collection('users').update(alice, (old) => ({ ...old, disabled }));

describe('the token endpoint', () => {
  it.each<[string, Asked, string]>([
    ['no grant_type (C18)', { grant_type: undefined }, 'invalid_request'],
    ['an empty grant_type', { grant_type: '' }, 'invalid_request'],
    ['an unknown grant_type (C18)', { grant_type: 'magic' }, 'unsupported_grant_type'],
    [
      'the password grant (C21)',
      { grant_type: 'password', username: 'alice', password: 'x' },
      'unsupported_grant_type',
    ],
    ['a URN that nobody knows (C32)', { grant_type: 'urn:x:unknown' }, 'unsupported_grant_type'],
    ['the implicit grant', { grant_type: 'implicit' }, 'unsupported_grant_type'],
    ['a member of objects', { grant_type: '__proto__' }, 'unsupported_grant_type'],
    ['a megabyte of grant_type', { grant_type: 'a'.repeat(1_000_000) }, 'unsupported_grant_type'],
    ['a grant that this client is not registered for', { grant_type: 'client_credentials' }, 'unauthorized_client'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['an empty code', { code: '' }, 'invalid_request'],
    ['two codes (C13)', { code: ['a', 'b'] }, 'invalid_request'],
    ['two redirect_uris', { redirect_uri: [CALLBACK, CALLBACK] }, 'invalid_request'],
    ['two verifiers', { code_verifier: [VERIFIER, VERIFIER] }, 'invalid_request'],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
  ])('refuses %s and leaves the code as it was', async (_what, changes, error) => {
    const code = await codeFor();
    const answer = await redeem(house, code, changes);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{5,300}$/),
    });
    expect((await redeem(house, code)).status).toBe(200);
  });

  it('takes unknown parameters for nothing', async () => {
    expect((await redeem(house, await codeFor(), { extra: 'x', __proto__: 'y', assertion: 'z' })).status).toBe(200);
  });
});

describe('a code', () => {
  it('works once; the second time ends all that the first led to (C07)', async () => {
    const code = await codeFor();
    const { access_token, refresh_token } = (await redeem(house, code)).body;
    expect([await isAlive(access_token), await isAlive(refresh_token)]).toEqual([true, true]);
    house.clock.now += 31;
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
    expect([await isAlive(access_token), await isAlive(refresh_token)]).toEqual([false, false]);
    const { items } = await house.store.collection('audit_events').list({ limit: 50 });
    expect(items.filter(({ type }) => type === 'grant.revoked')).toMatchObject([
      { actor: 'app', target: 'alice', address: '192.0.2.1', detail: { because: 'its code was used twice' } },
    ]);
  });

  it('replayed after a refresh ends the refreshed tokens as well (C07)', async () => {
    const code = await codeFor();
    const { refresh_token } = (await redeem(house, code)).body;
    const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
    const second = (await house.post('token', fields, { authorization: basic('app') })).body;
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
    expect([await isAlive(second['access_token']), await isAlive(second['refresh_token'])]).toEqual([false, false]);
  });

  it('replayed long after it expired still ends them, while they live', async () => {
    const code = await codeFor();
    const { access_token } = (await redeem(house, code)).body;
    house.clock.now += house.DEFAULT_SETTINGS.access_token_lifetime_s - 1;
    expect(await isAlive(access_token)).toBe(true);
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
    expect(await isAlive(access_token)).toBe(false);
  });

  it('expires, and works until then (C10)', async () => {
    const [early, late] = [await codeFor(), await codeFor()];
    house.clock.now += house.DEFAULT_SETTINGS.code_lifetime_s - 1;
    expect((await redeem(house, early)).status).toBe(200);
    house.clock.now += 1;
    expect(await redeem(house, late)).toMatchObject(INVALID_GRANT);
  });

  it('does not come back to life by another check that fails first (C10)', async () => {
    const code = await codeFor();
    house.clock.now += house.DEFAULT_SETTINGS.code_lifetime_s + 1;
    expect(await redeem(house, code, { code_verifier: 'x' })).toMatchObject(INVALID_GRANT);
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
  });

  it('is refused with any one letter changed, and the rightful one still works (C11)', async () => {
    const code = (await codeFor()) ?? '';
    for (const [i, letter] of [...code].entries()) {
      const changed = `${code.slice(0, i)}${letter === 'A' ? 'B' : 'A'}${code.slice(i + 1)}`;
      expect(await redeem(house, changed)).toMatchObject(INVALID_GRANT);
    }
    expect((await redeem(house, code)).status).toBe(200);
  });

  it.each(['__proto__', 'a b', '\0', 'a'.repeat(1_000_000), '../../etc/passwd', '😀'])('is not %s', async (code) => {
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
  });

  it('of another application is refused, and not burned by the attempt', async () => {
    await house.addApplication({ client_id: 'other', redirect_uris: [CALLBACK], scope: 'openid' });
    const code = await codeFor();
    expect(await redeem(house, code, {}, basic('other'))).toMatchObject(INVALID_GRANT);
    expect(await redeem(house, code, { code_verifier: 'x' }, basic('other'))).toMatchObject(INVALID_GRANT);
    expect((await redeem(house, code)).status).toBe(200);
  });

  it('is no refresh token and no access token', async () => {
    const code = await codeFor();
    const fields = { grant_type: 'refresh_token', refresh_token: code };
    expect(await house.post('token', fields, { authorization: basic('app') })).toMatchObject(INVALID_GRANT);
    expect((await house.post('userinfo', {}, { authorization: `Bearer ${code}` })).status).toBe(401);
    expect((await redeem(house, code)).status).toBe(200);
  });
});

describe('redirect_uri at the token endpoint (A17)', () => {
  it.each<[string, Asked]>([
    ['missing', { redirect_uri: undefined }],
    ['empty', { redirect_uri: '' }],
    ['another registered one', { redirect_uri: 'https://app.test/second' }],
    ['one with a slash more', { redirect_uri: `${CALLBACK}/` }],
  ])('is refused when it is %s, and the code is burned', async (_what, changes) => {
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    await house.store
      .collection('applications')
      .update(app?.id ?? '', (old) => ({ ...old, redirect_uris: [CALLBACK, 'https://app.test/second'] }));
    const code = await codeFor();
    expect(await redeem(house, code, changes)).toMatchObject(INVALID_GRANT);
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
  });

  it('need not be sent where the authorization request had none', async () => {
    const code = await codeFor({ redirect_uri: undefined, scope: 'profile' });
    expect((await redeem(house, code, { redirect_uri: undefined })).status).toBe(200);
  });
});

describe('what happens between a code and its redemption (C27)', () => {
  it('a person who is disabled gets nothing', async () => {
    const code = await codeFor();
    await disable(true);
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
    await disable(false);
    expect((await redeem(house, code)).status).toBe(200);
  });

  it('a person who signs out everywhere gets nothing that hangs on the session', async () => {
    const signOut = () => house.store.transaction((within) => endSessionsOfUser(within, alice, house.clock.now));
    const online = await codeFor({ scope: 'openid' });
    await signOut();
    expect(await redeem(house, online)).toMatchObject(INVALID_GRANT);
    const offline = await codeFor({ scope: 'openid offline_access' });
    await signOut();
    expect((await redeem(house, offline)).status).toBe(200);
  });

  it('a person who left the group, and an application that was switched off, get nothing', async () => {
    const code = await codeFor();
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    const change = (fields: object) =>
      house.store.collection('applications').update(app?.id ?? '', (old) => ({ ...old, ...fields }));
    await change({ allowed_groups: ['staff'] });
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
    await change({ allowed_groups: [], disabled: true });
    expect(await redeem(house, code)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    await change({ disabled: false });
    expect((await redeem(house, code)).status).toBe(200);
  });

  it('a consent that was withdrawn counts no more', async () => {
    const code = await codeFor();
    await house.store.collection('consents').remove(`${alice} app`);
    expect(await redeem(house, code)).toMatchObject(INVALID_GRANT);
  });

  it('says the same whatever lies with the person', async () => {
    const code = await codeFor();
    await disable(true);
    const { error_description } = (await redeem(house, code)).body;
    expect(error_description).not.toMatch(/disabled|group/);
  });
});

describe('what is on record', () => {
  it('holds no code and no token in clear (D11)', async () => {
    const code = (await codeFor()) ?? '';
    const { access_token = '', refresh_token = '' } = (await redeem(house, code)).body as Record<string, string>;
    const names = [
      'authorization_codes',
      'access_tokens',
      'refresh_tokens',
      'grants',
      'sessions',
      'audit_events',
    ] as const;
    const kept = await Promise.all(names.map((name) => house.store.collection(name).list({ limit: 100 })));
    const text = JSON.stringify(kept);
    for (const secret of [code, access_token, refresh_token]) {
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(text).not.toContain(secret);
    }
  });

  it('gives an access token another value each time', async () => {
    const browser = house.browser();
    const values = [];
    for (let i = 0; i < 5; i += 1) values.push((await tokens(house, browser))['access_token']);
    expect(new Set(values).size).toBe(5);
  });
});
