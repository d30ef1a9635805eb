/** Which JWK Sets an application may register. */
import { expect, it } from 'vitest';
import { checkClientKeys, publicKeysIn, tidyClientKeys } from '../../server/spec/client-keys.ts';

const n = 'x'.repeat(342);
const rsa = { kty: 'RSA', n, e: 'AQAB', kid: '1' };
const ec = { kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '2' };
const okp = { kty: 'OKP', crv: 'Ed25519', x: 'abc' };

it('takes public keys of every kind', () => {
  expect(checkClientKeys({ keys: [rsa, ec, okp, { ...okp, crv: 'X25519', use: 'enc' }] })).toBeUndefined();
});

it('keeps of them what is read', () => {
  const kept = tidyClientKeys({
    keys: [{ ...rsa, use: 'sig', alg: 'RS256', x5c: ['MIIA', 'MIIB'], key_ops: ['verify'] }],
  });
  expect(kept).toEqual({ keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: '1', n, e: 'AQAB', x5c: ['MIIA'] }] });
});

it.each<[unknown, RegExp]>([
  [undefined, /not a JWK Set/],
  [null, /not a JWK Set/],
  ['{}', /not a JWK Set/],
  [[], /not a JWK Set/],
  [{}, /not a JWK Set/],
  [{ keys: {} }, /not a JWK Set/],
  [{ keys: [] }, /1 to 20/],
  [{ keys: Array.from({ length: 21 }, () => okp) }, /1 to 20/],
  [{ keys: [okp], more: 'x'.repeat(40_000) }, /longer/],
  [{ keys: [rsa, { ...ec, kid: '1' }] }, /same kid/],
  [{ keys: [null] }, /keys\[0\].*no object/],
  [{ keys: [{ ...okp, x5c: [] }] }, /x5c/],
  [{ keys: [{ ...okp, x5c: ['no base64'] }] }, /x5c/],
  [{ keys: [okp, 7] }, /keys\[1\].*no object/],
  [{ keys: [{ ...rsa, d: 'x' }] }, /holds d/],
  [{ keys: [{ kty: 'oct', k: 'secret' }] }, /holds k/],
  [{ keys: [{ kty: 'oct' }] }, /neither/],
  [{ keys: [{ ...rsa, kid: 1 }] }, /kid/],
  [{ keys: [{ ...rsa, use: ['sig'] }] }, /use/],
  [{ keys: [{ ...rsa, n: 'x'.repeat(171) }] }, /2048/],
  [{ keys: [{ ...rsa, n: 'x'.repeat(684) }] }, /4096/],
  [{ keys: [{ ...rsa, e: 'x'.repeat(40) }] }, /2048/],
  [{ keys: [{ ...rsa, n: '+/=' }] }, /base64url/],
  [{ keys: [{ ...ec, crv: 'P-192' }] }, /curve/],
  [{ keys: [{ ...ec, y: undefined }] }, /base64url/],
  [{ keys: [{ ...okp, crv: 'P-256' }] }, /curve/],
  [{ keys: [{ ...okp, x: 1 }] }, /base64url/],
])('refuses %j', (value, reason) => {
  expect(checkClientKeys(value)).toMatch(reason);
});

it('finds the good ones among keys that nobody checked', () => {
  const bad = [null, 'x', { ...rsa, d: 'x' }, { ...rsa, e: 'x'.repeat(512) }, { ...rsa, n: 'x'.repeat(684) }];
  const largest = { ...rsa, n: 'x'.repeat(683) };
  expect(publicKeysIn({ keys: [...bad, rsa, { kty: 'oct', k: 'x' }, largest, ec] })).toEqual([rsa, largest, ec]);
  for (const none of [undefined, null, [], 'keys', { keys: 'x' }, {}]) expect(publicKeysIn(none)).toEqual([]);
});
