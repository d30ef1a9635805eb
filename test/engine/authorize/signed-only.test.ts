/** An application whose requests must be signed: by whichever way they come, an unsigned one gets nowhere. RFC 9101 §10.5 */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication } from '../../../server/directory/applications.ts';
import { makeClientKey, sign } from '../../support/client-jwt.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { type Asked, authorizationRequest, CALLBACK, furnish, leftWith, pageOf, walk } from '../../support/sign-in.ts';

let house: House;
let key: Awaited<ReturnType<typeof makeClientKey>>;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  key = await makeClientKey('ES256');
  const jwks = { keys: [key.jwk as never] };
  const strict = { redirect_uris: [CALLBACK], jwks, require_signed_request_object: true };
  await house.addApplication({ ...strict, client_id: 'strict' });
});

const plain = (changes: Asked = {}) => authorizationRequest({ client_id: 'strict', scope: 'openid', ...changes });
const objectOf = () => sign({ iss: 'strict', aud: ORIGIN, ...plain() }, key);
const require = (required: boolean) =>
  house.store.transaction((within) =>
    changeApplication(within, 'strict', { require_signed_request_object: required }, house.clock.now),
  );
const push = (fields: Asked) => house.post('par', fields, { authorization: basic('strict') });
const opened = (request_uri: unknown, browser = house.browser()) =>
  browser.open('authorize', { client_id: 'strict', request_uri: String(request_uri) });

describe('what the browser brings', () => {
  it('must be signed: a plain request is refused by name, to its address', async () => {
    const refused = leftWith(await house.browser().open('authorize', plain()));
    expect(refused).toMatchObject({ error: 'invalid_request', state: 'a-state', iss: ORIGIN });
    expect(refused['error_description']).toContain('signed');
    await require(false);
    pageOf(await house.browser().open('authorize', plain()), 'login');
  });

  it('leads to a code where it is', async () => {
    const browser = house.browser();
    const asked = { client_id: 'strict', response_type: 'code', scope: 'openid', request: await objectOf() };
    expect(leftWith(await walk(browser, await browser.open('authorize', asked)))).toHaveProperty('code');
    pageOf(await house.browser().open('authorize', authorizationRequest()), 'login');
  });
});

describe('what is sent ahead', () => {
  it('must be signed as well', async () => {
    expect(await push(plain())).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const { status, body } = await push({ client_id: 'strict', request: await objectOf() });
    expect(status).toBe(201);
    const browser = house.browser();
    expect(leftWith(await walk(browser, await opened(body['request_uri'], browser)))).toHaveProperty('code');
  });

  it('is judged once more when it is opened', async () => {
    await require(false);
    const { body } = await push(plain());
    await require(true);
    expect(leftWith(await opened(body['request_uri']))).toMatchObject({ error: 'invalid_request' });
    await require(false);
    pageOf(await opened(body['request_uri']), 'login');
  });
});

it('is kept as registered metadata, and needs keys', async () => {
  await expect(
    house.store.transaction((within) => changeApplication(within, 'strict', { jwks: null }, house.clock.now)),
  ).rejects.toThrow(/require_signed_request_object/);
  const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
  expect(body['require_signed_request_object']).toBe(false);
});
