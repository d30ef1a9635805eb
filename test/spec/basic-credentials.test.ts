/** The Basic scheme as clients really send it: encoded as the RFC says, raw as most do, and broken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBasicCredentials } from '../../server/spec/basic-credentials.ts';

const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const pair = (client_id: string, client_secret: string) => ({ client_id, client_secret });

describe('what is not Basic', () => {
  it.each([undefined, '', 'Bearer abc', 'Basically abc', 'basic-auth x', ' Basic eDp5'])(
    '"%s" has no reading',
    (authorization) => {
      expect(readBasicCredentials(authorization)).toBeUndefined();
    },
  );
});

describe('what is Basic and cannot be read', () => {
  it.each(['Basic', 'Basic ', 'Basic !!!', 'Basic eDp5 eDp5', 'Basic eDp5==='])('"%s" has none', (authorization) => {
    expect(readBasicCredentials(authorization)).toEqual([]);
  });

  it('has none without a colon, or where the bytes are no UTF-8', () => {
    expect(readBasicCredentials(header('no-colon'))).toEqual([]);
    expect(readBasicCredentials(`Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`)).toEqual([]);
  });
});

describe('what can be read', () => {
  it('has one reading where encoded and raw agree', () => {
    expect(readBasicCredentials(header('app:secret'))).toEqual([pair('app', 'secret')]);
    expect(readBasicCredentials(header('app:secret').replace('Basic', 'bASIC'))).toEqual([pair('app', 'secret')]);
  });

  it('takes the first colon as the border, and either part may be empty', () => {
    expect(readBasicCredentials(header('app:a:b'))).toEqual([pair('app', 'a:b')]);
    expect(readBasicCredentials(header('app:'))).toEqual([pair('app', '')]);
    expect(readBasicCredentials(header(':secret'))).toEqual([pair('', 'secret')]);
  });

  it('has two readings where they differ, the encoded one first (RFC 6749 2.3.1)', () => {
    expect(readBasicCredentials(header('app:a%2Bb+c'))).toEqual([pair('app', 'a+b c'), pair('app', 'a%2Bb+c')]);
    expect(readBasicCredentials(header('a%3Ab:c'))).toEqual([pair('a:b', 'c'), pair('a%3Ab', 'c')]);
  });

  it('has the raw reading alone where the encoding is broken', () => {
    expect(readBasicCredentials(header('app:100%'))).toEqual([pair('app', '100%')]);
    expect(readBasicCredentials(header('app:%c3%28'))).toEqual([pair('app', '%c3%28')]);
  });
});

describe('always', () => {
  it('nothing that is sent makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.string()), (text) => {
        for (const authorization of [text, `Basic ${text}`, header(text)]) {
          const readings = readBasicCredentials(authorization);
          expect(readings === undefined || readings.length <= 2).toBe(true);
        }
      }),
    );
  });

  it('both spellings of any id and secret are found again', () => {
    const text = fc.string({ unit: 'grapheme' }).map((s) => s.toWellFormed().replaceAll('\ufffd', ''));
    fc.assert(
      fc.property(text, text, (client_id, client_secret) => {
        const encoded = header(`${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret)}`);
        expect(readBasicCredentials(encoded)?.[0]).toEqual(pair(client_id, client_secret));
        const id = client_id.replaceAll(':', '');
        expect(readBasicCredentials(header(`${id}:${client_secret}`))).toContainEqual(pair(id, client_secret));
      }),
    );
  });
});
