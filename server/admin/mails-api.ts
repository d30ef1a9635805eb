/** The Outbox in the admin API: what waits, what it says to an admin who hands it over, and what became of it. */
import type { Answered } from '../contract/admin/types.ts';
import { everyRecord } from '../directory/every-record.ts';
import { testMail } from '../mail/mail-words.ts';
import { handOverMail, mailState, putInOutbox, readMailText, retryMail } from '../mail/outbox.ts';
import type { Mail } from '../storage/records/mails.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { actorName, recordChange } from './record-change.ts';

type View = Answered<'retryMail'>;

const ORDER: Order<View> = {
  searched: ({ to, subject, username, error }) => [to, subject, username ?? undefined, error ?? undefined],
  sorted: {
    to: ({ to }) => to,
    state: ({ state }) => state,
    created_at: ({ created_at }) => created_at,
    expires_at: ({ expires_at }) => expires_at,
  },
  standard: '-created_at',
};

type Operation = 'listMails' | 'openMail' | 'handOverMail' | 'retryMail' | 'sendTestMail';

export const MAIL_HANDLERS: Handlers<Operation> = {
  async listMails({ query }, cx) {
    const views: View[] = [];
    for await (const mail of everyRecord(cx.store.collection('mails'))) views.push(await view(mail, cx.store, cx));
    const { state } = query;
    const filter = state === undefined ? undefined : (shown: View) => shown.state === state;
    return { body: await listRecords(views, { order: ORDER, query, filter, show: (shown) => shown }) };
  },

  async openMail({ path }, cx) {
    const body = await cx.store.transaction(async (within) => {
      const mail = await readMail(within, path.id);
      const text = await readMailText(within, mail, cx.house.secrets, cx.now);
      if (text === undefined) throw new ProblemError('conflict', { detail: GONE });
      const by = actorName(cx.actor);
      const opened = await within
        .collection('mails')
        .update(mail.id, (old) => (old.opened_at === undefined ? { ...old, opened_at: cx.now, opened_by: by } : old));
      await record(within, 'mail.opened', opened, cx);
      return { mail: await view(opened, within, cx), text };
    });
    return { body };
  },

  async handOverMail({ path }, cx) {
    const body = await cx.store.transaction(async (within) => {
      const mail = await readMail(within, path.id);
      const state = mailState(mail, cx.now);
      if (state !== 'waiting' && state !== 'failed') throw new ProblemError('conflict', { detail: GONE });
      const handed = await handOverMail(within, mail, actorName(cx.actor), cx.now);
      await record(within, 'mail.handed_over', handed, cx);
      return view(handed, within, cx);
    });
    return { body };
  },

  async retryMail({ path }, cx) {
    const body = await cx.store.transaction(async (within) => {
      const mail = await readMail(within, path.id);
      const again = retryMail(mail, cx.now);
      if (again === mail) return view(mail, within, cx);
      await within.collection('mails').update(mail.id, () => again);
      await record(within, 'mail.retried', again, cx);
      return view(again, within, cx);
    });
    return { body };
  },

  async sendTestMail({ body: { to } }, cx) {
    const body = await cx.store.transaction(async (within) => {
      const mail = await putInOutbox(within, testMail(to, cx.settings.issuer_name), cx.house.secrets, cx.now);
      await record(within, 'mail.tried', mail, cx);
      return view(mail, within, cx);
    });
    return { body };
  },
};

const GONE = 'what it said is gone: it was sent, handed over, or is worth nothing any more';

async function readMail(collections: Collections, id: string): Promise<Mail> {
  const mail = await collections.collection('mails').get(id);
  if (mail === undefined) throw notFound('mail');
  return mail;
}

type Done = 'mail.opened' | 'mail.handed_over' | 'mail.retried' | 'mail.tried';

async function record(within: Transaction, type: Done, mail: Mail, cx: AdminContext): Promise<void> {
  const detail = { id: mail.id, why: mail.why, to: mail.to };
  const target = (await usernameOf(mail, within)) ?? mail.to;
  await recordChange(within, { type, target, detail, touched: [] }, cx);
}

async function usernameOf({ user_id }: Mail, collections: Collections): Promise<string | undefined> {
  if (user_id === undefined) return undefined;
  return (await collections.collection('users').get(user_id))?.username ?? user_id;
}

async function view(mail: Mail, collections: Collections, { now, settings }: AdminContext): Promise<View> {
  const { id, to, subject, why, tries, created_at, expires_at } = mail;
  const state = mailState(mail, now);
  const open = state === 'waiting' || state === 'failed';
  return {
    id,
    to,
    subject,
    why,
    user_id: mail.user_id ?? null,
    username: (await usernameOf(mail, collections)) ?? null,
    state,
    readable: open,
    tries,
    created_at,
    expires_at,
    tried_at: mail.tried_at ?? null,
    next_try_at: open && settings.smtp_host !== '' ? (mail.next_try_at ?? null) : null,
    answer: mail.answer ?? null,
    error: mail.error ?? null,
    sent_at: mail.sent_at ?? null,
    opened_at: mail.opened_at ?? null,
    opened_by: mail.opened_by ?? null,
    handed_over_at: mail.handed_over_at ?? null,
    handed_over_by: mail.handed_over_by ?? null,
  };
}
