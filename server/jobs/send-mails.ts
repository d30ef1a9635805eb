/** Sends what waits in the Outbox: at once, and again later where the server could not be reached or did not want it yet. */
import { appendAudit } from '../audit/append.ts';
import { mailPassword, type PasswordSealing } from '../directory/mail-settings.ts';
import { readSettings } from '../directory/settings.ts';
import type { Log } from '../log/log.ts';
import {
  dueMails,
  isDueMail,
  type MailSealing,
  mailState,
  noteTry,
  readMailText,
  type SendOutcome,
} from '../mail/outbox.ts';
import type { Letter, MailServer } from '../mail/send-by-smtp.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { Mail } from '../storage/records/mails.ts';
import type { Store } from '../storage/store.ts';
import type { Job } from './job.ts';
import { storeThatWakes } from './store-that-wakes.ts';

export interface MailParts {
  readonly store: Store;
  readonly secrets: MailSealing & PasswordSealing;
  readonly log: Log;
  /** Epoch seconds. */
  now(): number;
  send(server: MailServer, letter: Letter): Promise<SendOutcome>;
}

export interface MailDeliveries {
  /** For what could not be sent before, and for what waited for a server to be named. */
  readonly job: Job;
  /** The same store: mail that is written down in it goes out at once, and nobody waits for it. */
  readonly store: Store;
  /** Begins nothing further, and waits for what runs. */
  stop(): Promise<void>;
}

const NAME = 'send-mails';
/** Servers of mail dislike more from one place. */
const MOST_AT_ONCE = 4;
const WAKE_AFTER_MS = 150;

export function createMailDeliveries(parts: MailParts): MailDeliveries {
  const { store, log, now } = parts;
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  async function begin(): Promise<void> {
    // What can't be written down afterwards would be sent again and again.
    if (!store.writable() || (await readSettings(store)).smtp_host === '') return;
    for (const { id } of await dueMails(store, now())) {
      if (stopped || running.size >= MOST_AT_ONCE) return;
      if (running.has(id)) continue;
      const work = deliver(id, parts)
        .finally(() => running.delete(id))
        .then(wake, complain);
      running.set(id, work);
    }
  }

  function complain(error: unknown): void {
    log.error('a job failed', { job: NAME, reason: error instanceof Error ? error.message : 'unknown' });
  }

  function wake(): void {
    if (!stopped) begin().catch(complain);
  }

  /** Once the answer to whoever caused it is out: how long that takes must not tell whether there was mail to send. */
  function wakeSoon(): void {
    setTimeout(wake, WAKE_AFTER_MS).unref();
  }

  return {
    job: { name: NAME, every_s: 2, run: begin },
    store: storeThatWakes(store, 'mails', wakeSoon),
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}

/** One try, and what came of it on record. Nothing where there is nothing left to send. */
async function deliver(id: string, { store, secrets, log, now, send }: MailParts): Promise<void> {
  const mail = await store.collection('mails').get(id);
  if (mail === undefined || !isDueMail(mail, now())) return;
  const settings = await readSettings(store);
  const text = await readMailText(store, mail, secrets, now());
  const outcome: SendOutcome =
    text === undefined ? UNREADABLE : await send(serverOf(settings, secrets), letterOf(mail, text, settings));
  // Neither for whom nor what the server said: it may repeat what the mail says.
  if (outcome.kind === 'unsent') log.warn('a mail was not sent', { mail: id, why: mail.why, reason: outcome.error });
  await store.transaction(async (within) => {
    const tried = await noteTry(within, id, outcome, now());
    if (tried === undefined || outcome.kind === 'sent' || mailState(tried, now()) !== 'failed') return;
    const user = tried.user_id === undefined ? undefined : await within.collection('users').get(tried.user_id);
    const detail = { why: tried.why, tries: tried.tries, because: outcome.error };
    const target = user?.username ?? tried.to;
    await appendAudit(within, { at: now(), type: 'mail.failed', actor: 'lanyard', target, address: '', detail });
  });
}

/** A key of this house is missing: the records came from another one. */
const UNREADABLE: SendOutcome = {
  kind: 'unsent',
  error: 'what it says can’t be read with this server’s key',
  final: true,
};

function serverOf(settings: Settings, secrets: PasswordSealing): MailServer {
  const { smtp_host: host, smtp_port: port, smtp_security: security, smtp_username: username } = settings;
  const password = username === '' ? undefined : mailPassword(settings, secrets);
  return { host, port, security, username, password, ca: settings.outbound_ca };
}

function letterOf({ id, to, subject, created_at: at }: Mail, text: string, settings: Settings): Letter {
  const from = { name: settings.issuer_name, address: settings.smtp_from };
  return { id, from, to, subject, text, at };
}
