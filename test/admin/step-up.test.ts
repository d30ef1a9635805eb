/** Typing the password again: what an open panel may not without it, and what nobody can keep an admin from. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import { OWNER_TICKET_FRAGMENT } from '../../server/contract/admin/settings.ts';
import { ADA, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, type Client, cookieOf, panelCredentials, send } from './admin-client.ts';
import { forkServer } from './owner-server.ts';

describe('a panel that was opened by the desktop program, and nobody typed a password', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof forkServer>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanyard-step-up-'));
    const file = join(folder, 'office.json');
    const application = (client_id: string, scope: string) => ({
      client_id,
      scope,
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://rp.test/cb'],
    });
    const applications = [application('tool', 'openid lanyard:admin'), application('plain', 'openid')];
    await writeFile(
      file,
      JSON.stringify({
        lanyard: 1,
        settings: { admin_from: 'lan', dynamic_registration: 'approval' },
        users: [{ ...ADA, admin: true }],
        applications,
      }),
    );
    server = await forkServer(['--import', file]);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let tickets = 0;
  async function newTicket(): Promise<string> {
    tickets += 1;
    const told = await server.ask(`ticket ${tickets}`);
    if (!('url' in told)) throw new Error(`refused: ${told.refused}`);
    return new URL(told.url).hash.replace(`#${OWNER_TICKET_FRAGMENT}`, '');
  }

  async function opened(): Promise<Client> {
    const ticket = await newTicket();
    const response = await send(server.ready.issuer, 'signInOwner', { body: { ticket } });
    const { csrf } = OPERATIONS.signInOwner.answer.schema.parse(await response.json());
    return adminClient(server.ready.issuer, { cookie: cookieOf(response), 'x-lanyard-csrf': csrf });
  }

  const idOf = async (client: Client, q: string) =>
    (await client('listApplications', { query: { q } })).body.items[0]?.id ?? '';
  const WAYS = [
    { scope: 'openid' },
    { redirect_uris: ['https://elsewhere.test/cb'] },
    { consent: 'skip' },
    { allowed_groups: ['admins'] },
    { web_origins: ['https://elsewhere.test'] },
    { jwks_uri: 'https://elsewhere.test/jwks' },
    { jwks_uri: null, jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def' }] } },
    { disabled: true },
  ];

  test('changes nothing about how an application gets to administer the office', async () => {
    const client = await opened();
    const [tool, plain] = [await idOf(client, 'tool'), await idOf(client, 'plain')];
    expect((await client('createGroup', { body: { name: 'admins' } })).status).toBe(201);
    const refused = [
      ...WAYS.map((body) => client('changeApplication', { path: { id: tool }, body })),
      client('changeApplication', { path: { id: plain }, body: { scope: 'openid lanyard:admin' } }),
      client('changeSettings', { body: { login_attempts_per_minute: 100_000 } }),
      client('changeSettings', { body: { issuer_name: 'Another' } }),
    ];
    for (const told of await Promise.all(refused)) {
      expect([told.status, told.problem.type]).toEqual([403, 'urn:lanyard:problem:confirmation_needed']);
    }
    const harmless = [
      client('changeApplication', { path: { id: tool }, body: { client_name: 'The tool' } }),
      client('changeApplication', { path: { id: plain }, body: { redirect_uris: ['https://elsewhere.test/cb'] } }),
    ];
    expect((await Promise.all(harmless)).map(({ status }) => status)).toEqual([200, 200]);

    expect((await client('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
    for (const body of WAYS) {
      expect([body, (await client('changeApplication', { path: { id: tool }, body })).status]).toEqual([body, 200]);
    }
    expect((await client('changeSettings', { body: { login_attempts_per_minute: 100_000 } })).status).toBe(200);
  });

  test('lets no application work that registered itself and was given rights over the office', async () => {
    const body = JSON.stringify({ client_name: 'Newcomer', redirect_uris: ['https://new.test/cb'] });
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(`${server.ready.issuer}/oauth2/register`, { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    const earlier = await opened();
    expect((await earlier('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
    const path = { id: await idOf(earlier, 'Newcomer') };
    const scope = 'openid lanyard:admin';
    expect((await earlier('changeApplication', { path, body: { scope } })).status).toBe(200);

    const client = await opened();
    const told = await client('approveApplication', { path });
    expect([told.status, told.problem.type]).toEqual([403, 'urn:lanyard:problem:confirmation_needed']);
    expect((await client('readApplication', { path })).body).toMatchObject({ awaits_approval: true, disabled: true });
    expect((await client('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
    const approved = await client('approveApplication', { path });
    expect(approved.body).toMatchObject({ awaits_approval: false, disabled: false, scope });
  });

  test('opens with a ticket on this computer alone, although the panel is open to the network', async () => {
    const ticket = await newTicket();
    const byProxy = { 'x-forwarded-for': '192.0.2.7' };
    const elsewhere = await send(server.ready.issuer, 'signInOwner', { body: { ticket }, headers: byProxy });
    expect(elsewhere.status).toBe(401);
    // It was not used up by that.
    expect((await send(server.ready.issuer, 'signInOwner', { body: { ticket } })).status).toBe(201);
  });

  test('the password can be tried five times a minute, whatever the settings say', async () => {
    const client = await opened();
    expect((await client('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
    expect((await client('changeSettings', { body: { login_attempts_per_minute: 100_000 } })).status).toBe(200);
    const told = [];
    for (let n = 0; n < 7; n += 1)
      told.push((await client('confirmSession', { body: { password: `no ${n}` } })).status);
    expect(told).toEqual([401, 401, 401, 401, 401, 429, 429]);
    // Another session of the same admin is not held up.
    expect((await (await opened())('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
  });
});

describe('strangers who guess', () => {
  let office: AttackedOffice;
  beforeAll(async () => {
    office = await startOffice();
  });
  afterAll(() => office.stop());

  test('keep no admin from confirming, and themselves out of signing in', async () => {
    const client = adminClient(office.origin, await panelCredentials(office.origin, ADA));
    const guess = () => adminClient(office.origin)('signIn', { body: { ...ADA, password: 'guess guess' } });
    const told = await Promise.all(Array.from({ length: 15 }, guess));
    expect(told.filter(({ status }) => status === 429)).toHaveLength(5);
    expect((await client('confirmSession', { body: { password: ADA.password } })).status).toBe(200);
  });
});
