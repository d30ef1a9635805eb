import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSealer, SealingError } from '../../server/keys/sealing.ts';
import { respelled } from '../support/respelled.ts';

const key = randomBytes(32);
const sealer = createSealer(key);
const plain = 'the answer is ∀x 42';

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('sealing', () => {
  test('what was sealed opens under the same key and label, also in a later process', () => {
    const sealed = sealer.seal('totp/alice', plain);
    expect(sealer.unseal('totp/alice', sealed)).toBe(plain);
    expect(createSealer(Buffer.from(key)).unseal('totp/alice', sealed)).toBe(plain);
    expect(sealer.unseal('empty', sealer.seal('empty', ''))).toBe('');
  });

  test('the sealed text is versioned base64url, shows nothing of the plain text and never repeats', () => {
    const first = sealer.seal('a', plain);
    const second = sealer.seal('a', plain);
    expect(first).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(first).not.toBe(second);
    expect(Buffer.from(first.slice(3), 'base64url').includes('answer')).toBe(false);
    expect(first.slice(3, 19)).not.toBe(second.slice(3, 19));
  });

  test('refuses a value that was moved to another record', () => {
    const sealed = sealer.seal('totp/alice', plain);
    expect(thrownBy(() => sealer.unseal('totp/bob', sealed))).toMatchObject({
      name: 'SealingError',
      code: 'not_authentic',
    });
  });

  test('refuses another key and says what to do, without a word of key or text', () => {
    const sealed = sealer.seal('totp/alice', plain);
    const error = thrownBy(() => createSealer(randomBytes(32)).unseal('totp/alice', sealed));
    expect(error).toBeInstanceOf(SealingError);
    expect(error).toMatchObject({ code: 'not_authentic' });
    const told = String(error);
    expect(told).toContain('totp/alice');
    expect(told).toContain('Put back the key');
    for (const secret of [plain, sealed, sealed.slice(3), key.toString('base64url'), key.toString('hex')]) {
      expect(told).not.toContain(secret);
    }
  });

  test('refuses a value of which any single bit was changed', () => {
    const sealed = Buffer.from(sealer.seal('a', 'short').slice(3), 'base64url');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const error = thrownBy(() => sealer.unseal('a', `v1.${altered.toString('base64url')}`));
      expect(error).toMatchObject({ code: 'not_authentic' });
    }
  });

  test('refuses a value that was cut short, so that a shorter tag is never accepted', () => {
    const sealed = Buffer.from(sealer.seal('a', 'text').slice(3), 'base64url');
    for (let length = 0; length < sealed.length; length += 1) {
      const cut = `v1.${sealed.subarray(0, length).toString('base64url')}`;
      expect(thrownBy(() => sealer.unseal('a', cut))).toBeInstanceOf(SealingError);
    }
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'opens only as it was spelled, where the last character has bits to spare: with %i bytes inside',
    (length) => {
      const sealed = sealer.seal('a', 'x'.repeat(length));
      expect(sealer.unseal('a', sealed)).toBe('x'.repeat(length));
      for (const text of respelled(sealed)) {
        expect(thrownBy(() => sealer.unseal('a', text))).toMatchObject({ code: 'unknown_format' });
      }
    },
  );

  test.each(['', 'v1.', 'v2.AAAA', 'AAAA', `v1.${'A'.repeat(20)}`, 'v1.!!!!', plain])(
    'refuses %j as not of its form',
    (text) => {
      expect(thrownBy(() => sealer.unseal('a', text))).toMatchObject({ code: 'unknown_format' });
    },
  );

  test.each([0, 16, 31, 33, 64])('refuses a key of %i bytes', (length) => {
    expect(thrownBy(() => createSealer(Buffer.alloc(length)))).toMatchObject({ code: 'bad_key' });
  });
});

describe('deriving keys', () => {
  test('the same label gives the same 32 bytes, in every process with this key', () => {
    const derived = sealer.derive('refresh-token-successor').export();
    expect(derived).toHaveLength(32);
    expect(createSealer(Buffer.from(key)).derive('refresh-token-successor').export()).toEqual(derived);
  });

  test('another label or another key gives other bytes, and none is the sealing key itself', () => {
    const all = [
      key,
      sealer.derive('a').export(),
      sealer.derive('b').export(),
      sealer.derive('').export(),
      createSealer(randomBytes(32)).derive('a').export(),
    ].map((bytes) => bytes.toString('hex'));
    expect(new Set(all).size).toBe(all.length);
  });

  test('derives by HKDF-SHA256 of RFC 5869, so that data outlives this implementation', () => {
    const fixed = createSealer(Buffer.alloc(32, 7));
    expect(fixed.derive('example').export().toString('hex')).toBe(
      hkdfByHand(Buffer.alloc(32, 7), 'lanyard derive v1 example'),
    );
  });
});

/** RFC 5869 §2 with an empty salt and one block of output, written out with nothing but HMAC. */
function hkdfByHand(input: Buffer, info: string): string {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(input).digest();
  return createHmac('sha256', extracted)
    .update(Buffer.concat([Buffer.from(info), Buffer.from([1])]))
    .digest('hex');
}
