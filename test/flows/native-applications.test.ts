/**
 * Programs on a computer or a telephone (RFC 8252), by openid-client as it comes from npm: each way in which the browser can
 * find back to one, and the addresses that only look like it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE, WEB_SECRET } from '../support/office.ts';
import { runLanyard, type RunningServer, startServer } from '../support/start-server.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
const PRIVATE_USE = 'com.example.notes:/callback';
const CLAIMED = 'https://notes.example.lan/native/callback';

let server: RunningServer;
let folder: string;
/** Registered with its port, because `localhost` is a name like any other. */
let named: string;
const office = (redirect_uris: readonly string[]) => ({
  lanyard: 1,
  users: [{ ...ALICE, name: 'Alice Example' }],
  applications: [
    { client_id: 'notes', token_endpoint_auth_method: 'none', redirect_uris },
    { client_id: 'web', client_secret: WEB_SECRET, redirect_uris: ['http://127.0.0.1/callback'] },
  ],
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-native-'));
  named = `http://localhost:${await freePort()}/callback`;
  const loopback = ['http://127.0.0.1/callback', 'http://[::1]/callback', named];
  await writeFile(join(folder, 'office.json'), JSON.stringify(office([...loopback, PRIVATE_USE, CLAIMED])));
  server = await startServer({ args: ['--import', join(folder, 'office.json')] });
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function begin(redirect_uri: string, client_id = 'notes', changes: Record<string, string> = {}) {
  const auth = client_id === 'web' ? client.ClientSecretPost(WEB_SECRET) : client.None();
  const insecure = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(server.ready.issuer), client_id, {}, auth, insecure);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const to = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: 'openid profile',
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...changes,
  });
  return { config, to, checks: { pkceCodeVerifier, expectedState } };
}

async function signIn(to: URL): Promise<Stop> {
  const person = new HttpPerson(to.origin);
  const page = await person.open(to.href);
  if (page.status !== 200) return page;
  const asked = await person.submit(page, ALICE);
  return asked.left === undefined ? person.allow(asked) : asked;
}

/** Through the pages and back to the program, which redeems the code that came to `redirect_uri`. */
async function signsIn(redirect_uri: string): Promise<URL> {
  const { config, to, checks } = await begin(redirect_uri);
  const { left, html } = await signIn(to);
  if (left === undefined) throw new Error(`stayed: ${html.slice(0, 1500)}`);
  expect(left.href.startsWith(`${redirect_uri}?`)).toBe(true);
  const tokens = await client.authorizationCodeGrant(config, left, checks);
  expect(tokens.claims()).toMatchObject({ name: 'Alice Example', aud: 'notes' });
  return left;
}

/** Listens where a program would, on a port that is free just now; what came there. */
async function listening(host: string): Promise<{ readonly port: number; nextUrl(): Promise<string>; stop(): void }> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const program = createServer((request, response) => {
    resolve(request.url ?? '');
    response.end('You can close this window.');
  });
  await new Promise<void>((done) => program.listen(0, host, done));
  const stop = () => void program.close();
  return { port: (program.address() as AddressInfo).port, nextUrl: () => promise, stop };
}

describe('the browser finds back', () => {
  test.for([
    { host: '127.0.0.1', shown: '127.0.0.1' },
    { host: '::1', shown: '[::1]' },
  ])('to whatever port of $shown the program listens on (§7.3)', async ({ host, shown }, context) => {
    context.skip(host === '::1' && !hasIpv6, 'this machine has no IPv6 loopback');
    const program = await listening(host);
    try {
      const left = await signsIn(`http://${shown}:${program.port}/callback`);
      expect(await (await fetch(left)).text()).toContain('close this window');
      expect(await program.nextUrl()).toBe(`${left.pathname}${left.search}`);
    } finally {
      program.stop();
    }
  });

  test('to another port each time', async () => {
    for (const port of ['49152', '65535', '']) {
      const uri = `http://127.0.0.1${port === '' ? '' : `:${port}`}/callback`;
      expect((await signsIn(uri)).port).toBe(port);
    }
  });

  test('to localhost where it is registered, with the port that is (§8.3)', async () => {
    expect((await signsIn(named)).hostname).toBe('localhost');
  });

  test('to a scheme of the program’s own (§7.1)', async () => {
    expect((await signsIn(PRIVATE_USE)).protocol).toBe('com.example.notes:');
  });

  test('to an https address that the program claims (§7.2)', async () => {
    expect((await signsIn(CLAIMED)).protocol).toBe('https:');
  });
});

describe('a page says why, and nobody is sent on', () => {
  test.each([
    ['localhost at another port', () => `http://localhost:1${new URL(named).port.slice(1)}0/callback`],
    ['localhost for 127.0.0.1', () => 'http://localhost/callback'],
    ['another path', () => 'http://127.0.0.1:4711/other'],
    ['another loopback address', () => 'http://127.0.0.2:4711/callback'],
    ['https on loopback', () => 'https://127.0.0.1:4711/callback'],
    ['a host that begins like loopback', () => 'http://127.0.0.1.evil.test/callback'],
    ['a name before the host', () => 'http://127.0.0.1:4711@evil.test/callback'],
    ['a port that is none', () => 'http://127.0.0.1:65536/callback'],
    ['another path of the scheme', () => 'com.example.notes:/other'],
    ['two slashes behind the scheme', () => 'com.example.notes://callback'],
    ['the scheme of somebody else', () => 'com.example.mail:/callback'],
    ['a port of the claimed address', () => 'https://notes.example.lan:8443/native/callback'],
  ])('%s', async (_what, redirect_uri) => {
    const { to } = await begin(redirect_uri());
    const { status, left, html } = await signIn(to);
    expect([status, left]).toEqual([400, undefined]);
    expect(html).toContain('id="lanyard-error">invalid_redirect_uri<');
  });

  test('another port, for an application that keeps a secret: it is no program of the person’s (§8.4)', async () => {
    const { left } = await signIn((await begin('http://127.0.0.1:4711/callback', 'web')).to);
    expect(left).toBeUndefined();
    const registered = await signIn((await begin('http://127.0.0.1/callback', 'web')).to);
    expect(registered.left?.searchParams.get('code')).toBeTruthy();
  });
});

describe('what a program can’t do', () => {
  test('get a code without PKCE: another program could have the same scheme (§8.1)', async () => {
    const { to } = await begin(PRIVATE_USE);
    for (const name of ['code_challenge', 'code_challenge_method']) to.searchParams.delete(name);
    const { left } = await signIn(to);
    expect(left?.searchParams.get('error')).toBe('invalid_request');
    expect(left?.searchParams.has('code')).toBe(false);
  });

  test('be let in silently where anybody could pretend to be it: the person is asked again (§8.6)', async () => {
    const person = new HttpPerson(server.ready.issuer);
    const { to } = await begin(PRIVATE_USE);
    const first = await person.allow(await person.submit(await person.open(to.href), ALICE));
    expect(first.left?.searchParams.get('code')).toBeTruthy();
    const again = await person.open((await begin(PRIVATE_USE)).to.href);
    expect([again.left, again.html]).toEqual([undefined, expect.stringContaining('id="lanyard-consent-allow"')]);
    const silent = await person.open((await begin(PRIVATE_USE, 'notes', { prompt: 'none' })).to.href);
    expect(silent.left?.searchParams.get('error')).toBe('consent_required');
    // At the address that it claims nobody else can be, and the yes of before counts.
    const known = await person.open((await begin(CLAIMED)).to.href);
    expect(known.left?.searchParams.get('code')).toBeTruthy();
  });

  test('show the pages inside of its own: no page is framed (§8.12)', async () => {
    const { headers } = await fetch((await begin(PRIVATE_USE)).to);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test.each(['notes:/callback', 'javascript:alert(1)', 'file:///callback', 'com.example.notes:/callback#part'])(
    'be registered at %s',
    async (redirect_uri) => {
      const file = join(folder, 'wrong.json');
      await writeFile(file, JSON.stringify(office([redirect_uri])));
      const told = await runLanyard(['import', file, '--data-dir', join(folder, 'none')]);
      expect(told.code).not.toBe(0);
      expect(told.stderr).toContain('applications[0].redirect_uris[0]');
    },
  );
});

test('both discovery documents stand at the issuer and say the same (RFC 8414 §3, OIDC Discovery §4)', async () => {
  const issuer = new URL(server.ready.issuer);
  const found = await Promise.all(
    (['oidc', 'oauth2'] as const).map(async (algorithm) => {
      const how = { algorithm, execute: [client.allowInsecureRequests] };
      return (await client.discovery(issuer, 'notes', {}, client.None(), how)).serverMetadata();
    }),
  );
  expect(found[0]).toEqual(found[1]);
  expect(found[0]?.issuer).toBe(server.ready.issuer);
});
