/** What counts as one guesser. */
import { expect, it } from 'vitest';
import { networkOf } from '../../server/spec/network.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['127.0.0.1', '127.0.0.0/8'],
  ['127.8.9.10', '127.0.0.0/8'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts for %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
