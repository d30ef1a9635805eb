/** Authorization responses inside of a JWT (JARM): which mode gives which, and what stands in it. */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES } from '../../../server/keys/algorithms.ts';
import { type Arrived, buildHouse, type House, ORIGIN } from '../../support/house.ts';
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

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

async function ask(changes: Asked): Promise<Arrived> {
  const browser = house.browser();
  return walk(browser, await browser.open('authorize', authorizationRequest(changes)));
}

async function open(response: string | undefined) {
  const { payload } = await jwtVerify(response ?? '', createLocalJWKSet(house.keys.jwks() as JSONWebKeySet), {
    issuer: ORIGIN,
    audience: 'app',
    currentDate: new Date(house.clock.now * 1000),
  });
  return payload;
}

describe('the answer in a JWT', () => {
  it.each([
    ['jwt', '?'],
    ['query.jwt', '?'],
    ['fragment.jwt', '#'],
  ])('by %s stands alone, with all that would have stood beside it', async (response_mode, mark) => {
    const arrived = await ask({ response_mode });
    if (arrived.kind !== 'left') throw new Error('stayed');
    expect(arrived.url.href.startsWith(`${CALLBACK}${mark}response=`)).toBe(true);
    expect(Object.keys(arrived.params)).toEqual(['response']);
    const { code, ...others } = await open(arrived.params['response']);
    expect(others).toEqual({
      state: 'a-state',
      session_state: expect.any(String),
      iss: ORIGIN,
      aud: 'app',
      exp: house.clock.now + 300,
    });
    expect((await redeem(house, String(code))).status).toBe(200);
  });

  it('by form_post.jwt is posted', async () => {
    const { fields } = pageOf(await ask({ response_mode: 'form_post.jwt' }), 'form-post');
    expect(fields).toHaveLength(1);
    expect(await open(fields[0]?.[1])).toMatchObject({ code: expect.any(String), state: 'a-state' });
  });

  it.each(ALGORITHM_NAMES)('is signed with %s where the application says so, RS256 where it does not', async (alg) => {
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    expect(decodeProtectedHeader(leftWith(await ask({ response_mode: 'jwt' }))['response'] ?? '').alg).toBe('RS256');
    const change = { authorization_signed_response_alg: alg };
    await house.store.collection('applications').update(app?.id ?? '', (old) => ({ ...old, ...change }));
    const { response } = leftWith(await ask({ response_mode: 'jwt' }));
    expect(decodeProtectedHeader(response ?? '').alg).toBe(alg);
    await open(response);
  });

  it('tells a refusal as well, of the request and of the person', async () => {
    for (const changes of [
      { scope: 'unheard-of' },
      { prompt: 'none' },
      { state: undefined, response_type: 'unheard-of' },
    ]) {
      const { response } = leftWith(await ask({ response_mode: 'query.jwt', ...changes }));
      expect(await open(response)).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
    }
  });

  it('over tokens is never in a query', async () => {
    await house.setSettings({ legacy_grants: true });
    const types = { grant_types: ['implicit'], response_types: ['id_token token'] } as const;
    await house.addApplication({ client_id: 'front', redirect_uris: [CALLBACK], ...types, scope: 'openid' });
    const asked = { client_id: 'front', response_type: 'id_token token', scope: 'openid' };
    const fragment = await ask({ ...asked, response_mode: 'jwt' });
    if (fragment.kind !== 'left') throw new Error('stayed');
    expect(fragment.url.search).toBe('');
    expect(Object.keys(fragment.params)).toEqual(['response']);
    const query = await ask({ ...asked, response_mode: 'query.jwt' });
    if (query.kind !== 'left') throw new Error('stayed');
    expect(query.url.search).toBe('');
    expect(Object.keys(query.params)).toEqual(['response']);
    expect(decodeJwt(query.params['response'] ?? '')).toMatchObject({ error: 'invalid_request' });
  });

  it('is no ID token: as a hint it is refused', async () => {
    const { response } = leftWith(await ask({ response_mode: 'jwt' }));
    expect(leftWith(await ask({ id_token_hint: response }))).toMatchObject({ error: 'invalid_request' });
  });

  it('never leaves for an address that is not registered (A24)', async () => {
    for (const response_mode of ['jwt', 'form_post.jwt', 'query.jwt', 'fragment.jwt']) {
      pageOf(
        await house
          .browser()
          .open('authorize', authorizationRequest({ response_mode, redirect_uri: 'https://evil.test/' })),
        'error',
      );
    }
    for (const response_mode of ['jwt.query', '.jwt', 'JWT', 'form_post.jwt.jwt']) {
      expect(leftWith(await ask({ response_mode }))).toMatchObject({ error: 'invalid_request' });
    }
  });
});
