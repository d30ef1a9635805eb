/** Request objects that only Lanyard can read: signed by the application, then encrypted to a key that is published here. */
import { CompactEncrypt, generateKeyPair, importJWK } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONTENT_ENCRYPTIONS } from '../../../server/keys/encrypt-for-client.ts';
import type { ClientKeys } from '../../../server/spec/client-keys.ts';
import { type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { buildHouse, type House, ORIGIN, type TestBrowser } from '../../support/house.ts';
import { authorizationRequest, CALLBACK, furnish, leftWith, walk } from '../../support/sign-in.ts';

let key: ClientKey;
beforeAll(async () => {
  key = await makeClientKey('ES256');
});

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
});

const register = (changes = {}) =>
  house.addApplication({
    client_id: 'signer',
    redirect_uris: [CALLBACK],
    scope: 'openid profile',
    jwks: { keys: [key.jwk] } as unknown as ClientKeys,
    ...changes,
  });
const claims = () => ({
  iss: 'signer',
  aud: ORIGIN,
  ...authorizationRequest({ client_id: 'signer', scope: 'openid' }),
});
const published = () =>
  (house.keys.jwks().keys.find((jwk) => jwk['use'] === 'enc') ?? {}) as Readonly<Record<string, string>>;
const encrypt = async (text: string, to: Readonly<Record<string, string>>, header: object = {}) =>
  new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: to['kid'] ?? '', cty: 'JWT', ...header })
    .encrypt(await importJWK({ ...to }, 'ECDH-ES'));
const answer = async (request: string) => {
  const beside = { client_id: 'signer', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK };
  return leftWith(await walk(browser, await browser.open('authorize', { ...beside, state: 'beside', request })));
};
const refused = (error: string) => ({ error, state: 'beside' });

describe('an object that is signed and then encrypted', () => {
  it.each(CONTENT_ENCRYPTIONS)('is the request: %s', async (enc) => {
    await register();
    const object = await encrypt(await sign(claims(), key), published(), { enc });
    expect(await answer(object)).toMatchObject({ code: expect.any(String), state: 'a-state' });
  });

  it('needs no kid', async () => {
    await register();
    expect(await answer(await encrypt(await sign(claims(), key), published(), { kid: undefined }))).toHaveProperty(
      'code',
    );
  });

  it('opens by the key that was published before a rotation, and by the new one', async () => {
    await register();
    const before = published();
    await house.keys.rotate(house.clock.now + 1);
    const after = published();
    expect(after['kid']).not.toBe(before['kid']);
    for (const to of [before, after]) {
      expect(await answer(await encrypt(await sign(claims(), key), to))).toHaveProperty('code');
    }
  });

  it('is kept to the content encryption that the application is registered for', async () => {
    await register({ request_object_encryption_alg: 'ECDH-ES', request_object_encryption_enc: 'A128GCM' });
    const object = await sign(claims(), key);
    expect(await answer(await encrypt(object, published()))).toMatchObject(refused('invalid_request_object'));
    expect(await answer(await encrypt(object, published(), { enc: 'A128GCM' }))).toHaveProperty('code');
  });
});

describe('is refused', () => {
  it('encrypted and not signed: anybody can encrypt', async () => {
    await register();
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`;
    expect(await answer(await encrypt(none, published()))).toMatchObject(refused('request_not_supported'));
    expect(await answer(await encrypt(JSON.stringify(claims()), published()))).toMatchObject(
      refused('invalid_request_object'),
    );
  });

  it('signed by nobody whom we know, or encrypted twice', async () => {
    await register();
    const stranger = await makeClientKey('ES256');
    expect(await answer(await encrypt(await sign(claims(), stranger), published()))).toMatchObject(
      refused('invalid_request_object'),
    );
    const once = await encrypt(await sign(claims(), key), published());
    expect(await answer(await encrypt(once, published()))).toMatchObject(refused('invalid_request_object'));
  });

  it('to a key of somebody else, under its own name or ours', async () => {
    await register();
    const { publicKey } = await generateKeyPair('ECDH-ES', { extractable: true });
    for (const kid of ['theirs', published()['kid'] ?? '']) {
      const object = await new CompactEncrypt(Buffer.from(await sign(claims(), key)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid })
        .encrypt(publicKey);
      expect(await answer(object)).toMatchObject(refused('invalid_request_object'));
    }
  });

  it('to our key by another algorithm, or with a character changed', async () => {
    await register();
    const signed = await sign(claims(), key);
    const wrapped = await encrypt(signed, published(), { alg: 'ECDH-ES+A128KW' });
    const good = await encrypt(signed, published());
    const [header, , iv, text, tag] = good.split('.');
    for (const object of [
      wrapped,
      `${header}..${iv}.${text}A.${tag}`,
      `${header}.AAAA.${iv}.${text}.${tag}`,
      '....',
      'a.b.c.d.e',
      `${'x'.repeat(70_000)}....`,
    ]) {
      expect(await answer(object)).toMatchObject(refused('invalid_request_object'));
    }
  });
});
