/** Where Lanyard itself listens, whatever the address is called. */
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { listensHere } from '../../server/outbound/this-machine.ts';

const ours = listensHere(new Set([5263]));

it.each(['127.0.0.1', '127.8.8.8', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect([ours(address, 5263), ours(address, 443)]).toEqual([true, false]);
});

it('every address of its network cards is this machine as well', () => {
  const own = Object.values(networkInterfaces()).flatMap((cards) => cards ?? []);
  expect(own.every(({ address }) => ours(address, 5263))).toBe(true);
  expect(ours('192.0.2.1', 5263)).toBe(false);
});
