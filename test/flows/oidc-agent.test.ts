/** Debian's oidc-agent, unmodified: it registers itself, signs a person in (by a device too), refreshes, and gives everything back. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { reasonWithoutPackage } from '../support/debian-packages.ts';
import { HttpPerson } from '../support/http-person.ts';
import { type OidcAgent, startOidcAgent } from '../support/oidc-agent.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { makeTrustedTls, type TrustedTls } from '../support/trusted-tls.ts';

const ALICE = { username: 'alice', password: 'alice-alice-alice-1' };
const REGISTRAR = { username: 'registrar', password: 'registrar-app-password-0123456789' };
const OFFICE = {
  lanyard: 1,
  settings: { dynamic_registration: 'approval' },
  users: [{ ...ALICE, name: 'Alice Example' }],
  service_accounts: [
    {
      username: REGISTRAR.username,
      scope: 'lanyard:register',
      app_passwords: [{ name: 'main', password: REGISTRAR.password }],
    },
  ],
};

let lacking: string | undefined;
let tls: TrustedTls;
let server: RunningServer;
let agent: OidcAgent;

beforeAll(async () => {
  lacking = reasonWithoutPackage('oidc-agent-cli');
  if (lacking !== undefined) return;
  tls = await makeTrustedTls();
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-office-'));
  await writeFile(join(folder, 'office.json'), JSON.stringify(OFFICE));
  server = await startServer({ args: ['--import', join(folder, 'office.json'), ...tls.args] });
  await rm(folder, { recursive: true, force: true });
  agent = await startOidcAgent();
});
afterAll(async () => {
  await agent?.stop();
  await server?.stop();
  await tls?.remove();
});
beforeEach((context) => context.skip(lacking !== undefined, lacking));

it('registers with an initial access token, signs in, refreshes its token, and gives all of it back', async () => {
  const { issuer } = server.ready;
  const generating = await agent.generate('office', issuer, tls.ca, ['--at', await initialToken()]);
  const person = new HttpPerson(issuer);
  const asked = await person.submit(await person.open(generating.url), ALICE);
  const { left } = await person.allow(asked);
  expect(left?.hostname).toBe('localhost');
  expect((await fetch(left ?? '')).status).toBe(200);
  expect(await generating.done).toContain('Everything setup correctly');

  const first = await agent.token('office');
  expect(await userinfo(first)).toMatchObject({ status: 200, body: { name: 'Alice Example' } });
  const second = await agent.token('office', ['--force-new']);
  expect(second).not.toBe(first);
  expect(await userinfo(second)).toMatchObject({ status: 200, body: { preferred_username: 'alice' } });

  expect(await agent.remove('office')).toContain('Successfully deleted account configuration');
  expect(await userinfo(second)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  expect((await person.open(generating.url)).html).toContain('id="lanyard-error">invalid_client<');
});

it('signs somebody in as a device: the code is typed elsewhere, and the agent asks until it is answered', async () => {
  const { issuer } = server.ready;
  const generating = await agent.generateByDevice('terminal', issuer, tls.ca, ['--at', await initialToken()]);
  expect(generating.url).toBe(`${issuer}/device`);
  const person = new HttpPerson(issuer);
  const page = await person.submit(await person.open(generating.url), { user_code: generating.user_code });
  const asked = await person.submit(page, ALICE);
  expect(asked.html).toContain(generating.user_code);
  expect((await person.allow(asked)).html).toContain('id="lanyard-device-done"');
  expect(await generating.done).toContain('Everything setup correctly');

  const token = await agent.token('terminal');
  expect(await userinfo(token)).toMatchObject({ status: 200, body: { name: 'Alice Example' } });
  expect(await agent.token('terminal', ['--force-new'])).not.toBe(token);
  await agent.remove('terminal');
}, 60_000);

it('registers without a token, and then waits for an admin', async () => {
  const generating = await agent.generate('stranger', server.ready.issuer, tls.ca);
  const page = await new HttpPerson(server.ready.issuer).open(generating.url);
  expect(page.status).toBe(400);
  expect(page.html).toContain('id="lanyard-error">unauthorized_client<');
});

async function initialToken(): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'lanyard:register', ...REGISTRAR });
  const answer = await fetch(`${server.ready.issuer}/oauth2/token`, { method: 'POST', body });
  const { access_token } = (await answer.json()) as { readonly access_token: string };
  return access_token;
}

async function userinfo(token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.ready.issuer}/oauth2/userinfo`, { headers });
  return { status: answer.status, body: await answer.json() };
}
