/**
 * passport-github2, unmodified, at an application that is written for authentik, whose shim for GitHub has addresses of its
 * own. They are those that the panel says, on the main address and on one that authentik has to itself.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import passport from 'passport';
import { type Profile, Strategy } from 'passport-github2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READS_CONNECTIONS, typedInto } from '../admin/typed-into.ts';
import { broughtBack } from '../support/brought-back.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'wiki-secret-wiki-secret-wiki-secret-1';

let folder: string;
let server: RunningServer;
let callback: string;
let application = express();
const listening = createServer((request, response) => void application(request, response));

beforeAll(async () => {
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  callback = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/callback`;
  folder = await mkdtemp(join(tmpdir(), 'lanyard-authentik-github-'));
  const office = {
    lanyard: 1,
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    applications: [{ client_id: 'wiki', dialect: 'authentik', client_secret: SECRET, redirect_uris: [callback] }],
    service_accounts: [READS_CONNECTIONS],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'authentik=0', '--log-level', 'warn'] });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  listening.closeAllConnections();
  listening.close();
  await rm(folder, { recursive: true, force: true });
});

test.each(['main', 'own'])('on the %s address passport-github2 signs a person in', async (place) => {
  const label = await typedInto(server, 'wiki');
  const bound = label('authentik URL');
  const typed = (name: string) =>
    place === 'own' ? label(name) : label(name).replace(bound, () => server.ready.issuer);
  expect(bound).not.toBe(server.ready.issuer);
  let signedIn: Profile | undefined;
  const strategy = new Strategy(
    {
      clientID: 'wiki',
      clientSecret: SECRET,
      callbackURL: callback,
      authorizationURL: typed('GitHub authorization URL'),
      tokenURL: typed('GitHub access token URL'),
      userProfileURL: typed('GitHub user URL'),
      userEmailURL: typed('GitHub user e-mail URL'),
      scope: ['user:email'],
    },
    (_accessToken: string, _refreshToken: string, profile: Profile, done: (error: unknown, user?: object) => void) => {
      signedIn = profile;
      done(null, profile);
    },
  );
  application = express();
  const authenticate = new passport.Passport().use(strategy).authenticate('github', { session: false });
  application.get('/sign-in', authenticate as express.RequestHandler);
  application.get('/callback', authenticate as express.RequestHandler, (_request, response) => {
    response.send('Welcome');
  });
  const sent = await fetch(new URL('/sign-in', callback), { redirect: 'manual' });
  const back = await broughtBack(sent.headers.get('location') ?? '');
  expect(await (await fetch(back)).text()).toBe('Welcome');
  expect(signedIn).toMatchObject({
    username: 'alice',
    displayName: 'Alice Example',
    emails: [{ value: 'alice@example.lan' }],
  });
});
