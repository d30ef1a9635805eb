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
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await new Promise((done) => socket.once('connect', done));
    // A refused one is closed by the server at once.
    const closed = await Promise.race([
      new Promise((done) => socket.once('close', () => done(true))),
      new Promise((done) => setTimeout(() => done(false), 100)),
    ]);
    return closed === false;
  };
  expect([await open(), await open(), await open(), await open()]).toEqual([true, true, true, false]);
  sockets[0]?.destroy();
  await new Promise((done) => setTimeout(done, 50));
  expect(await open()).toBe(true);
});
