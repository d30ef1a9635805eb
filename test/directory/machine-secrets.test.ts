import { expect, it } from 'vitest';
import { generateSecret, hashSecret, secretMatches } from '../../server/directory/machine-secrets.ts';

it('a generated secret is 43 unreserved characters, and never the same', () => {
  const secrets = Array.from({ length: 100 }, generateSecret);
  expect(secrets.every((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret))).toBe(true);
  expect(new Set(secrets).size).toBe(100);
});

it('a secret is kept as its SHA-256 in base64url', () => {
  expect(hashSecret('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});

it('a secret matches its own hash and no other text', () => {
  expect(secretMatches('abc', hashSecret('abc'))).toBe(true);
  expect(secretMatches('abd', hashSecret('abc'))).toBe(false);
  expect(secretMatches('', hashSecret('abc'))).toBe(false);
  expect(secretMatches('abc', '')).toBe(false);
});
