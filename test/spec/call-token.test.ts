import { describe, expect, test } from 'vitest';
import { readCallToken } from '../../server/spec/call-token.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe.each([
  ['token T', undefined, 'T'],
  ['Bearer T', undefined, 'T'],
  ['TOKEN  T', undefined, 'T'],
  [basic('alice:T'), 'alice', 'T'],
  [basic('T:x-oauth-basic'), undefined, 'T'],
  [basic('T:'), undefined, 'T'],
  [basic('alice:a+b%20c'), 'alice', 'a+b%20c'],
])('%s', (authorization, username, value) => {
  test('holds a token', () => {
    expect(readCallToken(authorization)).toEqual({ username, value });
  });
});

test.each([undefined, '', 'Bearer', 'token a b', 'Basic !!', basic('no colon'), 'Digest T'])(
  '%s holds none',
  (authorization) => {
    expect(readCallToken(authorization)).toBeUndefined();
  },
);
