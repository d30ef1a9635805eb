/** One network may not take every connection, whichever of its addresses it uses; this machine may. */
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createConnectionShare } from '../../server/http/connection-share.ts';
import { type HttpServer, openHttpServer } from '../../server/http/http-server.ts';

let server: HttpServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.stop(0);
  server = undefined;
});

it('counts by network, and gives places back', () => {
  const share = createConnectionShare(2);
  expect([share.take('2001:db8::1'), share.take('2001:db8::2'), share.take('2001:db8::3')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(share.take('2001:db8:0:1::1')).toBe(true);
  share.release('2001:db8::1');
  expect(share.take('2001:db8::3')).toBe(true);
});

it('closes the connection that is one too many, and takes another when one has gone', async () => {
  server = await openHttpServer({ host: '127.0.0.1', port: 0, limits: { most_per_network: 3 }, isExempt: () => false });
  const { port } = server;
  const open = async () => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    sockets.push(socket);
    socket.on('error', () => undefined);
    // One that may stay is answered; a refused one is closed at once.
    return Promise.race([
      new Promise((done) => socket.once('data', () => done('stays'))),
      new Promise((done) => socket.once('close', () => done('closed'))),
    ]);
  };
  expect([await open(), await open(), await open(), await open()]).toEqual(['stays', 'stays', 'stays', 'closed']);
  sockets[0]?.destroy();
  // The server hears of that when it does.
  await expect.poll(open).toBe('stays');
});
