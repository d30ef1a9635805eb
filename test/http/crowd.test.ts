/** Who may take how many connections of a server that runs, and what becomes of those that only wait when it is full. */
import { once } from 'node:events';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpLimits, type HttpServer, openHttpServer } from '../../server/http/http-server.ts';
import { eventually } from '../support/eventually.ts';

/** An address of this machine that is not loopback: to a server on loopback, whoever comes from it is somebody else. */
const ELSEWHERE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

let server: HttpServer | undefined;
const opened: Socket[] = [];
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await server?.stop(0);
  server = undefined;
});

async function open(limits: Partial<HttpLimits>, host = '127.0.0.1'): Promise<number> {
  server = await openHttpServer({ host, port: 0, limits });
  server.serve((_request, response) => response.end('done'));
  return server.port;
}

interface Ends {
  readonly host?: string;
  readonly localAddress?: string;
}

/** A connection on which nothing is asked. */
async function visit(port: number, ends: Ends = {}): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', ...ends });
  opened.push(socket.on('error', () => undefined));
  await once(socket, 'connect');
  return socket;
}

/** Whether the server answers on a connection, which it keeps then; or closes it. */
async function speak(port: number, ends: Ends = {}): Promise<'answered' | 'closed'> {
  const socket = await visit(port, ends);
  const told = Promise.race([
    new Promise<'answered'>((done) => socket.once('data', () => done('answered'))),
    new Promise<'closed'>((done) => socket.once('close', () => done('closed'))),
  ]);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return told;
}

async function ask(port: number, agent?: http.Agent): Promise<http.IncomingMessage> {
  const request = http.get({ port, host: '127.0.0.1', agent });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response;
}

/** How long an answered connection is kept at the moment, in seconds, as the server tells it. RFC 2068 §19.7.1.1 */
async function keptFor(port: number): Promise<string> {
  const agent = new http.Agent({ keepAlive: true });
  const { headers } = await ask(port, agent);
  agent.destroy();
  return String(headers['keep-alive']);
}

describe('a network that takes too much', () => {
  test('is closed beyond its share at once, while everybody else is served', async (context) => {
    if (ELSEWHERE === undefined) return context.skip('this machine has no address besides loopback');
    const port = await open({ most_per_network: 3 });
    const came = await Promise.all([1, 2, 3, 4, 5].map(() => speak(port, { localAddress: ELSEWHERE })));
    expect(came.toSorted()).toEqual(['answered', 'answered', 'answered', 'closed', 'closed']);
    expect((await ask(port)).statusCode).toBe(200);
  });

  test('is not a proxy on this machine, by whichever address it comes', async (context) => {
    if (ELSEWHERE === undefined) return context.skip('this machine has no address besides loopback');
    const port = await open({ most_per_network: 1 }, '0.0.0.0');
    for (const host of ['127.0.0.1', ELSEWHERE]) {
      const came = await Promise.all([1, 2, 3].map(() => speak(port, { host })));
      expect(came).toEqual(['answered', 'answered', 'answered']);
    }
  });
});

describe('connections that only wait', () => {
  const LIMITS = { most_connections: 4, idle_timeout_ms: 60_000, crowded_idle_timeout_ms: 100 };

  /** An answered connection that the client would keep. */
  async function keep(port: number) {
    const agent = new http.Agent({ keepAlive: true });
    expect((await ask(port, agent)).statusCode).toBe(200);
    opened.push(...Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []));
    return { isOpen: () => Object.values(agent.freeSockets).flat().length > 0 };
  }

  test('are kept while there is room', async () => {
    const port = await open(LIMITS);
    const kept = await keep(port);
    await Promise.all([visit(port), visit(port)]);
    await pause(1_500);
    expect(kept.isOpen()).toBe(true);
  });

  test('have to go when more than three quarters of all places are taken, those that come later as well', async () => {
    const port = await open(LIMITS);
    const before = await keep(port);
    await Promise.all([visit(port), visit(port), visit(port)]);
    await expect.poll(() => before.isOpen()).toBe(false);
    const after = await keep(port);
    await expect.poll(() => after.isOpen()).toBe(false);
  });

  test('are kept again when the crowd has gone', async () => {
    const port = await open(LIMITS);
    await Promise.all([1, 2, 3, 4].map(() => visit(port)));
    for (const socket of opened.splice(0)) socket.destroy();
    const isRoomy = async () => (await keptFor(port).catch(() => undefined)) === 'timeout=60';
    await eventually(isRoomy, 'room');
    const kept = await keep(port);
    await pause(1_500);
    expect(kept.isOpen()).toBe(true);
  });
});
