/** How an authorization response travels: response modes, state as it came, iss in every answer. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildHouse, type House, ORIGIN, type TestBrowser } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
} from '../../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  await authorize(house, browser);
});

/** What session-state.test.ts looks at. */
const session_state = expect.any(String) as string;

/** Alice is signed in and has consented: the answer comes at once. */
const ask = (changes: Asked, method: 'GET' | 'POST' = 'GET') =>
  browser.open('authorize', authorizationRequest(changes), method);

describe('response_mode', () => {
  it('query puts the answer into the query and nothing into the fragment', async () => {
    const arrived = await ask({ response_mode: 'query' });
    expect(arrived.kind === 'left' && arrived.url.hash).toBe('');
    expect(leftWith(arrived)).toEqual({ code: expect.any(String), state: 'a-state', iss: ORIGIN, session_state });
  });

  it('is query for a code where the request does not say', async () => {
    const arrived = await ask({});
    expect(arrived.kind === 'left' && arrived.url.searchParams.has('code')).toBe(true);
  });

  it('fragment puts it into the fragment and nothing into the query', async () => {
    const arrived = await ask({ response_mode: 'fragment' });
    expect(arrived.kind === 'left' && arrived.url.search).toBe('');
    expect(leftWith(arrived)).toEqual({ code: expect.any(String), state: 'a-state', iss: ORIGIN, session_state });
  });

  it('form_post puts it into a form, and no URL holds it', async () => {
    const view = pageOf(await ask({ response_mode: 'form_post' }), 'form-post');
    expect(view).toMatchObject({ action: CALLBACK, leads_to: ['https://app.test'] });
    const fields = Object.fromEntries(view.fields);
    expect(fields).toEqual({ code: expect.any(String), state: 'a-state', iss: ORIGIN, session_state });
    expect((await redeem(house, fields['code'])).status).toBe(200);
  });

  it.each(['query', 'fragment', 'form_post'])('%s carries refusals too', async (response_mode) => {
    const arrived = await ask({ response_mode, response_type: 'magic' });
    const answer =
      response_mode === 'form_post' ? Object.fromEntries(pageOf(arrived, 'form-post').fields) : leftWith(arrived);
    expect(answer).toEqual({
      error: 'unsupported_response_type',
      error_description: expect.any(String),
      state: 'a-state',
      iss: ORIGIN,
    });
    if (response_mode === 'fragment') expect(arrived.kind === 'left' && arrived.url.search).toBe('');
  });

  it('that is unknown or came twice is refused by query', async () => {
    for (const response_mode of ['unheard-of', ['fragment', 'query'], ['form_post', 'form_post']]) {
      const arrived = await ask({ response_mode });
      expect(arrived.kind === 'left' && arrived.url.searchParams.get('error')).toBe('invalid_request');
    }
  });

  it('answers a form with 303 and a link with 302, never with what repeats a POST (A20)', async () => {
    expect((await ask({}, 'POST')).response).toMatchObject({ kind: 'redirect', status: 303 });
    expect((await ask({}, 'GET')).response).toMatchObject({ kind: 'redirect', status: 302 });
  });
});

describe('state', () => {
  it.each([
    ['128 characters', 's'.repeat(128)],
    ['2048 characters', 's'.repeat(2048)],
    ['the longest that is taken', 's'.repeat(4096)],
    ['what URLs reserve', '+ & = % # " < > ? / \\ ; , : @'],
    ['letters and emoji of all kinds', 'é ß 日本語 😀 \u200d \u202e'],
    ['what is encoded already', '%2B%20%00%c3%28'],
    ['line breaks (B07)', 'a\r\nSet-Cookie:x=1\r\n\r\n'],
    ['a NUL (B05)', 'a\0b'],
    ['JSON', '{"next":"/a?b=c&d=e#f"}'],
    ['a single space', ' '],
  ])('comes back as it went: %s (B06)', async (_what, state) => {
    for (const response_mode of ['query', 'fragment']) {
      for (const changes of [{}, { response_type: 'magic' }]) {
        const arrived = await ask({ state, response_mode, ...changes });
        expect(leftWith(arrived)).toMatchObject({ state });
        expect(arrived.response.kind === 'redirect' && arrived.response.location).toMatch(/^[\x21-\x7e]+$/);
      }
    }
    const { fields } = pageOf(await ask({ state, response_mode: 'form_post' }), 'form-post');
    expect(fields).toContainEqual(['state', state]);
  });

  it('that is too long is refused, not cut (B06)', async () => {
    for (const length of [4097, 8192, 100_000]) {
      expect(leftWith(await ask({ state: 's'.repeat(length) }))).toMatchObject({ error: 'invalid_request' });
    }
  });

  it('is absent from the answer where it was absent or empty', async () => {
    expect(leftWith(await ask({ state: undefined }))).toEqual({ code: expect.any(String), iss: ORIGIN, session_state });
    expect(leftWith(await ask({ state: '' }))).toEqual({ code: expect.any(String), iss: ORIGIN, session_state });
  });
});

describe('iss (B23)', () => {
  it('is the issuer of discovery, in answers and refusals alike', async () => {
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body).toMatchObject({ authorization_response_iss_parameter_supported: true });
    expect(leftWith(await ask({}))['iss']).toBe(body['issuer']);
    expect(leftWith(await ask({ scope: 'unheard-of' }))['iss']).toBe(body['issuer']);
  });
});

describe('a code', () => {
  it('is another one each time, of 256 bits, and only its hash is kept (C11)', async () => {
    const codes = [];
    for (let i = 0; i < 5; i += 1) codes.push(leftWith(await ask({}))['code']);
    expect(new Set(codes).size).toBe(5);
    for (const code of codes) expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const kept = JSON.stringify((await house.store.collection('authorization_codes').list({ limit: 1000 })).items);
    for (const code of codes) expect(kept).not.toContain(code);
  });
});
