import { expect, test } from 'vitest';
import { isSameSite } from '../../server/spec/same-site.ts';

test.each([
  ['https://sso.example.lan', 'https://app.example.lan:8443', true],
  ['https://example.lan', 'https://deep.app.example.lan', true],
  ['https://sso.lan', 'https://app.lan', false],
  ['https://sso', 'https://sso:8443', true],
  ['https://sso', 'https://app', false],
  ['https://sso.example.lan', 'http://app.example.lan', false],
  ['https://192.168.1.5', 'https://192.168.1.5:3000', true],
  ['https://192.168.1.5', 'https://10.9.1.5', false],
  ['https://[fd00::1]', 'https://[fd00::1]:3000', true],
  ['https://[fd00::1]', 'https://[fd00::2]', false],
])('%s and %s are of one site: %s', (one, other, same) => {
  expect([isSameSite(one, other), isSameSite(other, one)]).toEqual([same, same]);
});
