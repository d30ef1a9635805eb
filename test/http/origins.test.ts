import { expect, test } from 'vitest';
import { localOrigin, originOf } from '../../server/http/origins.ts';

const INTERFACES = [
  { address: '127.0.0.1', family: 'IPv4', internal: true },
  { address: 'fe80::1', family: 'IPv6', internal: false },
  { address: '192.0.2.7', family: 'IPv4', internal: false },
];

test.each([
  ['http', '127.0.0.1', 'http://127.0.0.1:5263', 'http://127.0.0.1:5263'],
  ['http', '192.0.2.7', 'http://192.0.2.7:5263', 'http://192.0.2.7:5263'],
  ['http', '::1', 'http://[::1]:5263', 'http://[::1]:5263'],
  ['http', '0.0.0.0', 'http://192.0.2.7:5263', 'http://127.0.0.1:5263'],
  ['https', '::', 'https://192.0.2.7:5263', 'https://localhost:5263'],
] as const)('%s on %s goes by %s, and at this machine by %s', (scheme, host, origin, local) => {
  const bound = { scheme, host, port: 5263 };
  expect(originOf(bound, INTERFACES)).toBe(origin);
  expect(localOrigin(origin, bound)).toBe(local);
});
