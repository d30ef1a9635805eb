/** Mail over SMTP: to real servers that are encrypted, that refuse, that are slow, and that go away and come back. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMailDeliveries, type MailDeliveries } from '../../server/jobs/send-mails.ts';
import { createLog } from '../../server/log/log.ts';
import { answerInWords } from '../../server/mail/answer-in-words.ts';
import { codeMail, linkMail, testMail } from '../../server/mail/mail-words.ts';
import {
  endMail,
  handOverMail,
  mailState,
  type NewMail,
  putInOutbox,
  readMailText,
  retryMail,
} from '../../server/mail/outbox.ts';
import { MAIL_ENDS } from '../../server/spec/mail.ts';
import { sendBySmtp } from '../../server/mail/send-by-smtp.ts';
import type { Settings } from '../../server/storage/records/directory.ts';
import type { Mail } from '../../server/storage/records/mails.ts';
import { makeCertificates } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { buildHouse, type House } from '../support/house.ts';
import { type MailServerOptions, startMailServer, type TestMailServer } from '../support/mail-server.ts';

/** Far longer than anything takes that is waited for. */
const SOON_MS = 30_000;
const ACCOUNT = { username: 'lanyard', password: 'canary-password-of-the-mail-server' };
const CODE = '481516';

let certificate: { cert: Buffer; key: Buffer };
let ca: string;
let house: House;
let server: TestMailServer | undefined;
let mails: MailDeliveries;
let lines: string[];

beforeAll(async () => {
  const files = await makeCertificates();
  certificate = { cert: await readFile(files.cert), key: await readFile(files.key) };
  ca = await readFile(files.ca, 'utf8');
});
beforeEach(async () => {
  house = await buildHouse();
  lines = [];
  const log = createLog({ level: 'info', format: 'json', now: () => 0, write: (text) => lines.push(text) });
  const { secrets } = await house.context();
  mails = createMailDeliveries({ store: house.store, secrets, log, now: () => house.clock.now, send: sendBySmtp });
});
afterEach(async () => {
  await mails.stop();
  await server?.stop();
  server = undefined;
});

async function use(options: MailServerOptions, settings: Partial<Settings> = {}): Promise<TestMailServer> {
  server = await startMailServer({ certificate, ...options });
  await enter(server.port, { smtp_security: options.security, ...settings });
  return server;
}

async function enter(smtp_port: number, settings: Partial<Settings>): Promise<void> {
  const { secrets } = await house.context();
  const account = {
    smtp_username: ACCOUNT.username,
    smtp_password_sealed: secrets.seal('mail-server', ACCOUNT.password),
  };
  const smtp_from = 'lanyard@example.lan';
  await house.setSettings({ smtp_host: 'localhost', smtp_port, smtp_from, outbound_ca: ca, ...account, ...settings });
}

async function put(changes: Partial<NewMail> = {}): Promise<Mail> {
  const { secrets } = await house.context();
  const mail = { ...testMail('alice@example.lan', 'Example Office'), text: `Your code is ${CODE}.`, ...changes };
  return mails.store.transaction((within) => putInOutbox(within, mail, secrets, house.clock.now));
}

const read = async ({ id }: Mail): Promise<Mail> => (await house.store.collection('mails').get(id))!;
const stateOf = async (mail: Mail) => mailState(await read(mail), house.clock.now);
const textOf = async (mail: Mail) => readMailText(house.store, mail, (await house.context()).secrets, house.clock.now);

const tried = (mail: Mail, tries = 1) =>
  vi.waitFor(async () => {
    const found = await read(mail);
    expect(found.tries).toBe(tries);
    return found;
  }, SOON_MS);

const header = ({ raw }: { raw: string }, name: string) =>
  new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, 'im').exec(raw)?.[1];

describe.each(['starttls', 'tls', 'none'] as const)('by %s', (security) => {
  it('is sent at once, signed in, with what the server said on record and its text gone', async () => {
    const { received } = await use({ security, account: ACCOUNT });
    const sent = await tried(await put());
    expect(sent).toMatchObject({ sent_at: house.clock.now, answer: expect.stringContaining('queued as 4711') });
    expect(received).toEqual([
      {
        from: 'lanyard@example.lan',
        to: ['alice@example.lan'],
        raw: expect.stringContaining(`Your code is ${CODE}.`),
        encrypted: security !== 'none',
        username: 'lanyard',
      },
    ]);
    expect(header(received[0]!, 'from')).toBe('Lanyard <lanyard@example.lan>');
    expect(header(received[0]!, 'auto-submitted')).toBe('auto-generated');
    expect(await textOf(sent)).toBeUndefined();
    expect(await house.store.collection('mail_texts').get(sent.id)).toBeUndefined();
  });
});

describe('a server that can’t be believed', () => {
  it.each(['starttls', 'tls'] as const)(
    'by %s: gets nothing where its certificate is of nobody known',
    async (security) => {
      const { received } = await use({ security, account: ACCOUNT }, { outbound_ca: '' });
      const mail = await tried(await put());
      expect(mail).toMatchObject({ error: expect.stringMatching(/certificate/), next_try_at: house.clock.now + 10 });
      expect(received).toEqual([]);
    },
  );

  it('gets nothing where it offers no encryption and some was asked for', async () => {
    const { received } = await use({ security: 'none', account: ACCOUNT }, { smtp_security: 'starttls' });
    const mail = await tried(await put());
    expect(mail.error).toMatch(/could not be spoken to encrypted/);
    expect(received).toEqual([]);
    expect(lines.join()).not.toContain(ACCOUNT.password);
  });
});

describe('a server that does not want it', () => {
  it('is asked again after a temporary refusal, and each try is told', async () => {
    const { received, refuse } = await use({ security: 'starttls', account: ACCOUNT });
    refuse({ at: 'data', code: 451, message: 'come back later' }, { at: 'data', code: 451, message: 'not yet' });
    const mail = await put();
    expect(await tried(mail)).toMatchObject({ answer: '451 come back later', next_try_at: house.clock.now + 10 });
    house.clock.now += 9;
    await mails.job.run();
    expect((await read(mail)).tries).toBe(1);
    house.clock.now += 1;
    await mails.job.run();
    expect(await tried(mail, 2)).toMatchObject({ next_try_at: house.clock.now + 30 });
    house.clock.now += 30;
    await mails.job.run();
    await tried(mail, 3);
    expect(await stateOf(mail)).toBe('sent');
    expect(received).toHaveLength(1);
  });

  it('is not asked again for an address that it refuses for good; an admin reads why, and can still hand it over', async () => {
    const { refuse } = await use({ security: 'starttls', account: ACCOUNT });
    refuse({ at: 'recipient', code: 550, message: 'no such mailbox' });
    const mail = await tried(await put());
    expect(mail).toMatchObject({
      answer: '550 no such mailbox',
      error: expect.stringContaining('refused the address'),
    });
    expect(await stateOf(mail)).toBe('failed');
    expect(await textOf(mail)).toBe(`Your code is ${CODE}.`);
    const [event] = (await house.store.collection('audit_events').list({ limit: 10 })).items.slice(-1);
    expect(event).toMatchObject({ type: 'mail.failed', target: 'alice@example.lan' });
  });

  it('can’t bring a code into records or log by repeating it', async () => {
    const { refuse } = await use({ security: 'starttls', account: ACCOUNT });
    refuse({ at: 'data', code: 554, message: `looks like spam: Your code is ${CODE}.` });
    const mail = await tried(await put());
    expect(mail.answer).toBe('554 looks like spam: Your code is •••.');
    const { items } = await house.store.collection('audit_events').list({ limit: 10 });
    expect(JSON.stringify([mail, items, lines])).not.toContain(CODE);
    expect(lines.join()).not.toContain('alice@');
  });

  const letter = { to: 'alice@example.lan', user_id: '', office: 'Example Office', application: 'Wiki' };
  const TOKEN = 'aXb-7hQ2_mmpQrstUvwXyzKlmNop3DefgHijk9LmnoP';
  it.each([
    ['in its groups', codeMail(letter, CODE), 'Your code is 481 516', 'Your code is ••• •••'],
    ['in one piece', codeMail(letter, CODE), 'digits:481516!', 'digits:••••••!'],
    ['by its first half', codeMail(letter, CODE), '481-xxx', '•••-xxx'],
    ['of a link', linkMail(letter, `https://id.lan/?link=${TOKEN}`), `url ?link=${TOKEN}`, 'url ?link=•••'],
  ])('nor by repeating it %s', async (_how, { text }, said, shown) => {
    expect(answerInWords(`554 5.7.1 spam: ${said}`, text)).toBe(`554 5.7.1 spam: ${shown}`);
  });

  it('and a wrong password: what it would send stays until the password is right', async () => {
    await use({ security: 'starttls', account: ACCOUNT }, { smtp_password_sealed: '' });
    const mail = await tried(await put());
    expect(mail).toMatchObject({ error: expect.stringContaining('did not accept the username and password') });
    expect(await stateOf(mail)).toBe('waiting');
  });
});

describe('a server that is not there', () => {
  it('is tried again when it is up, and the same mail keeps its message id', async () => {
    const port = await freePort();
    await enter(port, { smtp_security: 'starttls' });
    const mail = await tried(await put());
    expect(mail.error).toMatch(new RegExp(`^localhost:${port} could not be reached`));
    server = await startMailServer({ security: 'starttls', certificate, account: ACCOUNT, port });
    house.clock.now += 10;
    await mails.job.run();
    await tried(mail, 2);
    expect(header(server.received[0]!, 'message-id')).toBe(`<${mail.id}@example.lan>`);
  });

  it('is not tried for what is worth nothing any more', async () => {
    await enter(await freePort(), {});
    const mail = await tried(await put({ lives_s: 60 }));
    house.clock.now += 60;
    await mails.job.run();
    expect(await read(mail)).toEqual(mail);
    expect(await stateOf(mail)).toBe('expired');
    expect(await textOf(mail)).toBeUndefined();
  });

  it('says nothing for long: others are sent meanwhile, and stopping waits for nobody forever', async () => {
    const hanging = createServer();
    await new Promise<void>((done) => hanging.listen(0, '127.0.0.1', done));
    const { port } = hanging.address() as { port: number };
    const sockets: { destroy(): void }[] = [];
    hanging.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
    await enter(port, {});
    await put();
    await vi.waitFor(() => expect(sockets).toHaveLength(1), SOON_MS);
    const { received } = await use({ security: 'starttls', account: ACCOUNT });
    await tried(await put({ to: 'bob@example.lan' }));
    expect(received).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    await mails.stop();
    await new Promise((done) => hanging.close(done));
  });
});

describe('without a server', () => {
  it('mail waits, and goes out once there is one', async () => {
    const mail = await put();
    await mails.job.run();
    expect(await stateOf(mail)).toBe('waiting');
    expect((await read(mail)).tries).toBe(0);
    const { received } = await use({ security: 'starttls', account: ACCOUNT });
    await mails.job.run();
    await tried(mail);
    expect(received).toHaveLength(1);
  });

  it('what was handed over is gone, and never sent afterwards', async () => {
    const mail = await put();
    await house.store.transaction((within) => handOverMail(within, mail, 'ada', house.clock.now));
    expect(await textOf(mail)).toBeUndefined();
    const { received } = await use({ security: 'starttls', account: ACCOUNT });
    await mails.job.run();
    await tried(await put({ to: 'bob@example.lan' }));
    expect(received.map(({ to }) => to)).toEqual([['bob@example.lan']]);
    expect(await stateOf(mail)).toBe('handed_over');
  });

  it.each(MAIL_ENDS)('what is %s has ended: it says nothing any more, and is never sent', async (ended) => {
    const mail = await put();
    await house.store.transaction((within) => endMail(within, mail.id, ended));
    expect([await textOf(mail), await stateOf(mail)]).toEqual([undefined, ended]);
    expect(retryMail(await read(mail), house.clock.now)).toEqual(await read(mail));
    const { received } = await use({ security: 'starttls', account: ACCOUNT });
    await mails.job.run();
    await tried(await put({ to: 'bob@example.lan' }));
    expect(received.map(({ to }) => to)).toEqual([['bob@example.lan']]);
    expect(await stateOf(mail)).toBe(ended);
  });

  it('what it says lies sealed in the store, and belongs to that one mail', async () => {
    const [one, other] = [await put(), await put({ text: 'Another text.' })];
    const texts = house.store.collection('mail_texts');
    expect(JSON.stringify(await texts.get(one.id))).not.toContain(CODE);
    const sealed = (await texts.get(one.id))!.sealed;
    await texts.update(other.id, (old) => ({ ...old, sealed }));
    expect(await textOf(other)).toBeUndefined();
    expect(await textOf(one)).toBe(`Your code is ${CODE}.`);
  });
});

describe('what stands in the head of a mail', () => {
  it('can’t be more than was meant: a line break in a name or subject begins no header', async () => {
    const { received } = await use({ security: 'none' }, { issuer_name: 'Evil\r\nBcc: mallory@example.net' });
    await tried(await put({ subject: 'Hello\r\nBcc: mallory@example.net\r\n\r\nBuy' }));
    const [mail] = received;
    expect(mail?.to).toEqual(['alice@example.lan']);
    expect(header(mail!, 'bcc')).toBeUndefined();
  });

  it.each([
    'alice@example.lan, mallory@example.net',
    'alice@example.lan>\r\nRCPT TO:<mallory@example.net',
    '"x" <y@z.lan>',
  ])('an address is one address: %j reaches nobody else', async (to) => {
    const { received } = await use({ security: 'none' });
    await tried(await put({ to }));
    expect(received.flatMap((mail) => mail.to).filter((one) => one.startsWith('mallory'))).toEqual([]);
    expect(received.flatMap((mail) => mail.to).length).toBeLessThanOrEqual(1);
  });

  it.each(['jürgen@bücher.example', 'alice@bücher.example'])('an international address arrives: %s', async (to) => {
    const { received } = await use({ security: 'none' });
    await tried(await put({ to, subject: 'Zugang für Jürgen' }));
    // The server reads the name of the domain back from its letters of ASCII. RFC 5891
    expect(received[0]?.to).toEqual([to]);
    expect(header(received[0]!, 'subject')).toMatch(/^=\?UTF-8\?/);
  });
});
