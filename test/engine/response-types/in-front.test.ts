/** Tokens by way of the browser: only where office and application both want them, and under the rules of every other token. */
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ResponseType } from '../../../server/spec/vocabulary.ts';
import { RESPONSE_TYPE_NAMES } from '../../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, PASSWORD, type TestBrowser } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  walk,
} from '../../support/sign-in.ts';

const IN_FRONT = RESPONSE_TYPE_NAMES.filter((name) => name !== 'code');
const WITH_TOKEN = IN_FRONT.filter((name) => name.split(' ').includes('token'));

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.setSettings({ legacy_grants: true });
  await house.addApplication({
    client_id: 'old',
    redirect_uris: [CALLBACK, 'http://old.example.lan/cb', 'http://127.0.0.1:7777/cb'],
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: RESPONSE_TYPE_NAMES,
    require_pkce: false,
    scope: 'openid profile email offline_access',
  });
  browser = house.browser();
});

const asked = (response_type: string, changes: Asked = {}) =>
  authorizationRequest({ client_id: 'old', scope: 'openid profile', response_type, ...changes });
const arrive = async (response_type: string, changes: Asked = {}) =>
  walk(browser, await browser.open('authorize', asked(response_type, changes)));
const front = async (response_type: string, changes: Asked = {}) => leftWith(await arrive(response_type, changes));
const half = (value: string | undefined) =>
  createHash('sha256').update(String(value)).digest().subarray(0, 16).toString('base64url');
const userinfo = (token: unknown) =>
  house.post('userinfo', {}, { method: 'GET', authorization: `Bearer ${String(token)}` });

describe.each(IN_FRONT)('%s', (response_type) => {
  const has = (what: string) => response_type.split(' ').includes(what);

  it('brings what it names, in the fragment, bound together by hashes', async () => {
    const arrived = await arrive(response_type);
    if (arrived.kind !== 'left') throw new Error('stayed');
    expect(arrived.url.search).toBe('');
    const { params } = arrived;
    expect([has('code'), has('token'), has('id_token')]).toEqual([
      'code' in params,
      'access_token' in params,
      'id_token' in params,
    ]);
    if (has('token')) {
      expect(params).toMatchObject({ token_type: 'Bearer', expires_in: '3600', scope: 'openid profile' });
      expect((await userinfo(params['access_token'])).body).toMatchObject({ name: 'Alice Example' });
    }
    if (has('id_token')) {
      const claims = decodeJwt(params['id_token'] ?? '');
      expect(claims).toMatchObject({ aud: 'old', nonce: 'a-nonce', name: 'Alice Example' });
      expect(claims['at_hash']).toBe(has('token') ? half(params['access_token']) : undefined);
      expect(claims['c_hash']).toBe(has('code') ? half(params['code']) : undefined);
    }
    if (has('code')) {
      const { status, body } = await redeem(house, params['code'], {}, basic('old'));
      expect([status, decodeJwt(String(body['id_token']))['nonce']]).toEqual([200, 'a-nonce']);
    }
  });

  it('comes in a form where it is asked for so, and never in a query', async () => {
    const page = pageOf(await arrive(response_type, { response_mode: 'form_post' }), 'form-post');
    expect(page.fields.map(([name]) => name)).toEqual(expect.arrayContaining(['state', 'iss']));
    const refused = await arrive(response_type, { response_mode: 'query' });
    if (refused.kind !== 'left') throw new Error('stayed');
    expect(refused.url.search).toBe('');
    expect(refused.params).toMatchObject({ error: 'invalid_request', state: 'a-state' });
  });

  it('is not offered where the office does not allow it', async () => {
    await house.setSettings({ legacy_grants: false });
    expect(await front(response_type)).toMatchObject({ error: 'unsupported_response_type' });
  });

  it('is refused to an application that is not registered for it, or not for the grant behind it', async () => {
    expect(await front(response_type, { client_id: 'app' })).toMatchObject({ error: 'unauthorized_client' });
    await changeOld({ grant_types: ['authorization_code'] });
    expect(await front(response_type)).toMatchObject({ error: 'unauthorized_client' });
    await changeOld({ grant_types: ['authorization_code', 'implicit'], response_types: ['code'] });
    expect(await front(response_type)).toMatchObject({ error: 'unauthorized_client' });
    await changeOld({ response_types: [response_type] });
    expect(await front(response_type)).not.toHaveProperty('error');
  });

  it('is not answered any more when office or application changed their mind while the person was asked', async () => {
    const finish = async () => {
      const visitor = house.browser();
      const login = pageOf(await visitor.open('authorize', asked(response_type)), 'login');
      return { visitor, login };
    };
    const office = await finish();
    await house.setSettings({ legacy_grants: false });
    const late = await office.visitor.submit(office.login, { username: 'alice', password: PASSWORD });
    expect(leftWith(await walk(office.visitor, late))).toMatchObject({ error: 'unauthorized_client' });
    await house.setSettings({ legacy_grants: true });
    const application = await finish();
    await changeOld({ response_types: ['code'] });
    const later = await application.visitor.submit(application.login, { username: 'alice', password: PASSWORD });
    expect(leftWith(await walk(application.visitor, later))).toMatchObject({ error: 'unauthorized_client' });
  });

  it('sends no token to an address that is plain http, but to this very computer', async () => {
    const open = await front(response_type, { redirect_uri: 'http://old.example.lan/cb' });
    expect(open).toMatchObject({ error: 'invalid_request' });
    expect(await front(response_type, { redirect_uri: 'http://127.0.0.1:7777/cb' })).not.toHaveProperty('error');
  });

  it('is understood in any order of its words, and with no word twice', async () => {
    const turned = response_type.split(' ').toReversed().join(' ');
    expect(await front(turned)).not.toHaveProperty('error');
    for (const wrong of [`${response_type} ${response_type}`, ` ${response_type}`, response_type.toUpperCase()]) {
      expect(await front(wrong)).toMatchObject({ error: 'unsupported_response_type' });
    }
  });

  it('asks the same people at the same door as every other way', async () => {
    await changeOld({ allowed_groups: ['nobody'] });
    expect(await front(response_type)).toMatchObject({ error: 'access_denied' });
    await changeOld({ allowed_groups: [] });
    expect(await front(response_type, { prompt: 'none' })).toMatchObject({ error: 'consent_required' });
    await changeOld({ disabled: true });
    expect((await arrive(response_type)).kind).toBe('page');
  });
});

async function changeOld(fields: object): Promise<void> {
  const [old] = await house.store.collection('applications').find('client_id', 'old');
  await house.store.collection('applications').update(old?.id ?? '', (record) => ({ ...record, ...fields }));
}

describe('an ID token from the browser', () => {
  it('needs a nonce, which code token does not', async () => {
    for (const response_type of IN_FRONT) {
      for (const nonce of [undefined, '']) {
        const params = await front(response_type, { nonce });
        if (response_type === 'code token') expect(params).toHaveProperty('access_token');
        else expect(params).toMatchObject({ error: 'invalid_request' });
      }
    }
  });

  it('needs openid', async () => {
    expect(await front('id_token', { scope: 'profile' })).toMatchObject({ error: 'invalid_scope' });
    expect(await front('code token', { scope: 'profile' })).toMatchObject({ scope: 'profile' });
  });
});

describe('what was handed to the browser', () => {
  it('refreshes nothing where there is no code', async () => {
    const { scope } = await front('id_token token', { scope: 'openid offline_access' });
    expect(scope).toBe('openid');
    const { code, ...hybrid } = await front('code token', { scope: 'openid offline_access', prompt: 'consent' });
    expect(hybrid['scope']).toBe('openid offline_access');
    expect((await redeem(house, code, {}, basic('old'))).body).toHaveProperty('refresh_token');
  });

  it.each<ResponseType>(WITH_TOKEN)('dies with the session: %s', async (response_type) => {
    const { access_token } = await front(response_type);
    expect((await userinfo(access_token)).status).toBe(200);
    const [session] = (await house.store.collection('sessions').list({ limit: 1 })).items;
    await house.store
      .collection('sessions')
      .update(session?.id ?? '', (old) => ({ ...old, ended_at: house.clock.now }));
    expect((await userinfo(access_token)).status).toBe(401);
  });

  it('dies when its code is used twice', async () => {
    const { access_token, code } = await front('code token');
    expect((await redeem(house, code, {}, basic('old'))).status).toBe(200);
    expect((await userinfo(access_token)).status).toBe(200);
    expect((await redeem(house, code, {}, basic('old'))).status).toBe(400);
    expect((await userinfo(access_token)).status).toBe(401);
  });

  it('is nothing at all when the person says no', async () => {
    const login = pageOf(await browser.open('authorize', asked('code id_token token')), 'login');
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    const params = leftWith(await browser.submit(consent, { decision: 'deny' }));
    expect(Object.keys(params).toSorted()).toEqual(['error', 'error_description', 'iss', 'state']);
    expect((await house.store.collection('access_tokens').list({ limit: 10 })).items).toEqual([]);
  });

  it('is a JWT where the application has those', async () => {
    await changeOld({ access_token_format: 'jwt' });
    const { access_token = '' } = await front('id_token token');
    expect(decodeJwt(access_token)).toMatchObject({ client_id: 'old', scope: 'openid profile' });
    expect((await userinfo(access_token)).status).toBe(200);
  });

  it('needs PKCE only where there is a code to redeem', async () => {
    await changeOld({ require_pkce: true });
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    expect(await front('id_token token', bare)).toHaveProperty('access_token');
    expect(await front('code token', bare)).toMatchObject({ error: 'invalid_request' });
  });
});

it('no grant_type of the token endpoint is called implicit', async () => {
  const answer = await house.post('token', { grant_type: 'implicit' }, { authorization: basic('old') });
  expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
});
