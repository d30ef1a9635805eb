/** The service that the README prints for a grant of one's own: run as it stands there, with the key that was shown once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminClient, botCredentials } from '../admin/admin-client.ts';
import { type AttackedOffice, post, SECRET, startOffice } from '../attacks/office.ts';
import { connects, eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const README = resolve(import.meta.dirname, '../../README.md');
const BADGE = 'https://office.example/grants/badge';

let office: AttackedOffice;
let folder: string;
let service: ChildProcess | undefined;
beforeAll(async () => {
  office = await startOffice();
  folder = await mkdtemp(join(tmpdir(), 'lanyard-readme-'));
});
afterAll(async () => {
  service?.kill();
  await office?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The script, finding the library here in the place of what a reader installs. */
async function printedService(): Promise<string> {
  const readme = await readFile(README, 'utf8');
  const script = /```js\n(import[^`]*?from 'jose';[\s\S]*?)```/.exec(readme)?.[1];
  if (script === undefined) throw new Error('the README prints no service');
  return script.replace("from 'jose'", `from '${import.meta.resolve('jose')}'`);
}

const ask = (badge: string) =>
  post(office.origin, '/oauth2/token', { grant_type: BADGE, badge, client_id: 'door', client_secret: SECRET });

test('the service of the README gets alice a token by her badge, and refuses a badge that nobody has', async () => {
  const client = adminClient(office.origin, await botCredentials(office.origin));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/badge`;
  const grant = { grant_type: BADGE, name: 'Badge', hook_uri: address };
  const made = await client('createExtensionGrant', { body: grant });
  const application = { client_id: 'door', client_secret: SECRET, redirect_uris: [], grant_types: [BADGE] };
  expect((await client('createApplication', { body: { ...application, scope: 'things:read' } })).status).toBe(201);

  const [script, key] = [join(folder, 'badge-service.mjs'), join(folder, 'badge.pem')];
  await writeFile(script, await printedService());
  await writeFile(key, made.body.answer_key ?? '');
  const env = { ISSUER: office.origin, KEY: key, ADDRESS: address };
  service = spawn(process.execPath, [script], { env, stdio: 'inherit' });
  await eventually(() => connects({ host: '127.0.0.1', port }), 'the service to listen');

  expect(await ask('4711')).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'things:read' } });
  expect(await ask('0000')).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'no such badge' },
  });
});
