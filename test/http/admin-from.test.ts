import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { mayAdminister, ONLY_FROM_HERE } from '../../server/http/admin-from.ts';

/** All that is asked of a request. */
function from(remoteAddress: string, localAddress: string, headers: Readonly<Record<string, string>> = {}) {
  return { socket: { remoteAddress, localAddress }, headers } as unknown as IncomingMessage;
}

describe('while the panel is for this computer', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
    ['192.168.1.5', '192.168.1.5'],
    ['::ffff:192.168.1.5', '192.168.1.5'],
    ['fe80::1', 'fe80::1'],
  ])('a connection from %s to %s comes from it', (peer, local) => {
    expect(mayAdminister(from(peer, local), 'loopback')).toBe(true);
  });

  test.each([
    ['192.168.1.6', '192.168.1.5'],
    ['::ffff:192.168.1.6', '::ffff:192.168.1.5'],
    ['203.0.113.9', '127.0.0.1'],
    ['', ''],
  ])('a connection from %s to %s does not', (peer, local) => {
    expect(mayAdminister(from(peer, local), 'loopback')).toBe(false);
  });

  test('what a proxy on this computer brings does not come from it', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect(mayAdminister(from('192.168.1.5', '192.168.1.5', headers), 'loopback')).toBe(false);
  });

  test('the refusal says what to write, and where', () => {
    expect(ONLY_FROM_HERE.remedy).toContain('admin_from: lan');
    expect(ONLY_FROM_HERE.remedy).toContain('settings:');
  });
});

test('opened to the network it answers everybody', () => {
  expect(mayAdminister(from('192.168.1.6', '192.168.1.5'), 'lan')).toBe(true);
});
