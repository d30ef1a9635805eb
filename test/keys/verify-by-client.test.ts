/** What an application signed with a key that it registered, and everything that only looks like it. */
import { createHmac } from 'node:crypto';
import { CompactSign, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  acceptedFrom,
  CLIENT_SIGNING_ALGORITHMS,
  isUnsigned,
  verifyByKeys,
} from '../../server/keys/verify-by-client.ts';
import type { ClientKeys } from '../../server/spec/client-keys.ts';
import type { ClientSigningAlgorithm } from '../../server/spec/vocabulary.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const pairs = new Map<ClientSigningAlgorithm, Pair>();
const published = new Map<ClientSigningAlgorithm, ClientKeys['keys'][number]>();
beforeAll(async () => {
  for (const alg of CLIENT_SIGNING_ALGORITHMS) {
    const pair = await generateKeyPair(alg, { extractable: true });
    pairs.set(alg, pair);
    published.set(alg, { ...((await exportJWK(pair.publicKey)) as ClientKeys['keys'][number]), kid: alg });
  }
});

const keyOf = (alg: ClientSigningAlgorithm, more: object = {}) => ({ ...published.get(alg), ...more });
const sign = (alg: ClientSigningAlgorithm, header: object = {}, payload = '{"a":1}') =>
  new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg, ...header }).sign(pairs.get(alg)!.privateKey);
/** What it says; undefined where it is refused. */
const verify = async (jwt: string, keys: readonly object[], algorithms = CLIENT_SIGNING_ALGORITHMS) => {
  const signed = await verifyByKeys(jwt, { keys }, algorithms);
  return signed.kind === 'signed' ? signed : undefined;
};

describe.each(CLIENT_SIGNING_ALGORITHMS)('%s', (alg) => {
  it('is verified by the key that made it, named or not', async () => {
    const all = CLIENT_SIGNING_ALGORITHMS.map((known) => keyOf(known));
    for (const header of [{}, { kid: alg }, { typ: 'oauth-authz-req+jwt' }]) {
      expect((await verify(await sign(alg, header), all))?.payload).toEqual({ a: 1 });
    }
    expect(await verify(await sign(alg, { kid: 'x' }), [keyOf(alg)])).toBeUndefined();
    expect(await verify(await sign(alg, { kid: 'x' }), [keyOf(alg, { kid: undefined })])).toBeDefined();
  });

  it('is not verified where it is not allowed, by a key for something else, or when a character is changed', async () => {
    const jwt = await sign(alg);
    const others = CLIENT_SIGNING_ALGORITHMS.filter((known) => known !== alg);
    expect(await verify(jwt, [keyOf(alg)], others)).toBeUndefined();
    expect(await verify(jwt, [keyOf(alg, { use: 'enc' })])).toBeUndefined();
    expect(await verify(jwt, [keyOf(alg, { alg: 'HS256' })])).toBeUndefined();
    expect(await verify(jwt, [])).toBeUndefined();
    const [header, payload, signature = ''] = jwt.split('.');
    const other = Buffer.from('{"a":2}').toString('base64url');
    expect(await verify(`${header}.${other}.${signature}`, [keyOf(alg)])).toBeUndefined();
    expect(await verify(`${header}.${payload}.`, [keyOf(alg)])).toBeUndefined();
  });
});

describe('one algorithm with two names (RFC 9864)', () => {
  const names = ['EdDSA', 'Ed25519'] as const;

  it.each(names)(
    'is accepted by either where %s is registered, and with a key that bears either',
    async (registered) => {
      for (const header of names) {
        for (const alg of names) {
          const signed = await verify(await sign(header), [keyOf(header, { alg })], acceptedFrom(registered));
          expect(signed?.payload).toEqual({ a: 1 });
        }
      }
    },
  );

  it('is no other algorithm’s, and has no third', async () => {
    for (const registered of ['ES256', 'RS256', 'HS256', 'none', '']) {
      expect(await verify(await sign('Ed25519'), [keyOf('Ed25519')], acceptedFrom(registered))).toBeUndefined();
      expect(await verify(await sign('Ed25519'), [keyOf('Ed25519', { alg: registered })])).toBeUndefined();
    }
    expect(acceptedFrom('ES256')).toEqual(['ES256']);
    expect(acceptedFrom(undefined)).toEqual(CLIENT_SIGNING_ALGORITHMS);
    const other = (await sign('EdDSA')).replace(/^[^.]+/, Buffer.from('{"alg":"Ed448"}').toString('base64url'));
    expect(await verify(other, [keyOf('EdDSA')])).toBeUndefined();
  });
});

describe('nobody signed', () => {
  it('a MAC under the public key', async () => {
    const spki = await exportSPKI(pairs.get('RS256')!.publicKey);
    const input = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}`;
    const mac = createHmac('sha256', spki).update(input).digest('base64url');
    expect(await verify(`${input}.${mac}`, [keyOf('RS256')])).toBeUndefined();
  });

  it('a JWT that brings its own key along', async () => {
    const stranger = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(stranger.publicKey);
    const jwt = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'ES256', jwk })
      .sign(stranger.privateKey);
    expect(await verify(jwt, [keyOf('ES256')])).toBeUndefined();
  });

  it('what says so itself, and what is no JWT at all', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    expect([isUnsigned(none), await verify(none, [keyOf('RS256')])]).toEqual([true, undefined]);
    for (const text of ['', '.', '..', 'a.b.c', 'x'.repeat(1_000_000), 'eyJhbGciOiJSUzI1NiJ9', '{}', '\u0000']) {
      expect([isUnsigned(text), await verify(text, [keyOf('RS256')])]).toEqual([false, undefined]);
    }
  });

  it('a payload that is no JSON object in UTF-8', async () => {
    for (const payload of ['[]', '"x"', 'null', '{', '']) {
      expect(await verify(await sign('ES256', {}, payload), [keyOf('ES256')])).toBeUndefined();
    }
    const broken = await new CompactSign(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(pairs.get('ES256')!.privateKey);
    expect(await verify(broken, [keyOf('ES256')])).toBeUndefined();
  });

  it('what a header that must be understood, and is not, came with', async () => {
    const jwt = await sign('ES256');
    const header = Buffer.from('{"alg":"ES256","crit":["b64"],"b64":false}').toString('base64url');
    expect(await verify([header, ...jwt.split('.').slice(1)].join('.'), [keyOf('ES256')])).toBeUndefined();
  });
});

it('a key whose check would take long is not even tried', async () => {
  const slow = { ...keyOf('RS256'), e: 'f'.repeat(342) };
  const jwt = await sign('RS256');
  expect(await verifyByKeys(jwt, { keys: [slow] }, ['RS256'])).toEqual({
    kind: 'refused',
    why: 'names no key that fits its alg and is good enough',
  });
  expect(await verify(jwt, [slow, slow, slow, keyOf('RS256')])).toBeDefined();
});

it('of keys without names three are tried', async () => {
  const others = await Promise.all(
    [1, 2, 3].map(async () => exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)),
  );
  const jwt = await sign('ES256');
  expect(await verify(jwt, [...others.slice(1), keyOf('ES256')])).toBeDefined();
  expect(await verify(jwt, [...others, keyOf('ES256')])).toBeUndefined();
  expect(
    await verify(await sign('ES256', { kid: 'ES256' }), [
      ...others.map((key) => ({ ...key, kid: 'x' })),
      keyOf('ES256'),
    ]),
  ).toBeDefined();
});
