/**
 * passport-oauth2, unmodified, with the strategy for Gitea and Forgejo that its guide tells people to write: npm has none of
 * that name. The addresses are those that the panel says.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Strategy } from 'passport-oauth2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ALICE } from '../support/office.ts';
import { type PassportSite, signInAtSite, startPassportSite } from '../support/passport-site.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { READS_CONNECTIONS, typedInto } from '../admin/typed-into.ts';

const SECRET = 'forge-secret-forge-secret-forge-01';
const PROFILE = z.object({ id: z.number(), login: z.string(), email: z.string() });
type Profile = z.infer<typeof PROFILE>;

let folder: string;
let server: RunningServer;
let site: PassportSite<Profile>;

beforeAll(async () => {
  site = await startPassportSite();
  folder = await mkdtemp(join(tmpdir(), 'lanyard-passport-'));
  const office = {
    lanyard: 1,
    settings: { issuer_name: 'Example Office' },
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan' }],
    applications: ['gitea', 'forgejo'].map((dialect) => ({
      client_id: `for-${dialect}`,
      client_name: 'Tickets',
      dialect,
      client_secret: SECRET,
      redirect_uris: [site.callback],
    })),
    service_accounts: [READS_CONNECTIONS],
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file, '--dialect-port', 'forgejo=0', '--log-level', 'warn'] });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  site?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What is left to an application: where the profile stands, and how it is read. */
class ForgeStrategy extends Strategy {
  override name = 'forge';
  profileURL = '';

  override userProfile(accessToken: string, done: (error?: unknown, profile?: Profile) => void): void {
    // Its other way puts the token into the address, where logs keep it; new releases of both products refuse that too.
    this._oauth2.useAuthorizationHeaderforGET(true);
    this._oauth2.get(this.profileURL, accessToken, (error, body) => {
      if (error !== null && error !== undefined) done(error);
      else done(null, PROFILE.parse(JSON.parse(String(body))));
    });
  }
}

describe.each(['gitea', 'forgejo'] as const)('an application for %s', (dialect) => {
  beforeAll(async () => {
    const typed = await typedInto(server, `for-${dialect}`);
    const strategy = new ForgeStrategy(
      {
        authorizationURL: typed('Authorize URL'),
        tokenURL: typed('Token URL'),
        clientID: typed('Client ID (Key)'),
        clientSecret: SECRET,
        callbackURL: site.callback,
        scope: ['read:user'],
      },
      site.verify,
    );
    strategy.profileURL = typed('Profile URL');
    site.use(strategy);
  });

  test('signs a person in with passport-oauth2 and reads the profile', async () => {
    expect(await signInAtSite(site)).toMatchObject({ login: 'alice', email: 'alice@example.lan' });
  });

  test('lets nobody in by a code that is none, nor after a no', async () => {
    expect((await fetch(`${site.callback}?code=no-such-code`)).status).toBe(500);
    expect((await fetch(`${site.callback}?error=access_denied`)).status).toBe(401);
  });
});
