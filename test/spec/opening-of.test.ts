import { expect, test } from 'vitest';
import { openingOf } from '../../server/spec/opening-of.ts';

test('names the issuer and the person, and keeps what the address had', () => {
  const opened = openingOf('https://app.example.lan/login?tenant=a%20b', 'https://id.example.lan', 'ada@b');
  expect(Object.fromEntries(new URL(opened).searchParams)).toEqual({
    tenant: 'a b',
    iss: 'https://id.example.lan',
    login_hint: 'ada@b',
  });
});

test('names nobody where nobody is known', () => {
  expect(openingOf('https://app.example.lan/login', 'https://id.example.lan', undefined)).toBe(
    'https://app.example.lan/login?iss=https%3A%2F%2Fid.example.lan',
  );
});
