/** What leaves an event each, and what is only counted, so that nothing that matters is missing and no stranger fills the disk. */
import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../server/audit/chain.ts';
import { writeCounts } from '../../server/audit/write-counts.ts';
import { createAppPassword } from '../../server/directory/app-passwords.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import { PKCE_NEEDED } from '../../server/spec/refusal-reasons.ts';
import { basic, buildHouse, type House, PASSWORD, SECRET } from '../support/house.ts';
import {
  authorizationRequest,
  authorize,
  furnish,
  leftWith,
  pageOf,
  redeem,
  type Asked,
  tokens,
  walk,
} from '../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

const events = async () => (await house.store.collection('audit_events').list({ limit: 200 })).items;
const told = async () => (await events()).map(({ type, actor, target }) => `${type} ${actor || '-'} ${target || '-'}`);
const counted = () =>
  house.counts.take().map(({ type, about, because, count }) => `${type} ${about || '-'} ${count}× ${because}`.trim());

const open = (changes: Asked = {}, browser = house.browser()) =>
  browser.open('authorize', authorizationRequest(changes));
const app = { authorization: basic('app') };

describe('one event each', () => {
  it('a sign-in, what was allowed, and going on to the application', async () => {
    await authorize(house, house.browser());
    expect(await told()).toEqual(['user.signed_in alice app', 'consent.given alice app', 'grant.created alice app']);
    expect((await events()).map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1']);
    const [, , grant] = await events();
    expect(grant?.detail).toMatchObject({
      scope: ['openid', 'profile', 'email', 'offline_access'],
      offline: true,
      asked: ['login', 'consent'],
      sid: expect.any(String),
    });
  });

  it('going on without being asked', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    await authorize(house, browser);
    expect((await told()).slice(3)).toEqual(['grant.created alice app']);
    expect((await events()).at(-1)?.detail).toMatchObject({ asked: [] });
  });

  it('allowing less than was asked, and allowing nothing', async () => {
    const browser = house.browser();
    const login = pageOf(await open({}, browser), 'login');
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    leftWith(await browser.submit(consent, { decision: 'allow', scope: ['openid', 'email'] }));
    const again = pageOf(await open({ prompt: 'consent' }, browser), 'consent');
    leftWith(await browser.submit(again, { decision: 'deny' }));
    expect((await told()).slice(1)).toEqual([
      'consent.narrowed alice app',
      'grant.created alice app',
      'consent.refused alice app',
    ]);
    expect((await events())[1]?.detail).toMatchObject({
      scope: ['openid', 'email'],
      declined: ['profile', 'offline_access'],
    });
    expect(counted()).toEqual([]);
  });

  it('not being let in, with the reason, whether pages were shown or not', async () => {
    await house.addApplication({
      client_id: 'staff-only',
      redirect_uris: ['https://app.test/callback'],
      scope: 'openid',
      consent: 'skip',
      allowed_groups: ['staff'],
    });
    const browser = house.browser();
    const to = { client_id: 'staff-only', scope: 'openid' };
    expect(leftWith(await walk(browser, await open(to, browser)))['error']).toBe('access_denied');
    expect(leftWith(await open(to, browser))['error']).toBe('access_denied');
    expect((await told()).slice(1)).toEqual([
      'authorization.refused alice staff-only',
      'authorization.refused alice staff-only',
    ]);
    expect((await events())[2]?.detail).toMatchObject({ error: 'access_denied', because: expect.any(String) });
    expect(counted()).toEqual([]);
  });

  it('somebody else who signs in in the same browser, which signs the first one out', async () => {
    await house.addUser({ username: 'bob' });
    const browser = house.browser();
    await authorize(house, browser);
    const login = pageOf(await open({ prompt: 'login' }, browser), 'login');
    await browser.submit(login, { username: 'bob', password: PASSWORD });
    expect((await told()).slice(3)).toEqual(['user.signed_in bob app', 'user.signed_out alice -']);
  });

  it('a token that is given back, once, by whom and whose it was', async () => {
    const { access_token, refresh_token } = await tokens(house);
    const before = (await told()).length;
    await house.post('revoke', { token: access_token }, app);
    await house.post('revoke', { token: access_token }, app);
    await house.post('revoke', { token: refresh_token }, app);
    await house.post('revoke', { token: refresh_token }, app);
    await house.post('revoke', { token: 'of somebody else' }, app);
    expect((await told()).slice(before)).toEqual(['token.revoked app alice', 'grant.revoked app alice']);
  });

  it('a token in the format JWT as well, and an application’s own', async () => {
    await house.addApplication({
      client_id: 'machine',
      grant_types: ['client_credentials'],
      access_token_format: 'jwt',
      scope: 'a',
    });
    const machine = { authorization: basic('machine') };
    const { access_token } = (await house.post('token', { grant_type: 'client_credentials' }, machine)).body;
    await Promise.all([1, 2, 3].map(() => house.post('revoke', { token: String(access_token) }, machine)));
    expect(await told()).toEqual(['token.revoked machine -']);
  });

  it('the chain stays whole through all of it, and no event holds a secret', async () => {
    const { access_token = '', refresh_token = '' } = await tokens(house);
    await house.post('revoke', { token: refresh_token }, app);
    await house.post('token', { grant_type: 'client_credentials' }, { authorization: basic('app', 'wrong-secret') });
    await writeCounts(house.store, house.counts, house.clock.now);
    const all = await events();
    expect(verifyAuditChain(all, await house.store.collection('counters').get('audit')).kind).toBe('intact');
    expect(JSON.stringify(all)).not.toMatch(new RegExp([SECRET, PASSWORD, 'wrong-secret', access_token].join('|')));
  });
});

describe('only counted', () => {
  it('tokens that machines get, and refreshes, for each of them', async () => {
    await house.addApplication({ client_id: 'machine', grant_types: ['client_credentials'], scope: 'a' });
    const account = await house.store.transaction((within) =>
      createServiceAccount(within, { username: 'ci-bot', name: 'Robot', scope: 'a' }, house.clock.now),
    );
    const made = await house.store.transaction((within) =>
      createAppPassword(within, account, { name: 'main' }, house.clock.now),
    );
    for (let n = 0; n < 3; n += 1) {
      await house.post('token', { grant_type: 'client_credentials' }, { authorization: basic('machine') });
    }
    const bot = { grant_type: 'client_credentials', username: 'ci-bot', password: made.password };
    expect((await house.post('token', bot)).status).toBe(200);
    let { refresh_token } = await tokens(house);
    for (let n = 0; n < 2; n += 1) {
      const answer = await house.post('token', { grant_type: 'refresh_token', refresh_token }, app);
      refresh_token = String(answer.body['refresh_token']);
    }
    expect(counted()).toEqual([
      'application.tokens_issued machine 3×',
      'service_account.tokens_issued ci-bot 1×',
      'application.tokens_refreshed app 2×',
    ]);
    expect((await told()).filter((line) => line.includes('tokens_'))).toEqual([]);
  });

  it('an application that asks again behind the person’s back, let in or not', async () => {
    const browser = house.browser();
    await authorize(house, browser);
    const before = (await told()).length;
    for (let n = 0; n < 4; n += 1) leftWith(await open({ prompt: 'none' }, browser));
    expect(leftWith(await open({ prompt: 'none' }))['error']).toBe('login_required');
    expect(counted()).toEqual(['grant.renewed app 4×', 'authorization.turned_away app 1× login_required']);
    expect((await told()).slice(before)).toEqual([]);
  });

  it('what the token endpoint refuses to a client that proved who it is', async () => {
    const { code } = await authorize(house, house.browser());
    await redeem(house, code, { code_verifier: 'w'.repeat(43) });
    await redeem(house, 'no such code');
    await house.post('token', { grant_type: 'client_credentials' }, app);
    expect(counted()).toEqual([
      'token.turned_away app 2× invalid_grant',
      'token.turned_away app 1× unauthorized_client',
    ]);
  });

  it('failed authentications of clients, by client where there is one', async () => {
    await house.setSettings({ client_attempts_per_minute: 2 });
    const guess = (authorization: string) =>
      house.post('token', { grant_type: 'client_credentials' }, { authorization });
    for (let n = 0; n < 4; n += 1) await guess(basic('app', 'guess'));
    for (let n = 0; n < 50; n += 1) await guess(basic(`nobody-${n}`, 'guess'));
    const bot = { grant_type: 'client_credentials', username: 'somebody', password: 'x' };
    await house.post('token', bot);
    expect(counted()).toEqual([
      'client.turned_away app 2× wrong credentials',
      'client.turned_away app 2× too many attempts',
      'client.turned_away - 51× wrong credentials',
    ]);
    expect(await told()).toEqual([]);
  });

  it('requests without PKCE under a reason that says so', async () => {
    leftWith(await open({ code_challenge: undefined, code_challenge_method: undefined }));
    expect(counted()).toEqual([`authorization.turned_away app 1× ${PKCE_NEEDED}`]);
  });

  it('pages that refuse what any stranger can ask', async () => {
    for (let n = 0; n < 30; n += 1) pageOf(await open({ client_id: `nobody-${n}` }), 'error');
    pageOf(await open({ redirect_uri: 'https://evil.test/' }), 'error');
    leftWith(await open({ code_challenge_method: 'plain' }));
    pageOf(await house.browser().post('login', { ticket: 'made up' }), 'error');
    pageOf(await house.browser().open('end-session', { post_logout_redirect_uri: 'https://evil.test/' }), 'error');
    const browser = house.browser();
    await authorize(house, browser);
    pageOf(
      await browser.open('end-session', { client_id: 'app', post_logout_redirect_uri: 'https://evil.test/' }),
      'error',
    );
    const lines = counted();
    expect(lines).toContain('authorization.turned_away - 30× This application is not known here');
    expect(lines).toContain('authorization.turned_away app 1× invalid_request');
    expect(lines).toContain('authorization.turned_away - 1× Please start again');
    expect(lines.filter((line) => line.startsWith('authorization.turned_away app'))).toHaveLength(2);
    expect(lines).toContain('sign_out.turned_away - 1× You have not been signed out');
    expect(lines).toContain('sign_out.turned_away app 1× You have not been signed out');
    expect((await told()).filter((line) => line.includes('turned_away'))).toEqual([]);
  });

  it('guesses beyond the limit: until there each is an event', async () => {
    await house.setSettings({ login_attempts_per_minute: 2 });
    const browser = house.browser();
    let login = pageOf(await open({}, browser), 'login');
    for (let n = 0; n < 5; n += 1) {
      login = pageOf(await browser.submit(login, { username: 'alice', password: `guess ${n}` }), 'login');
    }
    expect(await told()).toEqual(['user.sign_in_refused alice app', 'user.sign_in_refused alice app']);
    expect(counted()).toEqual(['sign_in.turned_away app 3× too many attempts']);
  });
});
