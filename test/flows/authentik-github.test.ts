/**
 * passport-github2, unmodified, at an application that is written for authentik, whose shim for GitHub has addresses of its
 * own. They are those that the panel says, on the main address and on one that authentik has to itself.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Profile, Strategy } from 'passport-github2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READS_CONNECTIONS, typedInto } from '../admin/typed-into.ts';
import { ALICE } from '../support/office.ts';
import { type PassportSite, signInAtSite, startPassportSite } from '../support/passport-site.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'wiki-secret-wiki-secret-wiki-secret-1';

let folder: string;
let server: RunningServer;
let site: PassportSite<Profile>;

beforeAll(async () => {
  site = await startPassportSite();
  folder = await mkdtemp(join(tmpdir(), 'lanyard-authentik-github-'));
  const office = {
    lanyard: 1,
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    applications: [{ client_id: 'wiki', dialect: 'authentik', client_secret: SECRET, redirect_uris: [site.callback] }],
    service_accounts: [READS_CONNECTIONS],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'authentik=0', '--log-level', 'warn'] });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  site?.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each(['main', 'own'])('on the %s address passport-github2 signs a person in', async (place) => {
  const label = await typedInto(server, 'wiki');
  const bound = label('authentik URL');
  const typed = (name: string) =>
    place === 'own' ? label(name) : label(name).replace(bound, () => server.ready.issuer);
  expect(bound).not.toBe(server.ready.issuer);
  const strategy = new Strategy(
    {
      clientID: 'wiki',
      clientSecret: SECRET,
      callbackURL: site.callback,
      authorizationURL: typed('GitHub authorization URL'),
      tokenURL: typed('GitHub access token URL'),
      userProfileURL: typed('GitHub user URL'),
      userEmailURL: typed('GitHub user e-mail URL'),
      scope: ['user:email'],
    },
    site.verify,
  );
  site.use(strategy);
  expect(await signInAtSite(site)).toMatchObject({
    username: 'alice',
    displayName: 'Alice Example',
    emails: [{ value: 'alice@example.lan' }],
  });
});
