import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { ALGORITHM_NAMES, ALGORITHMS, publicJwk, publicMembers } from '../../server/keys/algorithms.ts';

const MEMBERS = {
  RS256: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ES256: ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
  EdDSA: ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
};

const DETAILS = {
  RS256: { modulusLength: 2048, publicExponent: 65537n },
  ES256: { namedCurve: 'prime256v1' },
  EdDSA: {},
};

test('RS256 comes first, for every client can verify it', () => {
  expect(ALGORITHM_NAMES).toEqual(['RS256', 'ES256', 'EdDSA']);
});

describe.each(ALGORITHM_NAMES)('%s', (alg) => {
  test('publishes the public half and nothing else, named by its RFC 7638 thumbprint', async () => {
    const { publicKey, privateKey } = await ALGORITHMS[alg].generate();
    const jwk = await publicJwk(alg, publicKey);
    expect(Object.keys(jwk).sort()).toEqual(MEMBERS[alg]);
    expect(jwk).toMatchObject({ alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) });
    expect(await publicJwk(alg, privateKey)).toEqual(jwk);
    expect(publicKey.asymmetricKeyDetails).toEqual(DETAILS[alg]);
  });

  test('signs text and bytes alike, and jose verifies', async () => {
    const { publicKey, privateKey } = await ALGORITHMS[alg].generate();
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const input = `${header}.${Buffer.from('{}').toString('base64url')}`;
    const key = await importJWK(await publicJwk(alg, publicKey), alg);
    for (const data of [input, Buffer.from(input)]) {
      const signature = await ALGORITHMS[alg].sign(privateKey, data);
      const { payload } = await compactVerify(`${input}.${signature.toString('base64url')}`, key);
      expect(Buffer.from(payload).toString()).toBe('{}');
    }
  });

  test('makes another key each time', async () => {
    const [one, two] = await Promise.all([ALGORITHMS[alg].generate(), ALGORITHMS[alg].generate()]);
    expect((await publicJwk(alg, one.publicKey)).kid).not.toBe((await publicJwk(alg, two.publicKey)).kid);
  });
});

test('ES256 and EdDSA answer at once, RS256 leaves the event loop free', async () => {
  const kinds = await Promise.all(
    ALGORITHM_NAMES.map(async (alg) => {
      const signature = ALGORITHMS[alg].sign((await ALGORITHMS[alg].generate()).privateKey, 'data');
      return [alg, signature instanceof Promise ? 'later' : 'at once'];
    }),
  );
  expect(Object.fromEntries(kinds)).toEqual({ RS256: 'later', ES256: 'at once', EdDSA: 'at once' });
});

test('the public members of a private JWK hold nothing private', () => {
  const secret = { d: 'd', p: 'p', q: 'q', dp: 'dp', dq: 'dq', qi: 'qi', k: 'k', oth: [], key_ops: ['sign'] };
  expect(publicMembers({ kty: 'RSA', n: 'n', e: 'AQAB', ...secret })).toEqual({ kty: 'RSA', n: 'n', e: 'AQAB' });
});
