import { createSign, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawFromDer } from '../../server/keys/ecdsa-signature.ts';

/** DER of one INTEGER, as X.690 §8.3 says: no surplus leading zeros, one where the first bit is set. */
function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const body = bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, body.length]), body]);
}

function der(r: bigint, s: bigint): Buffer {
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

const number = fc.oneof(
  fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
  fc.integer({ min: 0, max: 255 }).map((bits) => 2n ** BigInt(bits)),
  fc.integer({ min: 1, max: 256 }).map((bits) => 2n ** BigInt(bits) - 1n),
);

describe('a P-256 signature', () => {
  test('keeps both its numbers, however small or large they are, in 32 bytes each', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const expected = r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0');
        expect(rawFromDer(der(r, s)).toString('hex')).toBe(expected);
      }),
    );
  });

  test('made by OpenSSL verifies as r‖s after the conversion', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let round = 0; round < 300; round += 1) {
      const data = Buffer.from(`message ${round}`);
      const raw = rawFromDer(sign('sha256', data, privateKey));
      expect(raw).toHaveLength(64);
      expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  });

  test('of another curve is refused', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const signature = createSign('sha256').update('message').sign(privateKey);
    expect(() => rawFromDer(signature)).toThrow(RangeError);
  });

  test('cut short, prolonged or with a broken frame is refused', () => {
    const whole = der(2n ** 255n, 7n);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => rawFromDer(whole.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => rawFromDer(Buffer.concat([whole, Buffer.from([0])]))).toThrow(RangeError);
    for (const at of [0, 1, 2, 3, 4, 37, 38]) {
      const broken = Buffer.from(whole);
      broken.writeUInt8(broken.readUInt8(at) ^ 0x41, at);
      expect(() => rawFromDer(broken)).toThrow(RangeError);
    }
  });
});
