import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { type KeptKeyring, type KeyringRules, openKeyring } from '../../server/keys/open-keyring.ts';
import { createSealer, type Sealer } from '../../server/keys/sealing.ts';
import type { Keyring } from '../../server/keys/keyring.ts';
import type { JsonObject, SigningAlgorithm } from '../../server/spec/vocabulary.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { SigningKey } from '../../server/storage/records/keys.ts';
import type { Store } from '../../server/storage/store.ts';

const T = 1_800_000_000;
const DAY = 86_400;
const rules: KeyringRules = { signing_key_lifetime_s: 90 * DAY, longest_token_lifetime_s: 3_600 };
const AT_HAND_OVER = T + 600;
const ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'ES256', 'EdDSA'];
/** And the one of the key to which others encrypt. */
const ALL = [...ALGORITHMS, 'ECDH-ES'] as const;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'];

let store: Store;
let sealer: Sealer;
let keyring: KeptKeyring;

function open(over: Store = store, now = T): Promise<KeptKeyring> {
  return openKeyring({ store: over, sealer, now, rules });
}

/** The store, with something that happens to it before each transaction. */
function storeThat(before: () => Promise<unknown>): Store {
  return {
    collection: (name) => store.collection(name),
    transaction: async (work) => {
      await before();
      return store.transaction(work);
    },
    sweep: (now) => store.sweep(now),
    writable: () => store.writable(),
    close: () => store.close(),
  };
}

async function records(over: Store = store): Promise<readonly SigningKey[]> {
  return (await over.collection('signing_keys').list({ limit: 1000 })).items;
}

async function states(): Promise<string[]> {
  return (await records()).map((key) => `${key.alg} ${key.state}`).sort();
}

function kids(of: Keyring): string[] {
  return of.jwks().keys.map((key) => kidOf(key));
}

function kidOf(part: JsonObject | undefined): string {
  const kid = part?.['kid'];
  if (typeof kid !== 'string') throw new Error('no kid');
  return kid;
}

function everyAlgorithm(...each: readonly string[]): string[] {
  return ALL.flatMap((alg) => each.map((state) => `${alg} ${state}`)).sort();
}

beforeEach(async () => {
  store = createMemoryStore();
  sealer = createSealer(randomBytes(32));
  keyring = await open();
});

describe('a new keyring', () => {
  test('makes an active and a next key of every algorithm, and offers RS256 first', async () => {
    expect(await states()).toEqual(everyAlgorithm('active', 'next'));
    expect(keyring.algorithms()).toEqual(ALGORITHMS);
    for (const key of await records()) {
      expect([key.published_at, key.activated_at]).toEqual([T, key.state === 'active' ? T : undefined]);
    }
  });

  test('publishes all of them, the active RS256 key first for applications that take whatever comes first', async () => {
    expect(kids(keyring).toSorted()).toEqual((await records()).map((key) => key.id).toSorted());
    const active = (await records()).find((key) => key.alg === 'RS256' && key.state === 'active');
    expect(kids(keyring)[0]).toBe(active?.id);
  });

  test('names every key by its RFC 7638 thumbprint', async () => {
    for (const jwk of keyring.jwks().keys) expect(jwk['kid']).toBe(await calculateJwkThumbprint(jwk));
  });

  test('publishes no private member', async () => {
    for (const jwk of keyring.jwks().keys) {
      for (const name of PRIVATE_MEMBERS) expect(jwk).not.toHaveProperty(name);
    }
  });

  test('keeps no private key material in clear in the store', async () => {
    const kept = JSON.stringify(await records());
    const secrets = (await records()).flatMap((key) => {
      const jwk = JSON.parse(sealer.unseal(`signing_keys/${key.id}`, key.sealed_private_jwk)) as Record<string, string>;
      return PRIVATE_MEMBERS.flatMap((name) => jwk[name] ?? []);
    });
    expect(secrets).toHaveLength(2 * (6 + 1 + 1 + 1));
    for (const secret of secrets) {
      const bytes = Buffer.from(secret, 'base64url');
      for (const spelling of ['base64url', 'base64', 'hex'] as const) {
        expect(kept).not.toContain(bytes.toString(spelling));
      }
    }
  });

  test('answers the same frozen JWKS until the keys change', async () => {
    const jwks = keyring.jwks();
    await keyring.maintain(T + 60);
    expect(keyring.jwks()).toBe(jwks);
    expect([jwks, jwks.keys, ...jwks.keys].every((part) => Object.isFrozen(part))).toBe(true);
    await keyring.rotate(AT_HAND_OVER);
    expect(keyring.jwks()).not.toBe(jwks);
    expect(jwks.keys).toHaveLength(8);
  });
});

describe.each(ALGORITHMS)('a JWT signed with %s', (alg) => {
  test('verifies with jose against the JWKS', async () => {
    const payload = { iss: 'https://id.example.lan', sub: 'alice', exp: T + 300 };
    const jwt = await keyring.sign({ alg, typ: 'at+jwt' }, payload);
    const { payload: read, protectedHeader } = await jwtVerify(
      jwt,
      createLocalJWKSet({ keys: [...keyring.jwks().keys] } as never),
      {
        currentDate: new Date(T * 1000),
        typ: 'at+jwt',
        algorithms: [alg],
      },
    );
    expect(read).toEqual(payload);
    expect(await keyring.verify(jwt)).toEqual({ header: protectedHeader, payload });
  });

  test('is refused by another keyring', async () => {
    const jwt = await keyring.sign({ alg, typ: 'JWT' }, { sub: 'alice' });
    const stranger = await open(createMemoryStore());
    expect(await stranger.verify(jwt)).toBeUndefined();
    expect(await keyring.verify(jwt)).toBeDefined();
  });
});

describe('after a restart', () => {
  test('the keys are loaded, not made, and what was signed before still verifies', async () => {
    const jwt = await keyring.sign({ alg: 'RS256', typ: 'JWT' }, { sub: 'alice' });
    const before = await records();
    const again = await open(store, T + 5);
    expect(await records()).toEqual(before);
    expect(again.jwks()).toEqual(keyring.jwks());
    expect(await again.verify(jwt)).toEqual(await keyring.verify(jwt));
    expect(await keyring.verify(await again.sign({ alg: 'EdDSA', typ: 'JWT' }, {}))).toBeDefined();
  });

  test('with another sealing key it refuses to open and writes nothing, not even a rotation that is due', async () => {
    const before = await records();
    const wrong = openKeyring({ store, sealer: createSealer(randomBytes(32)), now: T + 400 * DAY, rules });
    await expect(wrong).rejects.toMatchObject({ name: 'SealingError', code: 'not_authentic' });
    expect(await records()).toEqual(before);
  });

  test('a sealed key that was moved to another record is refused', async () => {
    const [one, two] = (await records()).filter((key) => key.alg === 'ES256');
    await store.collection('signing_keys').update(one!.id, (key) => ({
      ...key,
      sealed_private_jwk: two!.sealed_private_jwk,
    }));
    await expect(open()).rejects.toMatchObject({ code: 'not_authentic' });
  });

  test('a public key that was exchanged is refused as damage', async () => {
    const [one, two] = (await records()).filter((key) => key.alg === 'ES256');
    await store.collection('signing_keys').update(one!.id, (key) => ({
      ...key,
      public_jwk: { ...two!.public_jwk, kid: one!.id },
    }));
    await expect(open()).rejects.toMatchObject({ name: 'StorageError', code: 'damaged' });
  });

  test('a private member that got into a record is not published', async () => {
    const [one] = await records();
    await store.collection('signing_keys').update(one!.id, (key) => ({
      ...key,
      public_jwk: { ...key.public_jwk, d: 'secret', k: 'secret' },
    }));
    const again = await open();
    expect(JSON.stringify(again.jwks())).not.toContain('secret');
    expect(again.jwks()).toEqual(keyring.jwks());
  });
});

describe('rotation', () => {
  test('that somebody asks for happens in the second of the first start, too', async () => {
    const before = await records();
    const successors = ALL.map((alg) => before.find((key) => key.alg === alg && key.state === 'next')?.id);
    const answers = await keyring.rotate(T);
    expect(answers).toEqual(ALL.map((alg, index) => ({ alg, rotated: true, kid: successors[index] })));
    expect(await states()).toEqual(everyAlgorithm('active', 'next', 'retired'));
  });

  test('without a next key makes the one that takes over', async () => {
    const [gone] = (await records()).filter((key) => key.alg === 'ES256' && key.state === 'next');
    await keyring.rewrite((within) => within.collection('signing_keys').remove(gone!.id));
    const [answer] = await keyring.rotate(AT_HAND_OVER, 'ES256');
    const [active] = (await records()).filter((key) => key.alg === 'ES256' && key.state === 'active');
    expect(answer).toEqual({ alg: 'ES256', rotated: true, kid: active?.id });
    expect((await states()).filter((state) => state.startsWith('ES256'))).toEqual([
      'ES256 active',
      'ES256 next',
      'ES256 retired',
    ]);
  });

  test('hands over to the key that was published as next, and makes another next', async () => {
    const next = (await records()).find((key) => key.alg === 'ES256' && key.state === 'next');
    const answers = await keyring.rotate(AT_HAND_OVER);
    expect(answers.map((row) => row.rotated)).toEqual([true, true, true, true]);
    expect(answers[1]).toEqual({ alg: 'ES256', rotated: true, kid: next?.id });
    expect(await states()).toEqual(everyAlgorithm('active', 'next', 'retired'));
    const jwt = await keyring.sign({ alg: 'ES256', typ: 'JWT' }, {});
    expect((await keyring.verify(jwt))?.header['kid']).toBe(next?.id);
  });

  test('of one algorithm leaves the others as they are', async () => {
    expect(await keyring.rotate(AT_HAND_OVER, 'EdDSA')).toMatchObject([{ alg: 'EdDSA', rotated: true }]);
    expect(await states()).toEqual(
      [
        'ECDH-ES active',
        'ECDH-ES next',
        'EdDSA active',
        'EdDSA next',
        'EdDSA retired',
        'ES256 active',
        'ES256 next',
        'RS256 active',
        'RS256 next',
      ].sort(),
    );
  });

  test('happens by itself when the active key has outlived its lifetime, and not a second earlier', async () => {
    expect((await keyring.maintain(T + 90 * DAY - 1)).some((row) => row.rotated)).toBe(false);
    expect((await keyring.maintain(T + 90 * DAY)).every((row) => row.rotated)).toBe(true);
    expect((await keyring.maintain(T + 90 * DAY)).some((row) => row.rotated)).toBe(false);
  });

  test('follows rules that change while the server runs', async () => {
    const live = { ...rules };
    const other = await openKeyring({ store, sealer, now: T, rules: live });
    expect((await other.maintain(T + DAY)).some((row) => row.rotated)).toBe(false);
    live.signing_key_lifetime_s = DAY;
    expect((await other.maintain(T + DAY)).every((row) => row.rotated)).toBe(true);
  });

  test('while fifty signatures run: every one verifies against the JWKS of that time', async () => {
    const signing = (from: number) =>
      Array.from({ length: 50 }, async (_, index) => {
        const alg = ALGORITHMS[index % 3] ?? 'RS256';
        const jwt = await keyring.sign({ alg, typ: 'JWT' }, { index: from + index });
        const jwks = createLocalJWKSet({ keys: [...keyring.jwks().keys] } as never);
        const { payload, protectedHeader } = await compactVerify(jwt, jwks);
        expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ index: from + index });
        expect(await keyring.verify(jwt)).toBeDefined();
        return String(protectedHeader.kid);
      });
    const before = signing(0);
    const rotation = keyring.rotate(AT_HAND_OVER);
    const during = signing(50);
    expect((await rotation).every((row) => row.rotated)).toBe(true);
    const after = signing(100);
    const used = await Promise.all([...before, ...during, ...after]);
    expect(new Set(used).size).toBe(6);
  });

  test('asked for by two processes at once happens once', async () => {
    const other = await open();
    const both = await Promise.all([keyring.rotate(AT_HAND_OVER), other.rotate(AT_HAND_OVER)]);
    for (const index of ALL.keys()) {
      expect(both.filter((answer) => answer[index]?.rotated)).toHaveLength(1);
    }
    expect(
      both
        .flat()
        .filter((row) => !row.rotated)
        .map((row) => row.waits_until),
    ).toEqual(ALL.map(() => AT_HAND_OVER + 1));
    expect(await states()).toEqual(everyAlgorithm('active', 'next', 'retired'));
  });

  test('asked for many times at once by one process happens once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => keyring.rotate(AT_HAND_OVER)));
    expect(answers.map((answer) => answer.filter((row) => row.rotated).length)).toEqual([4, 0, 0, 0, 0]);
    expect(await states()).toEqual(everyAlgorithm('active', 'next', 'retired'));
  });

  test('by one process is taken up by the other at its next maintenance, and its tokens verify before that', async () => {
    const other = await open();
    await keyring.rotate(AT_HAND_OVER);
    const jwt = await keyring.sign({ alg: 'RS256', typ: 'JWT' }, { sub: 'alice' });
    expect(await other.verify(jwt)).toBeDefined();
    expect(other.jwks()).not.toEqual(keyring.jwks());
    expect((await other.maintain(AT_HAND_OVER + 60)).some((row) => row.rotated)).toBe(false);
    expect(other.jwks()).toEqual(keyring.jwks());
  });

  test('that the store refuses changes nothing that anybody sees', async () => {
    const careful = await open(storeThat(() => Promise.reject(new Error('disk full'))));
    const jwks = careful.jwks();
    await expect(careful.rotate(AT_HAND_OVER)).rejects.toThrow('disk full');
    expect(careful.jwks()).toBe(jwks);
    expect(await careful.verify(await careful.sign({ alg: 'RS256', typ: 'JWT' }, {}))).toBeDefined();
    expect(await states()).toEqual(everyAlgorithm('active', 'next'));
    expect((await careful.maintain(AT_HAND_OVER)).some((row) => row.rotated)).toBe(false);
  });
});

describe('a retired key', () => {
  test('verifies what it signed until it is removed, and signs nothing more', async () => {
    const jwt = await keyring.sign({ alg: 'ES256', typ: 'JWT' }, { sub: 'alice' });
    const old = kidOf((await keyring.verify(jwt))?.header);
    await keyring.rotate(AT_HAND_OVER, 'ES256');
    expect((await keyring.verify(await keyring.sign({ alg: 'ES256', typ: 'JWT' }, {})))?.header['kid']).not.toBe(old);

    const last = AT_HAND_OVER + 3_600 + 60;
    await keyring.maintain(last);
    expect(kids(keyring)).toContain(old);
    expect(await keyring.verify(jwt)).toBeDefined();

    await keyring.maintain(last + 1);
    expect(kids(keyring)).not.toContain(old);
    expect(await keyring.verify(jwt)).toBeUndefined();
    expect(await store.collection('signing_keys').get(old)).toBeUndefined();
  });
});

test('keys that somebody removed from the store are replaced, and the others keep working', async () => {
  const gone = (await records()).filter((key) => key.alg === 'EdDSA');
  for (const key of gone) await store.collection('signing_keys').remove(key.id);
  await keyring.maintain(T + 60);
  expect(await states()).toEqual(everyAlgorithm('active', 'next'));
  expect(keyring.algorithms()).toEqual(ALGORITHMS);
  for (const key of gone) expect(kids(keyring)).not.toContain(key.id);
});

test('keys that somebody removes while others are being made are replaced at once', async () => {
  const removeNext = async (alg: SigningAlgorithm) => {
    const next = (await records()).find((key) => key.alg === alg && key.state === 'next');
    if (next !== undefined) await store.collection('signing_keys').remove(next.id);
  };
  let interruptions = 0;
  const busy = await open(storeThat(() => (interruptions++ === 0 ? removeNext('ES256') : Promise.resolve())));
  await removeNext('EdDSA');
  await busy.maintain(T + 60);
  expect(interruptions).toBe(2);
  expect(await states()).toEqual(everyAlgorithm('active', 'next'));
  expect(kids(busy).toSorted()).toEqual((await records()).map((key) => key.id).toSorted());
});

test('a keyring that reads many keys reads all of them', async () => {
  const [pattern] = (await records()).filter((key) => key.alg === 'ES256');
  for (let round = 0; round < 130; round += 1) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const id = await calculateJwkThumbprint(jwk as never);
    const times = { published_at: T, activated_at: T, retired_at: T, remove_after: T + 3_660 };
    const public_jwk = { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y!, use: 'sig', alg: 'ES256', kid: id };
    await store.collection('signing_keys').insert({ ...pattern!, id, state: 'retired', public_jwk, ...times });
  }
  await keyring.maintain(T + 60);
  expect(keyring.jwks().keys).toHaveLength(138);
  await keyring.maintain(T + 3_661);
  expect(keyring.jwks().keys).toHaveLength(8);
});
