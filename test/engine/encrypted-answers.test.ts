/** ID tokens and userinfo that only the application can read: signed, then encrypted to a key that it registered. */
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONTENT_ENCRYPTIONS, KEY_ENCRYPTIONS } from '../../server/keys/encrypt-for-client.ts';
import { NO_PARAMS } from '../../server/spec/params.ts';
import type { ClientKeys } from '../../server/spec/client-keys.ts';
import type { KeyEncryption } from '../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, ORIGIN, type TestBrowser } from '../support/house.ts';
import { authorizationRequest, CALLBACK, furnish, leftWith, redeem, walk } from '../support/sign-in.ts';

type Key = Record<string, string>;

const pairs = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>>();
const published = new Map<string, Key>();
beforeAll(async () => {
  for (const [name, alg, crv] of [
    ['RSA-OAEP-256', 'RSA-OAEP-256', undefined],
    ['ECDH-ES', 'ECDH-ES', 'P-256'],
    ['P-521', 'ECDH-ES', 'P-521'],
    ['X25519', 'ECDH-ES', 'X25519'],
  ] as const) {
    const pair = await generateKeyPair(alg, { extractable: true, ...(crv === undefined ? {} : { crv }) });
    pairs.set(name, pair);
    published.set(name, { ...((await exportJWK(pair.publicKey)) as Key), kid: name, use: 'enc' });
  }
});

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
});

const keyOf = (name: string, changes: Partial<Key> = {}): Key => ({ ...published.get(name), ...changes }) as Key;
const asks = (changes: object, keys: readonly Key[] = [keyOf('RSA-OAEP-256'), keyOf('ECDH-ES')]) =>
  house.addApplication({
    client_id: 'reader',
    redirect_uris: [CALLBACK],
    scope: 'openid profile email',
    jwks: { keys } as ClientKeys,
    ...changes,
  });
const arrive = async (changes = {}) =>
  leftWith(
    await walk(
      browser,
      await browser.open('authorize', authorizationRequest({ client_id: 'reader', scope: 'openid email', ...changes })),
    ),
  );
const answer = async () => redeem(house, (await arrive())['code'], {}, basic('reader'));
const tokensOf = async () => {
  const { status, body } = await answer();
  expect([status, body['error']]).toEqual([200, undefined]);
  return body;
};
const userinfo = (access_token: unknown) =>
  house.post('userinfo', {}, { method: 'GET', authorization: `Bearer ${String(access_token)}` });
/** As it stands on the wire. */
const userinfoJwt = async (access_token: unknown) => {
  const authorization = `Bearer ${String(access_token)}`;
  const cookies = { session: undefined, browser: undefined };
  const request = { method: 'GET', params: NO_PARAMS, authorization, cookies, user_agent: 'a test' } as const;
  const answer = await house.engine.handle('userinfo', request, await house.context());
  if (answer.kind !== 'text') throw new Error(`unexpected ${answer.kind}`);
  expect([answer.status, answer.content_type]).toEqual([200, 'application/jwt']);
  return answer.body;
};
const open = async (jwe: unknown, name: string) => {
  const { plaintext, protectedHeader } = await compactDecrypt(String(jwe), pairs.get(name)!.privateKey);
  return { text: Buffer.from(plaintext).toString(), header: protectedHeader };
};

describe.each(KEY_ENCRYPTIONS.flatMap((alg) => CONTENT_ENCRYPTIONS.map((enc) => [alg, enc] as const)))(
  '%s with %s',
  (alg, enc) => {
    it('wraps the signed ID token and the signed userinfo', async () => {
      await asks({
        id_token_encrypted_response_alg: alg,
        id_token_encrypted_response_enc: enc,
        userinfo_signed_response_alg: 'ES256',
        userinfo_encrypted_response_alg: alg,
        userinfo_encrypted_response_enc: enc,
      });
      const { id_token, access_token } = await tokensOf();
      const opened = await open(id_token, alg);
      expect(opened.header).toMatchObject({ alg, enc, kid: alg, cty: 'JWT' });
      expect((await house.keys.verify(opened.text))?.payload).toMatchObject({ aud: 'reader', nonce: 'a-nonce' });
      const inner = await open(await userinfoJwt(access_token), alg);
      expect(decodeProtectedHeader(inner.text)).toMatchObject({ alg: 'ES256' });
      expect((await house.keys.verify(inner.text))?.payload).toMatchObject({ iss: ORIGIN, aud: 'reader' });
    });
  },
);

it('is A128CBC-HS256 where the application names no enc', async () => {
  await asks({ id_token_encrypted_response_alg: 'ECDH-ES' });
  expect(decodeProtectedHeader(String((await tokensOf())['id_token']))).toMatchObject({ enc: 'A128CBC-HS256' });
});

it.each(['P-521', 'X25519'])('goes to keys on the curve %s, too', async (name) => {
  await asks({ id_token_encrypted_response_alg: 'ECDH-ES' }, [keyOf(name)]);
  expect((await open((await tokensOf())['id_token'], name)).header).toMatchObject({ kid: name });
});

it('userinfo that nobody signs is encrypted JSON', async () => {
  await asks({ userinfo_encrypted_response_alg: 'RSA-OAEP-256' });
  const told = await userinfoJwt((await tokensOf())['access_token']);
  const { text, header } = await open(told, 'RSA-OAEP-256');
  expect(header).not.toHaveProperty('cty');
  expect(JSON.parse(text)).toMatchObject({ iss: ORIGIN, aud: 'reader', email: 'alice@example.lan' });
});

it('an ID token that comes by way of the browser is encrypted as well', async () => {
  await house.setSettings({ legacy_grants: true });
  const front = { grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] };
  await asks({ ...front, require_pkce: false, id_token_encrypted_response_alg: 'ECDH-ES' });
  const { id_token } = await arrive({ response_type: 'code id_token' });
  expect((await house.keys.verify((await open(id_token, 'ECDH-ES')).text))?.payload).toHaveProperty('c_hash');
});

describe('nothing goes out in clear, and nothing is used up', () => {
  it.each<[string, KeyEncryption, () => readonly Key[]]>([
    ['of another kind', 'RSA-OAEP-256', () => [keyOf('ECDH-ES')]],
    ['to verify with', 'RSA-OAEP-256', () => [keyOf('RSA-OAEP-256', { use: 'sig' })]],
    ['for another algorithm', 'ECDH-ES', () => [keyOf('ECDH-ES', { alg: 'ECDH-ES+A128KW' })]],
    ['on no curve', 'ECDH-ES', () => [keyOf('ECDH-ES', { x: 'AA' })]],
  ])('where its only key is one %s', async (_what, alg, keys) => {
    await asks({ id_token_encrypted_response_alg: alg, userinfo_encrypted_response_alg: alg }, keys());
    const { code } = await arrive();
    const refused = await redeem(house, code, {}, basic('reader'));
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(refused.body).not.toHaveProperty('access_token');
    const [application] = await house.store.collection('applications').find('client_id', 'reader');
    const { id_token_encrypted_response_alg: _alg, ...inClear } = application!;
    await house.store.collection('applications').update(application!.id, () => inClear);
    const { status, body } = await redeem(house, code, {}, basic('reader'));
    expect(status).toBe(200);
    expect(await userinfo(body['access_token'])).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('where its keys can’t be read', async () => {
    await asks({ jwks: undefined, jwks_uri: 'http://127.0.0.1:1/jwks', id_token_encrypted_response_alg: 'ECDH-ES' });
    expect(await answer()).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});
