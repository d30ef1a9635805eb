/** What hangs at the other end of one stranger's requests keeps nobody else waiting. */
import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type Asked,
  createGuardedFetch,
  type GuardedFetch,
  type OutboundWorld,
} from '../../server/outbound/guarded-fetch.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import { createResolveName } from '../../server/outbound/resolve-name.ts';

let silent: Socket;
let questions = 0;
let server: Server;
let held: ServerResponse[];
let world: OutboundWorld;
let fetch: GuardedFetch;
let port: number;

beforeEach(async () => {
  [questions, held] = [0, []];
  silent = createSocket('udp4').on('message', () => (questions += 1));
  await new Promise<void>((done) => silent.bind(0, '127.0.0.1', done));
  server = createServer((request, response) => {
    if (request.url?.startsWith('/hangs') === true) held.push(response);
    else response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
  world = {
    allow: () => Promise.resolve([`127.0.0.1:${port}`, `localhost:${port}`, `a.test:${port}`, `b.test:${port}`]),
    resolve: createResolveName({
      hosts: () => Promise.resolve([]),
      servers: [`127.0.0.1:${silent.address().port}`],
      system: () => Promise.resolve(['127.0.0.1']),
    }),
    isOurs: () => false,
  };
  fetch = createGuardedFetch(world);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await new Promise<void>((done) => silent.close(done));
});

const ask = (url: string, fields: Partial<Asked> = {}) =>
  fetch({ url, entered_by: 'stranger', accept: [], most_bytes: 100, redirects: 0, ...fields });
const code = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
const JSON_OF_STRANGER = { entered_by: 'stranger', accept: ['application/json'] } as const;
const atPort = (host: string, path: string) => `http://${host}:${port}${path}`;

it('names that nobody resolves: an admin’s and another stranger’s address are asked meanwhile, and no name after its time', async () => {
  const flood = Array.from({ length: 30 }, (_, index) =>
    code(ask(`https://n${index}.silent.test/`, { on_behalf_of: ['application flood'] })),
  );
  await expect.poll(() => questions).toBe(8);
  expect(await code(ask(atPort('localhost', '/'), { entered_by: 'admin' }))).toBe('answered');
  expect(await code(ask(atPort('localhost', '/'), { on_behalf_of: ['application other'] }))).toBe('answered');
  const outcomes = await Promise.all(flood);
  expect(outcomes).not.toContain('answered');
  // Whoever comes in with the last moment of their time still asks.
  expect(outcomes.filter((each) => each === 'busy').length).toBeGreaterThanOrEqual(15);
  const asked = questions;
  expect(await code(ask(atPort('localhost', '/'), { on_behalf_of: ['application flood'] }))).toBe('answered');
  expect(questions).toBe(asked);
});

it('a host that hangs: two requests are at it, the others wait, and another host is asked', async () => {
  const waiting = Array.from({ length: 4 }, () => code(ask(atPort('127.0.0.1', '/hangs'))));
  await expect.poll(() => held.length).toBe(2);
  expect(await code(ask(atPort('localhost', '/')))).toBe('answered');
  expect(held).toHaveLength(2);
  held.forEach((response) => response.end());
  await expect.poll(() => held.length).toBe(4);
  held.forEach((response) => response.end());
  expect(await Promise.all(waiting)).toEqual(['answered', 'answered', 'answered', 'answered']);
});

it('an admin’s host may be a proxy: what hangs behind it keeps no other application behind it waiting', async () => {
  const of = (name: string): Partial<Asked> => ({ entered_by: 'admin', on_behalf_of: [`application ${name}`] });
  const waiting = Array.from({ length: 5 }, () => code(ask(atPort('localhost', '/hangs'), of('one'))));
  await expect.poll(() => held.length).toBe(4);
  expect(await code(ask(atPort('localhost', '/'), of('other')))).toBe('answered');
  held.forEach((response) => response.end());
  await expect.poll(() => held.length).toBe(5);
  held.forEach((response) => response.end());
  await Promise.all(waiting);
});

it('a document that there was no room for is asked for again at once: nobody had failed to answer', async () => {
  const outbound = createOutbound(world, () => 0);
  const document = (host: string, path: string, who: string) =>
    outbound.keptDocument({ ...JSON_OF_STRANGER, url: atPort(host, path), on_behalf_of: [who] });
  const hanging = ['/hangs?1', '/hangs?2'].map((path) => code(document('127.0.0.1', path, 'others')));
  const asked = code(document('127.0.0.1', '/', 'it'));
  await expect.poll(() => held.length).toBe(2);
  // They outlast it, so that its own share is used up when there is room at the host again.
  await new Promise((done) => setTimeout(done, 100));
  const longer = ['a', 'a', 'b', 'b'].map((name, index) => code(document(`${name}.test`, `/hangs?${index}`, 'it')));
  expect(await asked).toBe('busy');
  await Promise.all([...hanging, ...longer]);
  expect(await code(document('127.0.0.1', '/', 'it'))).toBe('answered');
  expect(await code(document('127.0.0.1', '/hangs?1', 'it'))).toBe('too_slow');
});
