/** Every parameter of the authorization request: missing, twice, empty, of the wrong kind, too long, hostile. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildHouse, CHALLENGE, type House, ORIGIN } from '../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  furnish,
  leftWith,
  pageOf,
  redeem,
} from '../../support/sign-in.ts';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({
    client_id: 'machine',
    redirect_uris: ['https://app.test/callback'],
    grant_types: ['client_credentials'],
    scope: 'openid',
  });
});

async function ask(changes: Asked, method: 'GET' | 'POST' = 'GET') {
  return house.browser().open('authorize', authorizationRequest(changes), method);
}

async function refusal(changes: Asked) {
  return leftWith(await ask({ state: 'a-state', ...changes }));
}

const NUL = String.fromCharCode(0);

describe('a parameter that is wrong is refused at the redirect URI, with state and iss', () => {
  it.each<[string, Asked, string]>([
    ['response_type missing', { response_type: undefined }, 'invalid_request'],
    ['response_type empty', { response_type: '' }, 'invalid_request'],
    ['response_type twice', { response_type: ['code', 'code'] }, 'invalid_request'],
    ['response_type unknown', { response_type: 'magic' }, 'unsupported_response_type'],
    ['response_type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type id_token', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['response_type hybrid', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['response_type none', { response_type: 'none' }, 'unsupported_response_type'],
    ['response_type in capitals', { response_type: 'CODE' }, 'unsupported_response_type'],
    ['response_type of an object', { response_type: '__proto__' }, 'unsupported_response_type'],
    ['response_type too long', { response_type: 'code'.repeat(50_000) }, 'unsupported_response_type'],
    ['response_type with a line break', { response_type: 'code\r\nSet-Cookie: x=1' }, 'unsupported_response_type'],
    ['response_mode unknown (A24)', { response_mode: 'jwt.query' }, 'invalid_request'],
    ['response_mode twice', { response_mode: ['query', 'fragment'] }, 'invalid_request'],
    ['response_mode with a line break', { response_mode: 'query\r\nX: 1' }, 'invalid_request'],
    ['scope unknown', { scope: 'unheard-of' }, 'invalid_scope'],
    ['scope of nothing but spaces', { scope: '   ' }, 'invalid_scope'],
    ['scope twice', { scope: ['openid', 'profile'] }, 'invalid_request'],
    ['nonce twice', { nonce: ['a', 'b'] }, 'invalid_request'],
    ['nonce too long', { nonce: 'n'.repeat(1025) }, 'invalid_request'],
    ['login_hint too long', { login_hint: 'l'.repeat(4097) }, 'invalid_request'],
    ['login_hint twice', { login_hint: ['a', 'b'] }, 'invalid_request'],
    ['code_challenge twice', { code_challenge: [CHALLENGE, CHALLENGE] }, 'invalid_request'],
    ['code_challenge_method twice', { code_challenge_method: ['S256', 'S256'] }, 'invalid_request'],
    ['prompt twice', { prompt: ['login', 'consent'] }, 'invalid_request'],
    ['max_age twice', { max_age: ['1', '2'] }, 'invalid_request'],
    ['id_token_hint twice', { id_token_hint: ['a', 'b'] }, 'invalid_request'],
    ['an unknown parameter twice', { extra: ['a', 'b'] }, 'invalid_request'],
    ['request (B17)', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['request_uri (B17)', { request_uri: 'https://evil.test/x' }, 'request_uri_not_supported'],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
  ])('%s', async (_what, changes, error) => {
    const answer = await refusal(changes);
    expect(answer).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{5,400}$/),
      state: 'a-state',
      iss: ORIGIN,
    });
  });

  it('a state that came twice is left out of the answer', async () => {
    expect(await refusal({ state: ['a', 'b'] })).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining('state'),
      iss: ORIGIN,
    });
  });

  it('an application without the authorization_code grant gets no code (B09)', async () => {
    expect(await refusal({ client_id: 'machine', scope: 'openid' })).toMatchObject({ error: 'unauthorized_client' });
  });

  it('leaves no grant and no code behind', async () => {
    const grants = async () => (await house.store.collection('grants').list({ limit: 100 })).items.length;
    const before = await grants();
    await refusal({ response_type: 'token' });
    expect(await grants()).toBe(before);
  });
});

describe('what is harmless is taken', () => {
  it.each<[string, Asked]>([
    ['unknown parameters (B04)', { extra: 'foobar', x: '1' }],
    ['parameters named like members of objects (B02)', { __proto__x: '1', 'client_id[]': 'x', 'scope[toString]': '1' }],
    ['no state', { state: undefined }],
    ['no nonce', { nonce: undefined }],
    ['an empty response_mode', { response_mode: '' }],
    ['an empty prompt', { prompt: '' }],
    ['an empty max_age', { max_age: '' }],
    ['display', { display: 'popup' }],
    ['acr_values that we do not know', { acr_values: '1 2 <img>' }],
    ['acr_values without end', { acr_values: 'x '.repeat(20_000) }],
    ['ui_locales that are a path (B19)', { ui_locales: '../../etc/passwd' }],
    ['claims_locales', { claims_locales: 'se' }],
    ['claims that ask for a name', { claims: '{"userinfo":{"name":{"essential":true}}}' }],
    ['claims that reach for a prototype (B13)', { claims: '{"userinfo":{"__proto__":{"admin":true}}}' }],
    ['a login_hint that is markup (B19)', { login_hint: '"><script>alert(1)</script>' }],
    ['a login_hint of a NUL and an emoji (B05)', { login_hint: `${NUL}💩` }],
    ['the longest nonce', { nonce: 'n'.repeat(1024) }],
    ['resource twice', { resource: ['', ''] }],
  ])('%s', async (_what, changes) => {
    pageOf(await ask(changes), 'login');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('in any order', async () => {
    const fields = Object.fromEntries(Object.entries(authorizationRequest()).reverse());
    pageOf(await house.browser().open('authorize', fields), 'login');
  });

  it('by POST as by GET, and the answer to a form is a 303 (B20)', async () => {
    const browser = house.browser();
    const arrived = await browser.open('authorize', authorizationRequest(), 'POST');
    pageOf(arrived, 'login');
    const refused = await ask({ prompt: 'none' }, 'POST');
    expect(refused.response).toMatchObject({ kind: 'redirect', status: 303 });
    expect((await ask({ prompt: 'none' })).response).toMatchObject({ kind: 'redirect', status: 302 });
  });
});

describe('claims that a request tries to set itself (B14)', () => {
  it('are not what the tokens say', async () => {
    const claims = '{"id_token":{"groups":{"value":["admins"]},"is_admin":{"value":true}}}';
    const { code } = await authorize(house, house.browser(), { claims });
    const { id_token } = (await redeem(house, code)).body;
    const payload = JSON.parse(Buffer.from(String(id_token).split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(payload).not.toHaveProperty('is_admin');
    expect(payload).not.toHaveProperty('groups');
  });
});
