/** The Outbox in the admin API, at a real server: opened under a name, handed over once, sent when there is a mail server, and through a restart. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeCertificates } from '../support/certificates.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { freePort } from '../support/free-port.ts';
import { ADA, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, exported, panelCredentials } from './admin-client.ts';

/** Far longer than anything takes that is waited for. */
const SOON_MS = 30_000;
const PASSWORD = 'canary-password-of-the-mail-server';
const TO = 'alice@example.lan';

let directory: string;
let office: AttackedOffice;
let client: Client;
let ca: string;
let certificate: { cert: Buffer; key: Buffer };
let server: TestMailServer | undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-mails-'));
  await start();
  const files = await makeCertificates();
  certificate = { cert: await readFile(files.cert), key: await readFile(files.key) };
  ca = await readFile(files.ca, 'utf8');
});
afterAll(async () => {
  await server?.stop();
  await office.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<void> {
  office = await startOffice([], {}, directory);
  client = adminClient(office.origin, await botCredentials(office.origin));
}

const put = async () => (await client('sendTestMail', { body: { to: TO } })).body;
const find = async (id: string) => (await client('listMails')).body.items.find((mail) => mail.id === id);
const reaches = (id: string, state: string) =>
  vi.waitFor(async () => {
    const mail = await find(id);
    expect(mail?.state).toBe(state);
    return mail!;
  }, SOON_MS);
const sentences = async () =>
  (await client('listAuditEvents', { query: { type: 'mail.' } })).body.items.map(({ sentence }) => sentence);

test('without a mail server a mail waits, is read by an admin under their name, and handed over once', async () => {
  const mail = await put();
  expect(mail).toMatchObject({ to: TO, why: 'test', state: 'waiting', readable: true, tries: 0, next_try_at: null });
  expect(JSON.stringify(await client('listMails'))).not.toContain('There is nothing to do');
  const path = { id: mail.id };
  const opened = await client('openMail', { path });
  expect(opened.body.text).toContain('There is nothing to do');
  expect(opened.body.mail).toMatchObject({ opened_by: 'bot', state: 'waiting' });
  const handed = await client('handOverMail', { path });
  expect(handed.body).toMatchObject({ state: 'handed_over', handed_over_by: 'bot', readable: false });
  for (const again of ['openMail', 'handOverMail'] as const) {
    expect((await client(again, { path })).problem).toMatchObject({ status: 409 });
  }
  expect((await client('retryMail', { path })).body.state).toBe('handed_over');
  expect(await sentences()).toEqual([
    expect.stringMatching(/ handed over a mail to alice@example.lan$/),
    expect.stringMatching(/ read what a mail says that is for alice@example.lan$/),
    expect.stringMatching(/ asked for a test mail to alice@example.lan$/),
  ]);
});

test('an admin’s browser has to confirm who they are before a mail opens, and again nobody else can', async () => {
  const mail = await put();
  const panel = adminClient(office.origin, await panelCredentials(office.origin, ADA));
  expect((await panel('listMails')).status).toBe(200);
  expect((await panel('openMail', { path: { id: mail.id } })).status).toBe(200);
  const nobody = adminClient(office.origin);
  for (const name of ['listMails', 'openMail', 'handOverMail', 'retryMail'] as const) {
    expect((await nobody(name, { path: { id: mail.id } })).status).toBe(401);
  }
  expect((await client('openMail', { path: { id: 'none' } })).status).toBe(404);
});

test.each(['alice@example.lan\r\nBcc: x@y.z', 'two@a.lan, three@b.lan', 'nobody', ''])(
  'a test mail goes to one address alone: %j is refused',
  async (to) => {
    const { status, problem } = await client('sendTestMail', { body: { to } });
    expect([status, problem.errors]).toEqual([400, [{ pointer: '/to', detail: 'is not an e-mail address' }]]);
  },
);

test.each([
  [{ smtp_host: 'mail.example.lan', smtp_from: '' }, '/smtp_from'],
  [{ smtp_host: 'mail.example.lan', smtp_from: 'a@b.lan', smtp_security: 'none' }, '/smtp_security'],
  [{ smtp_host: 'mail.example.lan:25', smtp_from: 'a@b.lan', smtp_security: 'x' }, '/smtp_security'],
  [{ smtp_host: 'https://mail.example.lan/' }, '/smtp_host'],
  [{ smtp_from: 'A <a@b.lan>' }, '/smtp_from'],
  [{ smtp_port: 0 }, '/smtp_port'],
])('settings that can’t work are refused at their field: %j', async (body, pointer) => {
  const { status, problem } = await client('changeSettings', { body });
  expect([status, problem.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
});

test('unencrypted to the network is only for who says so, and to this computer for everybody', async () => {
  const plain = { smtp_host: 'mail.example.lan', smtp_from: 'a@b.lan', smtp_security: 'none' };
  expect((await client('changeSettings', { body: { ...plain, smtp_plain_on_network: true } })).status).toBe(200);
  expect((await client('changeSettings', { body: { smtp_plain_on_network: false } })).status).toBe(400);
  const here = { smtp_host: '127.0.0.1', smtp_plain_on_network: false };
  expect((await client('changeSettings', { body: here })).status).toBe(200);
  expect((await client('changeSettings', { body: { smtp_host: '' } })).status).toBe(200);
});

test('mail that waited is sent when a server is named, stuck mail through a restart; the password is told to nobody', async () => {
  const port = await freePort();
  const settings = {
    smtp_host: 'localhost',
    smtp_port: port,
    smtp_security: 'starttls',
    smtp_from: 'lanyard@example.lan',
    smtp_username: 'lanyard',
    smtp_password: PASSWORD,
    outbound_ca: ca,
  };
  const told = await client('changeSettings', { body: settings });
  expect(told.body).toMatchObject({ smtp_host: 'localhost', smtp_password_kept: true });
  const waiting = await put();
  const stuck = await vi.waitFor(async () => {
    const found = await find(waiting.id);
    expect(found?.error).toMatch(/could not be reached/);
    return found!;
  }, SOON_MS);
  expect(stuck).toMatchObject({ state: 'waiting', readable: true });
  const status = await client('readStatus');
  expect(status.body.attention.map(({ code }) => code)).toContain('mail_waiting');
  await office.stop();
  await start();
  server = await startMailServer({
    security: 'starttls',
    certificate,
    account: { username: 'lanyard', password: PASSWORD },
    port,
  });
  await client('retryMail', { path: { id: waiting.id } });
  expect(await reaches(waiting.id, 'sent')).toMatchObject({
    answer: expect.stringContaining('queued'),
    readable: false,
  });
  expect(server.received.at(-1)).toMatchObject({ to: [TO], encrypted: true, username: 'lanyard' });

  const everything = await Promise.all([
    client('readSettings').then(({ text }) => text),
    client('listAuditEvents').then(({ text }) => text),
    exported(office.origin, await botCredentials(office.origin)),
  ]);
  expect(everything.join()).toContain('smtp_host');
  expect(everything.join() + office.stderr()).not.toContain(PASSWORD);
  expect(everything.join()).not.toContain('smtp_password_sealed');
});

test('another server, another name there, no encryption any more, or another port without any: the password is to be entered anew', async () => {
  const kept = async () => (await client('readSettings')).body.smtp_password_kept;
  const give = () => client('changeSettings', { body: { smtp_password: PASSWORD } });
  for (const body of [{ smtp_host: '127.0.0.1' }, { smtp_username: 'somebody' }, { smtp_security: 'none' }]) {
    await give();
    expect(await kept()).toBe(true);
    await client('changeSettings', { body: { smtp_port: 2525 } });
    expect(await kept()).toBe(true);
    await client('changeSettings', { body });
    expect(await kept()).toBe(false);
  }
  await give();
  await client('changeSettings', { body: { smtp_port: 2526 } });
  expect(await kept()).toBe(false);
  await give();
  await client('changeSettings', { body: { smtp_host: 'localhost', smtp_password: PASSWORD } });
  expect(await kept()).toBe(true);
  await client('changeSettings', { body: { smtp_password: '' } });
  expect(await kept()).toBe(false);
  const [changed] = (await client('listAuditEvents', { query: { type: 'settings.' } })).body.items;
  expect(changed?.detail).toMatchObject({ after: { smtp_password_kept: false } });
});
