/**
 * An assistant finds its way by itself: the MCP SDK's client, unmodified, comes to a protected MCP server that nobody told it
 * about, learns there who gives out tokens, describes itself at an address of its own, and calls a tool for somebody.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';
import { type DescribedApplication, describeApplication } from '../support/described-application.ts';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { makeMcpProgram, type McpProgram } from '../support/mcp-client.ts';
import {
  byIntrospection,
  byPublishedKeys,
  MCP_SCOPE,
  type ProtectedMcpServer,
  startMcpServer,
} from '../support/mcp-server.ts';
import { ALICE, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = 'http://127.0.0.1:4711/callback';
const ROBOT = { username: 'robot', password: 'robot-app-password-robot-0123456789' };

let files: CertificateFiles;
let assistant: DescribedApplication;
let printers: ProtectedMcpServer;
let doors: ProtectedMcpServer;
let folder: string;

beforeAll(async () => {
  files = await makeCertificates();
  folder = await mkdtemp(join(tmpdir(), 'lanyard-mcp-'));
  assistant = await describeApplication(files, {
    client_name: 'An assistant',
    // Any port, as a program of the desktop takes one. RFC 8252 §7.3
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  });
  [printers, doors] = await Promise.all([
    startMcpServer(byPublishedKeys),
    startMcpServer(byIntrospection('doors', WEB_SECRET)),
  ]);
});
afterAll(async () => {
  await Promise.all([assistant?.stop(), printers?.stop(), doors?.stop()]);
  await Promise.all([folder, files?.directory].map((path) => rm(path, { recursive: true, force: true })));
});

/** An office whose admins decide so about applications that describe themselves. */
async function startOffice(decision: 'approval' | 'open'): Promise<RunningServer> {
  const office = {
    lanyard: 1,
    settings: {
      client_id_metadata_document: decision,
      outbound_allow: [assistant.host],
      outbound_ca: await readFile(files.ca, 'utf8'),
    },
    users: [{ ...ALICE, name: 'Alice Example' }],
    apis: [printers, doors].map(({ resource }) => ({
      audience: resource,
      any_application: decision === 'open',
      ...(resource === printers.resource ? { access_token_format: 'jwt' } : {}),
      scopes: [{ name: MCP_SCOPE, description: 'Call tools' }],
    })),
    applications: [{ client_id: 'doors', client_secret: WEB_SECRET, grant_types: ['client_credentials'] }],
    service_accounts: [
      { username: ROBOT.username, admin: true, app_passwords: [{ name: 'main', password: ROBOT.password }] },
    ],
  };
  const file = join(folder, `${decision}.json`);
  await writeFile(file, JSON.stringify(office));
  const server = await startServer({ args: ['--import', file, '--log-level', 'warn'] });
  for (const { trust } of [printers, doors]) trust(server.ready.issuer);
  return server;
}

/** The page on which the program's person ends up who has signed in. */
async function signIn(program: McpProgram): Promise<Stop> {
  const person = new HttpPerson(program.asked().origin);
  const page = await person.open(program.asked().href);
  if (page.status !== 200) return page;
  const asked = await person.submit(page, ALICE);
  return asked.left === undefined ? person.allow(asked) : asked;
}

async function signInFor(resource: string, program: McpProgram): Promise<void> {
  await expect(program.call(resource)).rejects.toThrow(UnauthorizedError);
  const { left, html } = await signIn(program);
  if (left === undefined) throw new Error(`stayed: ${html.slice(0, 2000)}`);
  expect(left.href).toMatch(new RegExp(`^${CALLBACK}\\?`));
  await program.finish(resource, left);
}

describe('where an admin approves applications that describe themselves', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startOffice('approval');
  }, 120_000);
  afterAll(() => server?.stop());

  /** What an admin does in the panel with the application that waits. */
  async function approve(): Promise<void> {
    const fields = { grant_type: 'client_credentials', scope: 'lanyard:admin', ...ROBOT };
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${server.ready.issuer}/oauth2/token`, { method: 'POST', body });
    const { access_token } = (await answer.json()) as { readonly access_token: string };
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const applications = `${server.ready.issuer}/api/v1/applications`;
    const found = await fetch(`${applications}?q=${encodeURIComponent(assistant.host)}`, { headers });
    const { items } = (await found.json()) as { readonly items: readonly { readonly id: string }[] };
    const changes = {
      disabled: false,
      scope: `openid ${MCP_SCOPE} offline_access`,
      audience: [printers.resource, doors.resource],
    };
    const patch = { method: 'PATCH', headers, body: JSON.stringify(changes) };
    const approved = await fetch(`${applications}/${items[0]?.id}`, patch);
    expect([approved.status, await approved.json()]).toMatchObject([200, { awaits_approval: false }]);
  }

  test('an assistant waits for the admin, signs somebody in, calls tools and refreshes', async () => {
    const program = makeMcpProgram(assistant.client_id, CALLBACK);
    await expect(program.call(printers.resource)).rejects.toThrow(UnauthorizedError);
    expect(Object.fromEntries(program.asked().searchParams)).toMatchObject({
      client_id: assistant.client_id,
      code_challenge_method: 'S256',
      resource: printers.resource,
    });
    const waiting = await signIn(program);
    expect([waiting.status, waiting.html]).toEqual([400, expect.stringContaining('has to be approved first')]);
    await approve();

    await signInFor(printers.resource, program);
    const first = program.tokens();
    const { sub, ...claims } = decodeJwt(first.access_token);
    expect(claims).toMatchObject({ aud: printers.resource, client_id: assistant.client_id });
    const said = expect.stringContaining(`${assistant.client_id} for ${sub}`) as string;
    expect(await program.call(printers.resource)).toEqual(said);

    // What its API no longer takes, it replaces by itself.
    program.keep({ ...first, access_token: 'outlived' });
    expect(await program.call(printers.resource)).toEqual(said);
    const second = program.tokens();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(decodeJwt(second.access_token).aud).toBe(printers.resource);
  });

  test('a token for one API is refused by the other, whichever way it is checked', async () => {
    for (const [mine, other] of [
      [printers, doors],
      [doors, printers],
    ] as const) {
      const program = makeMcpProgram(assistant.client_id, CALLBACK);
      await signInFor(mine.resource, program);
      const { access_token } = program.tokens();
      const ask = ({ resource }: ProtectedMcpServer) =>
        fetch(resource, { method: 'DELETE', headers: { authorization: `Bearer ${access_token}` } });
      expect((await ask(mine)).status).toBe(405);
      const refused = await ask(other);
      expect(refused.status).toBe(401);
      expect(await refused.json()).toMatchObject({ error: 'invalid_token' });
    }
  });
});

describe('where applications that describe themselves may work at once', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startOffice('open');
  }, 120_000);
  afterAll(() => server?.stop());

  test('an assistant signs somebody in for whichever API any application may ask for, calls its tool and refreshes', async () => {
    for (const [mine, other] of [
      [printers, doors],
      [doors, printers],
    ] as const) {
      const program = makeMcpProgram(assistant.client_id, CALLBACK);
      await signInFor(mine.resource, program);
      const first = program.tokens();
      const said = expect.stringContaining(`${assistant.client_id} for `) as string;
      expect(await program.call(mine.resource)).toEqual(said);
      program.keep({ ...first, access_token: 'outlived' });
      expect(await program.call(mine.resource)).toEqual(said);
      expect(program.tokens().refresh_token).not.toBe(first.refresh_token);

      const headers = { authorization: `Bearer ${program.tokens().access_token}` };
      expect((await fetch(other.resource, { method: 'DELETE', headers })).status).toBe(401);
      expect((await fetch(`${server.ready.issuer}/api/v1/users`, { headers })).status).toBe(401);
    }
  });
});
