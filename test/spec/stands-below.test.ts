/** Which addresses stand below another, and which only look as if they did. */
import { describe, expect, test } from 'vitest';
import { standsBelow } from '../../server/spec/stands-below.ts';

const API = 'https://api.example.lan/orders';

describe('an address stands below another', () => {
  test.each([API, `${API}/`, `${API}/42`, `${API}/42/lines`])('%s', (address) => {
    expect(standsBelow(address, API)).toBe(true);
    expect(standsBelow(address, `${API}/`)).toBe(true);
  });

  test('of the root everything of the same origin', () => {
    for (const root of ['https://api.example.lan', 'https://api.example.lan/']) {
      expect(standsBelow(API, root)).toBe(true);
      expect(standsBelow('https://api.example.lan', root)).toBe(true);
    }
  });

  test('of a scheme that browsers know nothing of', () => {
    expect(standsBelow('grpc://api.example.lan/orders/42', 'grpc://api.example.lan/orders')).toBe(true);
    expect(standsBelow('grpc://api.example.org/orders/42', 'grpc://api.example.lan/orders')).toBe(false);
  });
});

describe('an address does not', () => {
  test.each([
    ['another path that begins alike', 'https://api.example.lan/orders-of-others'],
    ['a path above', 'https://api.example.lan/'],
    ['another host', 'https://api.example.lan.evil.test/orders/42'],
    ['another port', 'https://api.example.lan:8443/orders/42'],
    ['another scheme', 'http://api.example.lan/orders/42'],
    ['a path that climbs', 'https://api.example.lan/orders/../admin'],
    ['a path that climbs in disguise', 'https://api.example.lan/orders/%2e%2e/admin'],
    ['a path with backslashes', 'https://api.example.lan/orders\\..\\admin'],
    ['somebody in it', 'https://somebody@api.example.lan/orders/42'],
    ['a password in it', 'https://:secret@api.example.lan/orders/42'],
    ['a query', 'https://api.example.lan/orders/42?as=admin'],
    ['an empty query', 'https://api.example.lan/orders/42?'],
    ['a fragment', 'https://api.example.lan/orders/42#x'],
    ['a name that is no address', 'orders'],
    ['nothing', ''],
  ])('with %s', (_what, address) => {
    expect(standsBelow(address, API)).toBe(false);
  });

  test('below a name that is none', () => {
    expect(standsBelow('urn:example:orders', 'urn:example')).toBe(false);
    expect(standsBelow('orders/42', 'orders')).toBe(false);
  });
});
