/**
 * Git asks its helper git-credential-oauth (Debian's, unmodified, with the client_id that it has for Gitea and Forgejo), which
 * opens a browser. A person answers there, and Git has a password. Debian's keeps no refresh token; what newer ones do with it
 * is done here as Go's library does it, on which they stand.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reasonWithoutPackage } from '../support/debian-packages.ts';
import { generateCodeVerifier, generateState, Gitea } from 'arctic';
import { broughtBack } from '../support/brought-back.ts';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const HELPER = 'a4792ccc-144e-407e-86c9-5e7d8d9c3269';
/** What it tells whoever has to open a browser by hand. */
const ADDRESS = /^(http\S+\/login\/oauth\/authorize\?\S+)\n/m;

let folder: string;
let server: RunningServer;
let missing: string | undefined;

beforeAll(async () => {
  missing = reasonWithoutPackage('git-credential-oauth');
  folder = await mkdtemp(join(tmpdir(), 'lanyard-git-'));
  const office = {
    lanyard: 1,
    settings: { git_tools: 'forgejo' },
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan' }],
  };
  await writeFile(join(folder, 'office.json'), JSON.stringify(office));
  server = await startServer({ args: ['--import', join(folder, 'office.json'), '--log-level', 'warn'] });
  const { issuer } = server.ready;
  // The command that the helper opens a browser with: here the test is the browser.
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'open'), '#!/bin/sh\n');
  await chmod(join(folder, 'bin', 'open'), 0o755);
  const configuration = `[credential]
\thelper =
\thelper = oauth
[credential "${issuer}"]
\toauthClientId = ${HELPER}
\toauthScopes = read:repository write:repository
\toauthAuthURL = /login/oauth/authorize
\toauthTokenURL = /login/oauth/access_token
`;
  await writeFile(join(folder, 'gitconfig'), configuration);
}, 180_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Runs a command of Git's credential protocol; `answer` is given the address that a browser is sent to. */
async function git(
  command: readonly [string, ...string[]],
  fields: Readonly<Record<string, string>>,
  answer: (url: string) => Promise<void>,
): Promise<Readonly<Record<string, string>>> {
  const [name, ...args] = command;
  const env = {
    PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  const child = spawn(name, args, { env, cwd: folder });
  const lines = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs).map(([key, value]) => `${key}=${value}\n`);
  child.stdin.end(`${lines(fields).join('')}\n`);
  let [out, err] = ['', ''];
  let answering: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    const url = ADDRESS.exec(err)?.[1];
    if (url === undefined || answering !== undefined) return;
    answering = answer(url);
    // Git would wait for ever.
    answering.catch(() => child.kill());
  });
  const code = await new Promise((done) => child.on('close', done));
  await answering;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${err}`);
  return Object.fromEntries(out.split('\n').flatMap((line) => (line.includes('=') ? [cut(line)] : [])));
}

function cut(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

test('git credential fill signs in by the browser, and its password opens the REST calls', async ({ skip }) => {
  if (missing !== undefined) return skip(missing);
  const { issuer } = server.ready;
  let asked = '';
  const browse = async (url: string) => {
    const person = new HttpPerson(issuer);
    const login = await person.open(url);
    const consent = await person.submit(login, { username: ALICE.username, password: ALICE.password });
    asked = consent.html;
    const { left } = await person.allow(consent);
    expect(left?.hostname).toBe('127.0.0.1');
    await fetch(left ?? '');
  };
  const { protocol, host } = new URL(issuer);
  const wanted = { protocol: protocol.replace(':', ''), host };
  const filled = await git(['git', 'credential', 'fill'], wanted, browse);
  expect(asked).toContain('git-credential-oauth');
  expect(asked).toContain('see and change your repositories, on other servers of your office');
  expect(filled).toMatchObject({ ...wanted, username: expect.any(String) as string });
  const { username = '', password = '' } = filled;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const user = await fetch(`${issuer}/api/v1/user`, { headers: { authorization } });
  expect([user.status, await user.json()]).toMatchObject([200, { login: 'alice' }]);
  const payload = JSON.parse(Buffer.from(password.split('.')[1] ?? '', 'base64url').toString()) as { scope: string };
  expect(payload.scope.split(' ')).toEqual(expect.arrayContaining(['write:repository', 'read:repository']));
}, 60_000);

test('a helper refreshes without a secret: as a name alone, and as Basic with an empty password', async () => {
  const { issuer } = server.ready;
  const client = new Gitea(issuer, HELPER, null, 'http://127.0.0.1:40123');
  const verifier = generateCodeVerifier();
  const back = await broughtBack(client.createAuthorizationURL(generateState(), verifier, ['write:repository']));
  expect(back.origin).toBe('http://127.0.0.1:40123');
  const first = await client.validateAuthorizationCode(back.searchParams.get('code') ?? '', verifier);
  const second = await client.refreshAccessToken(first.refreshToken());
  const refresh = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${issuer}/login/oauth/access_token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'refresh_token', ...fields }),
    });
  const basic = { authorization: `Basic ${Buffer.from(`${HELPER}:`).toString('base64')}` };
  const third = await refresh({ refresh_token: second.refreshToken() }, basic);
  const { access_token, refresh_token } = (await third.json()) as Readonly<Record<string, string>>;
  expect([third.status, new Set([first.refreshToken(), second.refreshToken(), refresh_token]).size]).toEqual([200, 3]);
  const user = await fetch(`${issuer}/api/v1/user`, { headers: { authorization: `token ${access_token}` } });
  expect([user.status, await user.json()]).toMatchObject([200, { login: 'alice' }]);
  expect((await refresh({ refresh_token: 'nonsense', client_id: HELPER })).status).toBe(400);
});
