import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Handler } from '../../server/http/app.ts';
import { openHttpServer } from '../../server/http/http-server.ts';
import { createListener } from '../../server/http/listener.ts';
import { openListeners } from '../../server/http/open-listeners.ts';
import { originOf, siblingOrigin } from '../../server/http/origins.ts';
import { pageHeaders } from '../../server/http/security-headers.ts';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';

const LOCAL = { host: '127.0.0.1', port: 0 };
const answer: Handler = (_request, response) => {
  response.end('done');
};

/** Keeps requests waiting until they are let go. */
function holdRequests() {
  const held: http.ServerResponse[] = [];
  const handler: Handler = (_request, response) => void held.push(response);
  return {
    handler,
    have: (count: number) => eventually(() => held.length === count, `${count} requests`),
    letGo() {
      for (const response of held) response.end('done');
    },
  };
}

/** A connection on which nothing is asked. */
async function connectIdly(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  return { socket: socket.on('error', () => undefined).resume(), closed };
}

describe('stopping', () => {
  test('lets running requests finish, and closes connections that only wait', async () => {
    const server = await openHttpServer(LOCAL);
    const requests = holdRequests();
    server.serve(requests.handler);
    const agent = new http.Agent({ keepAlive: true });
    const answers = [1, 2, 3].map(
      () =>
        new Promise<string>((resolve, reject) => {
          http
            .get({ port: server.port, agent }, (response) => {
              response.setEncoding('utf8').on('data', resolve);
            })
            .on('error', reject);
        }),
    );
    const idle = await connectIdly(server.port);
    await requests.have(3);
    // Were it waited for what is idle, the test would be given up before it is cut.
    const stopped = server.stop(3_600_000);
    await idle.closed;
    requests.letGo();
    expect(await Promise.all(answers)).toEqual(['done', 'done', 'done']);
    await stopped;
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow('fetch failed');
    agent.destroy();
  });

  test('waits no longer than it may', async () => {
    const server = await openHttpServer(LOCAL);
    const requests = holdRequests();
    server.serve(requests.handler);
    const hanging = fetch(`http://127.0.0.1:${server.port}/`).catch(() => 'cut');
    await requests.have(1);
    const began = performance.now();
    await server.stop(200);
    // Nothing else would end the request; the server's own five seconds are not what was said here.
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(await hanging).toBe('cut');
  });
});

test('until it is served everything is 503', async () => {
  const server = await openHttpServer(LOCAL);
  const response = await fetch(`http://127.0.0.1:${server.port}/health`);
  expect([response.status, await response.text()]).toEqual([503, '{"status":"starting"}']);
  await server.stop(0);
});

test('two hundred slow peers don’t keep others from being answered', async () => {
  const server = await openHttpServer(LOCAL);
  server.serve(answer);
  let closed = 0;
  const slow = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const { socket } = await connectIdly(server.port);
      socket.once('close', () => (closed += 1));
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      return socket;
    }),
  );
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
  // Nobody had to give up a place for that.
  expect(closed).toBe(0);
  for (const socket of slow) socket.destroy();
  await server.stop(0);
});

describe('addresses', () => {
  test('a port that is taken is told by its option, and nothing stays open', async () => {
    const taken = await openHttpServer(LOCAL);
    const addresses = { host: '127.0.0.1', port: 0, tls: undefined, issuer: undefined };
    await expect(openListeners({ ...addresses, port: taken.port, dialectPorts: [] })).rejects.toMatchObject({
      name: 'BindError',
      code: 'EADDRINUSE',
      message: `--port: can't listen on 127.0.0.1, port ${taken.port}: another program has that port; choose another one, or 0 for any free one`,
    });
    await expect(
      openListeners({ ...addresses, dialectPorts: [{ dialect: 'github', port: taken.port }] }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE', message: expect.stringMatching(/^--dialect-port: /) });
    await taken.stop(0);
  });

  test('the main listener and each dialect’s have origins of one host', async () => {
    const listening = await openListeners({
      host: '127.0.0.1',
      port: 0,
      tls: undefined,
      issuer: 'https://sso.example.lan',
      dialectPorts: [{ dialect: 'github', port: 0 }],
    });
    expect(listening.origin).toBe('https://sso.example.lan');
    expect(listening.listeners).toEqual([
      { dialect: 'native', url: expect.stringMatching(/^http:\/\/sso\.example\.lan:\d+$/) },
      { dialect: 'github', url: expect.stringMatching(/^http:\/\/sso\.example\.lan:\d+$/) },
    ]);
    await listening.stop(0);
  });

  const LAN = [
    { address: '127.0.0.1', family: 'IPv4', internal: true },
    { address: 'fe80::1', family: 'IPv6', internal: false },
    { address: '192.168.1.5', family: 'IPv4', internal: false },
  ];
  test.each([
    [{ scheme: 'http', host: '127.0.0.1', port: 5263 }, 'http://127.0.0.1:5263'],
    [{ scheme: 'http', host: '::1', port: 5263 }, 'http://[::1]:5263'],
    [{ scheme: 'https', host: 'sso.example.lan', port: 443 }, 'https://sso.example.lan'],
    [{ scheme: 'http', host: '0.0.0.0', port: 5263 }, 'http://192.168.1.5:5263'],
    [{ scheme: 'https', host: '::', port: 5263 }, 'https://192.168.1.5:5263'],
  ] as const)('%j goes by %s', (bound, origin) => {
    expect(originOf(bound, LAN)).toBe(origin);
  });

  test('without a network a server that is bound to everything goes by loopback', () => {
    expect(originOf({ scheme: 'http', host: '0.0.0.0', port: 1 }, [])).toBe('http://127.0.0.1:1');
  });

  test('a dialect’s listener shares the host, not the port nor a proxy’s TLS', () => {
    expect(siblingOrigin('https://sso.example.lan', { scheme: 'http', port: 8081 })).toBe(
      'http://sso.example.lan:8081',
    );
  });

  test('bound to every address, it answers to every literal one and to no strange name', () => {
    const { answersTo } = createListener({
      dialect: undefined,
      origin: 'http://192.168.1.5:5263',
      host: '0.0.0.0',
      port: 5263,
    });
    for (const host of ['192.168.1.5:5263', '10.0.0.7:5263', '[fe80::1]:5263', 'localhost:5263']) {
      expect([host, answersTo(host)]).toEqual([host, true]);
    }
    for (const host of [
      'evil.test:5263',
      '10.0.0.7',
      '10.0.0.7:80',
      '10.0.0.7.evil.test:5263',
      '10.0.0:5263',
      '[::1',
    ]) {
      expect([host, answersTo(host)]).toEqual([host, false]);
    }
  });
});

describe('over TLS', () => {
  let files: CertificateFiles;
  beforeAll(async () => {
    files = await makeCertificates();
  });
  afterAll(() => rm(files.directory, { recursive: true, force: true }));

  test('requests are served, with nothing older than TLS 1.2', async () => {
    const tls = { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
    const server = await openHttpServer({ ...LOCAL, tls });
    server.serve(answer);
    const ca = await readFile(files.ca, 'utf8');
    const get = (options: https.RequestOptions) =>
      new Promise<number | undefined>((resolve, reject) => {
        https
          .get({ port: server.port, host: 'localhost', ca, ...options }, (response) => resolve(response.statusCode))
          .on('error', reject);
      });
    expect(new X509Certificate(tls.cert).checkHost('localhost')).toBe('localhost');
    expect(await get({})).toBe(200);
    await expect(get({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow(/tls|ssl|protocol|EPROTO/i);
    await server.stop(0);
  });

  test.each([
    ['https://sso.example.lan', 'max-age=2592000'],
    ['https://sso.example.lan:5263', 'max-age=2592000'],
    ['https://192.168.1.5', undefined],
    ['https://[::1]:5263', undefined],
    ['https://localhost:5263', undefined],
    ['http://sso.example.lan', undefined],
  ])('%s asks browsers to stay there: %s', (origin, expected) => {
    expect(pageHeaders("default-src 'none'", origin)['strict-transport-security']).toBe(expected);
  });
});
