/** A JWS that brings its own key: which keys are taken, and that the memory of headers vouches for nothing. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { expect, it } from 'vitest';
import { EMBEDDED_KEY_ALGORITHMS, verifyByEmbeddedKey } from '../../server/keys/verify-by-embedded-key.ts';
import { makeProof, makeProofKey } from '../support/dpop.ts';

const OF = { htm: 'POST', htu: 'https://x.test/', now: 0 };

it.each(EMBEDDED_KEY_ALGORITHMS)(
  '%s is verified, the first time and again, and named by its thumbprint',
  async (alg) => {
    const key = await makeProofKey(alg);
    for (let time = 0; time < 2; time += 1) {
      const proof = await makeProof(key, OF);
      const verified = await verifyByEmbeddedKey(proof);
      expect(verified?.jkt).toBe(await calculateJwkThumbprint(key.jwk));
      const [head, body, signature = ''] = proof.split('.');
      const [, other] = (await makeProof(key, OF)).split('.');
      expect(await verifyByEmbeddedKey(`${head}.${other}.${signature}`)).toBeUndefined();
      expect(await verifyByEmbeddedKey(`${head}.${body}.${signature.slice(0, -8)}AAAAAAAA`)).toBeUndefined();
      expect(await verifyByEmbeddedKey(`${head}.${body}.`)).toBeUndefined();
    }
  },
);

it('a header that was seen before verifies nothing of another key', async () => {
  const [key, other] = await Promise.all([makeProofKey(), makeProofKey()]);
  const [head] = (await makeProof(key, OF)).split('.');
  const [, body, signature] = (await makeProof(other, OF)).split('.');
  expect(await verifyByEmbeddedKey(`${head}.${body}.${signature}`)).toBeUndefined();
});

/** A JWS whose signature is right whatever its header says, so that nothing but the header can be why it is refused. */
function signed(
  header: object,
  { privateKey }: { readonly privateKey: KeyObject },
  hash: string | null = 'sha256',
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode(header)}.${encode({ jti: 'x' })}`;
  return `${input}.${sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const pairs = {
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ed25519: generateKeyPairSync('ed25519'),
  small: generateKeyPairSync('rsa', { modulusLength: 1024 }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const jwkOf = ({ publicKey }: { readonly publicKey: KeyObject }) => publicKey.export({ format: 'jwk' });
/** The same number, written with zeros in front. */
const padded = (number: string | undefined, bytes: number) =>
  Buffer.concat([Buffer.alloc(bytes), Buffer.from(number ?? '', 'base64url')]).toString('base64url');

it('of these nothing else is wrong', async () => {
  expect(await verifyByEmbeddedKey(signed({ alg: 'ES256', jwk: jwkOf(pairs.p256) }, pairs.p256))).toBeDefined();
  expect(await verifyByEmbeddedKey(signed({ alg: 'RS256', jwk: jwkOf(pairs.rsa) }, pairs.rsa))).toBeDefined();
});

it.each([
  ['a private key', () => signed({ alg: 'ES256', jwk: pairs.p256.privateKey.export({ format: 'jwk' }) }, pairs.p256)],
  ['no key', () => signed({ alg: 'ES256' }, pairs.p256)],
  ['a key that is no object', () => signed({ alg: 'ES256', jwk: JSON.stringify(jwkOf(pairs.p256)) }, pairs.p256)],
  ['a key on another curve', () => signed({ alg: 'ES256', jwk: jwkOf(pairs.p384) }, pairs.p384)],
  ['a key for another algorithm', () => signed({ alg: 'ES256', jwk: jwkOf(pairs.ed25519) }, pairs.ed25519, null)],
  ['an alg that is not known', () => signed({ alg: 'RS384', jwk: jwkOf(pairs.rsa) }, pairs.rsa, 'sha384')],
  ['a small RSA key', () => signed({ alg: 'RS256', jwk: jwkOf(pairs.small) }, pairs.small)],
  [
    'an RSA modulus that is too long',
    () => signed({ alg: 'RS256', jwk: { ...jwkOf(pairs.rsa), n: padded(jwkOf(pairs.rsa).n, 300) } }, pairs.rsa),
  ],
  [
    'an RSA exponent that is too long',
    () => signed({ alg: 'RS256', jwk: { ...jwkOf(pairs.rsa), e: padded('AQAB', 9) } }, pairs.rsa),
  ],
  ['something critical', () => signed({ alg: 'ES256', jwk: jwkOf(pairs.p256), crit: ['x'], x: 1 }, pairs.p256)],
])('a JWS with %s is refused', async (_what, make) => {
  expect(await verifyByEmbeddedKey(make())).toBeUndefined();
});

it('what is no JWT is refused', async () => {
  for (const text of ['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', 'e30.e30.e30', `${'a'.repeat(9000)}.b.c`, 'é.é.é']) {
    expect(await verifyByEmbeddedKey(text)).toBeUndefined();
  }
});
