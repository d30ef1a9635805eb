/** Authorization responses (JARM) and introspection answers that only the application can read: signed, then encrypted. */
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientKeys } from '../../server/spec/client-keys.ts';
import { basic, buildHouse, type House, ORIGIN } from '../support/house.ts';
import { authorizationRequest, CALLBACK, furnish, leftWith, pageOf, redeem, walk } from '../support/sign-in.ts';

const ENC = 'A256GCM';
const JWT = { accept: 'application/token-introspection+jwt' };

let pair: Awaited<ReturnType<typeof generateKeyPair>>;
let jwks: ClientKeys;
beforeAll(async () => {
  pair = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'mine', use: 'enc' }] } as unknown as ClientKeys;
});

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

const reads = (changes: object) =>
  house.addApplication({ client_id: 'reader', redirect_uris: [CALLBACK], scope: 'openid', jwks, ...changes });
const change = async (changes: object) => {
  const [reader] = await house.store.collection('applications').find('client_id', 'reader');
  await house.store.collection('applications').update(reader?.id ?? '', (old) => ({ ...old, ...changes }));
};
const asked = (changes = {}) =>
  authorizationRequest({ client_id: 'reader', scope: 'openid', response_mode: 'jwt', ...changes });
async function arrive(changes = {}) {
  const browser = house.browser();
  return walk(browser, await browser.open('authorize', asked(changes)));
}
async function open(jwe: unknown) {
  const { plaintext, protectedHeader } = await compactDecrypt(String(jwe), pair.privateKey);
  const signed = await house.keys.verify(Buffer.from(plaintext).toString());
  return { header: protectedHeader, payload: signed?.payload as Readonly<Record<string, unknown>> | undefined };
}

const BACK = { authorization_encrypted_response_alg: 'ECDH-ES', authorization_encrypted_response_enc: ENC };
const TOLD = { introspection_encrypted_response_alg: 'ECDH-ES', introspection_encrypted_response_enc: ENC };
/** Good for signatures alone. */
const unfit = (): ClientKeys => ({ keys: jwks.keys.map((key) => ({ ...key, use: 'sig' })) });

describe('what the browser brings back', () => {
  it('is signed and then encrypted to a key of the application, a code as well as a refusal', async () => {
    await reads(BACK);
    const { header, payload } = await open(leftWith(await arrive())['response']);
    expect(header).toMatchObject({ alg: 'ECDH-ES', enc: ENC, kid: 'mine', cty: 'JWT' });
    expect(payload).toMatchObject({ aud: 'reader', iss: ORIGIN, state: 'a-state', code: expect.any(String) });
    expect((await redeem(house, String(payload?.['code']), {}, basic('reader'))).status).toBe(200);
    const refused = await open(leftWith(await arrive({ prompt: 'none' }))['response']);
    expect(refused.payload).toMatchObject({ error: 'login_required', state: 'a-state' });
  });

  it('is as it was asked for where no JWT was asked for', async () => {
    await reads(BACK);
    expect(leftWith(await arrive({ response_mode: 'query' }))).toHaveProperty('code');
  });

  it('goes nowhere in clear: without a key that fits people see a page, before and after they signed in', async () => {
    await reads({ ...BACK, jwks: unfit() });
    expect(pageOf(await arrive(), 'error')).toMatchObject({ code: 'invalid_request' });
    expect(pageOf(await arrive({ scope: 'nothing' }), 'error')).toMatchObject({ code: 'invalid_request' });
    const pushed = await house.post('par', asked(), { authorization: basic('reader') });
    expect(pushed).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    await change({ jwks });
    const browser = house.browser();
    const login = await browser.open('authorize', asked());
    pageOf(login, 'login');
    await change({ jwks: unfit() });
    expect(pageOf(await walk(browser, login), 'error')).toMatchObject({ code: 'invalid_request' });
    await change({ authorization_encrypted_response_alg: undefined, jwks: unfit() });
    expect(decodeProtectedHeader(leftWith(await arrive())['response'] ?? '').alg).toBe('RS256');
  });
});

describe('what introspection answers in a JWT', () => {
  const introspect = (options = {}) =>
    house.post('introspect', { token: 'of-nobody' }, { authorization: basic('reader'), ...JWT, ...options });

  it('is signed and then encrypted to a key of the application', async () => {
    await reads({ ...TOLD, introspection_signed_response_alg: 'ES256' });
    const { status, body, headers } = await introspect();
    expect([status, headers['content-type']]).toEqual([200, 'application/token-introspection+jwt']);
    const { header, payload } = await open(body['text']);
    expect(header).toMatchObject({ alg: 'ECDH-ES', enc: ENC, cty: 'JWT' });
    expect(payload).toMatchObject({ iss: ORIGIN, aud: 'reader', token_introspection: { active: false } });
  });

  it('goes nowhere in clear where none of its keys fits', async () => {
    await reads({ ...TOLD, jwks: unfit() });
    expect(await introspect()).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await introspect({ accept: 'application/json' })).toMatchObject({ status: 200, body: { active: false } });
    await change({ introspection_encrypted_response_alg: undefined });
    expect(decodeProtectedHeader(String((await introspect()).body['text']))).toMatchObject({ alg: 'RS256' });
  });
});

it('discovery tells what there is to choose from', async () => {
  const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
  for (const what of ['authorization', 'introspection']) {
    expect(body[`${what}_encryption_alg_values_supported`]).toContain('ECDH-ES');
    expect(body[`${what}_encryption_enc_values_supported`]).toContain(ENC);
  }
});
