import { createHmac, generateKeyPairSync, sign as cryptoSign } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { ALGORITHM_NAMES, ALGORITHMS, publicJwk } from '../../server/keys/algorithms.ts';
import { type PublishedKey, type SignsWith, signCompact, verifyCompact } from '../../server/keys/jws.ts';
import type { JsonObject, SigningAlgorithm } from '../../server/spec/vocabulary.ts';

const signers = new Map<SigningAlgorithm, SignsWith>();
const published = new Map<string, PublishedKey>();
const publicJwks = new Map<SigningAlgorithm, JsonObject>();
const payload = { iss: 'https://id.example.lan', sub: 'alice', name: 'Ålice ∀ 😀', groups: ['staff'], n: 1.5 };

beforeAll(async () => {
  for (const alg of ALGORITHM_NAMES) {
    const { publicKey, privateKey } = await ALGORITHMS[alg].generate();
    const jwk = await publicJwk(alg, publicKey);
    signers.set(alg, { alg, kid: jwk.kid, privateKey, headers: new Map() });
    published.set(jwk.kid, { alg, key: await importJWK(jwk, alg) });
    publicJwks.set(alg, jwk);
  }
});

function signer(alg: SigningAlgorithm): SignsWith {
  return signers.get(alg)!;
}

function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

/** A JWS whose signature is right for one of our keys, but whose header and payload are as the test wants them. */
async function signedWith(alg: SigningAlgorithm, header: unknown, body: unknown = payload): Promise<string> {
  const input = `${encode(header)}.${encode(body)}`;
  const signature = await ALGORITHMS[alg].sign(signer(alg).privateKey, input);
  return `${input}.${signature.toString('base64url')}`;
}

describe.each(ALGORITHM_NAMES)('a JWT signed with %s', (alg) => {
  test('verifies with jose, and its header is alg, typ and kid', async () => {
    const jwt = await signCompact(signer(alg), 'at+jwt', payload);
    const verified = await compactVerify(jwt, await importJWK(publicJwks.get(alg)!, alg));
    expect(JSON.parse(Buffer.from(verified.payload).toString())).toEqual(payload);
    expect(verified.protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: signer(alg).kid });
  });

  test('is read back whole', async () => {
    const jwt = await signCompact(signer(alg), 'JWT', payload);
    expect(await verifyCompact(published, jwt)).toEqual({ header: { alg, typ: 'JWT', kid: signer(alg).kid }, payload });
  });

  test('carries the typ that was asked for, each time', async () => {
    for (const typ of ['JWT', 'at+jwt', 'JWT', 'logout+jwt']) {
      expect(decodeProtectedHeader(await signCompact(signer(alg), typ, {}))).toMatchObject({ typ });
    }
  });

  test('is refused when any part was tampered with', async () => {
    const jwt = await signCompact(signer(alg), 'JWT', payload);
    const [header = '', body = '', signature = ''] = jwt.split('.');
    const forged = [
      `${header}.${encode({ ...payload, sub: 'mallory' })}.${signature}`,
      `${encode({ alg, typ: 'at+jwt', kid: signer(alg).kid })}.${body}.${signature}`,
      `${header}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `${header}.${body}.${signature.slice(0, -4)}`,
      `${header}.${body}.`,
      `${header}.${body}`,
      `${header}..${signature}`,
      `.${body}.${signature}`,
      `${jwt}.${signature}`,
      ` ${jwt}`,
      `${jwt}=`,
    ];
    for (const bad of forged) expect(await verifyCompact(published, bad)).toBeUndefined();
    expect(await verifyCompact(published, jwt)).toBeDefined();
  });

  test('is refused once its key is no longer published', async () => {
    const jwt = await signCompact(signer(alg), 'JWT', payload);
    const others = new Map([...published].filter(([kid]) => kid !== signer(alg).kid));
    expect(await verifyCompact(others, jwt)).toBeUndefined();
  });

  test('is refused under the kid of another of our keys', async () => {
    for (const other of ALGORITHM_NAMES.filter((name) => name !== alg)) {
      const kid = signer(other).kid;
      expect(await verifyCompact(published, await signedWith(alg, { alg, kid }))).toBeUndefined();
      expect(await verifyCompact(published, await signedWith(alg, { alg: other, kid }))).toBeUndefined();
    }
  });

  const names = ['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'crit', 'b64', 'zip', 'enc', 'anything'];
  test.each(names)('is refused with a %s header, even when the signature is right', async (name) => {
    const values: Record<string, unknown> = {
      jwk: publicJwks.get(alg),
      x5c: ['MIIB'],
      crit: ['b64'],
      b64: true,
      jku: 'https://evil.example/jwks',
    };
    const header = { alg, kid: signer(alg).kid, [name]: values[name] ?? 'x' };
    expect(await verifyCompact(published, await signedWith(alg, header))).toBeUndefined();
    const plain = { alg, kid: signer(alg).kid };
    expect(await verifyCompact(published, await signedWith(alg, plain))).toEqual({ header: plain, payload });
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['10 kB long', 'k'.repeat(10_240)],
    ['a path', '../../../dev/null'],
    ['a number', 1],
    ['null', null],
    ['an array with the right kid', 'array'],
  ])('is refused when kid is %s', async (name, value) => {
    const kid = name.startsWith('an array') ? [signer(alg).kid] : value;
    expect(await verifyCompact(published, await signedWith(alg, { alg, kid }))).toBeUndefined();
  });

  test.each([
    ['an array', []],
    ['a string', '"alice"'],
    ['null', 'null'],
    ['not JSON', 'alice'],
  ])('is refused when its payload is %s', async (_, body) => {
    expect(await verifyCompact(published, await signedWith(alg, { alg, kid: signer(alg).kid }, body))).toBeUndefined();
  });

  test.each(['none', 'None', 'NONE', '', 'HS256', 'PS256', 'ES384', 'Ed25519', 'toString', 7, null, undefined])(
    'is refused when its header says alg %j',
    async (claimed) => {
      const header = { alg: claimed, kid: signer(alg).kid };
      expect(await verifyCompact(published, await signedWith(alg, header))).toBeUndefined();
      expect(await verifyCompact(published, `${encode(header)}.${encode(payload)}.`)).toBeUndefined();
    },
  );
});

test('refuses an HMAC made with our public key as the secret', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = await publicJwk('RS256', publicKey);
  const ours = new Map([[jwk.kid, { alg: 'RS256' as const, key: await importJWK(jwk, 'RS256') }]]);
  const secrets = [
    publicKey.export({ format: 'pem', type: 'spki' }),
    publicKey.export({ format: 'der', type: 'spki' }),
    JSON.stringify(jwk),
  ];
  for (const alg of ['HS256', 'RS256']) {
    const input = `${encode({ alg, kid: jwk.kid })}.${encode(payload)}`;
    for (const secret of secrets) {
      const jwt = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      expect(await verifyCompact(ours, jwt)).toBeUndefined();
    }
  }
});

test('refuses a stranger’s key, whichever of our kids it borrows', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const input = `${encode({ alg: 'ES256', kid: signer('ES256').kid })}.${encode(payload)}`;
  const signature = cryptoSign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  expect(await verifyCompact(published, `${input}.${signature.toString('base64url')}`)).toBeUndefined();
});

test('refuses an all-zero signature', async () => {
  const input = `${encode({ alg: 'ES256', kid: signer('ES256').kid })}.${encode(payload)}`;
  expect(await verifyCompact(published, `${input}.${Buffer.alloc(64).toString('base64url')}`)).toBeUndefined();
});

test('answers undefined for every string that is no JWT, and does not throw', async () => {
  const odd = [
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    '\0',
    '💥.💥.💥',
    '{}',
    'null',
    `${encode('null')}.e30.AA`,
    `${encode('[]')}.e30.AA`,
  ];
  for (const text of [...odd, 'A'.repeat(2_000_000), '.'.repeat(100_000)]) {
    expect(await verifyCompact(published, text)).toBeUndefined();
  }
});

test('refuses a rightly signed JWT beyond 64 KiB, and reads one below', async () => {
  const big = (length: number) => signCompact(signer('ES256'), 'JWT', { filling: 'x'.repeat(length) });
  expect(await verifyCompact(published, await big(40_000))).toBeDefined();
  expect(await verifyCompact(published, await big(60_000))).toBeUndefined();
});

test('keeps members named like parts of an object as plain claims', async () => {
  const body = '{"__proto__":{"admin":true},"sub":"alice"}';
  const verified = await verifyCompact(
    published,
    await signedWith('EdDSA', { alg: 'EdDSA', kid: signer('EdDSA').kid }, body),
  );
  expect(Object.getPrototypeOf(verified!.payload)).toBe(Object.prototype);
  expect((verified!.payload as Record<string, unknown>)['admin']).toBeUndefined();
});
