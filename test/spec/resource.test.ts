/** Resource indicators, as RFC 8707 2 defines them. */
import { describe, expect, it } from 'vitest';
import { isResourceIndicator } from '../../server/spec/resource.ts';

describe('a resource indicator', () => {
  it.each([
    'https://api.example.lan',
    'https://api.example.lan/v1?tenant=a',
    'urn:example:orders',
    'http://[::1]:8080/',
  ])('is an absolute URI: %s', (value) => {
    expect(isResourceIndicator(value)).toBe(true);
  });

  it.each([
    '',
    '/orders',
    '//api.example.lan',
    'orders',
    'https:',
    'https://a#f',
    'https://a#',
    'https://a b',
    '1a:b',
    'https://a\n',
  ])('is not "%s"', (value) => {
    expect(isResourceIndicator(value)).toBe(false);
  });
});
