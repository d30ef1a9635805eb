/**
 * The Outbox: every mail is written down with the act that causes it, so that neither a slow server nor a restart loses it.
 * When it is tried and how often is decided here; sending it is a job's work, and where nothing sends mail an admin hands it over.
 */
import { randomUUID } from 'node:crypto';
import type { MailEnd, MailReason } from '../spec/mail.ts';
import type { Mail } from '../storage/records/mails.ts';
import type { Collections, Transaction } from '../storage/store.ts';

/** How long an admin can see what became of a mail. */
const KEPT_S = 7 * 24 * 3600;
/** The pause after each try that was for nothing; the last again and again, until the mail is worth nothing any more. */
const PAUSES_S = [10, 30, 120, 600, 3600] as const;

/** What can be done with the text of a mail; nobody else reads it. */
export interface MailSealing {
  seal(purpose: 'mail', plain: string): string;
  unseal(purpose: 'mail', sealed: string): string | undefined;
}

export interface NewMail {
  /** One address, checked. */
  readonly to: string;
  /** No secret: it is shown wherever the mail is named. */
  readonly subject: string;
  readonly text: string;
  readonly why: MailReason;
  readonly user_id?: string;
  /** For how long what it says is worth something. */
  readonly lives_s: number;
}

export type MailState = 'waiting' | 'sent' | 'handed_over' | 'failed' | 'expired' | MailEnd;

/** How a try ended. `answer` is what the server said. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly answer: string }
  /** `final`: the next try would end the same way. */
  | { readonly kind: 'unsent'; readonly answer?: string; readonly error: string; readonly final: boolean };

/** In the transaction of what causes it. */
export async function putInOutbox(
  within: Transaction,
  { text, lives_s, ...mail }: NewMail,
  sealing: Pick<MailSealing, 'seal'>,
  now: number,
): Promise<Mail> {
  const id = randomUUID();
  const expires_at = now + lives_s;
  const times = { created_at: now, expires_at, kept_until: expires_at + KEPT_S, next_try_at: now };
  const put: Mail = { id, ...mail, ...times, tries: 0 };
  await within.collection('mails').insert(put);
  await within.collection('mail_texts').insert({ id, sealed: sealing.seal('mail', bound(id, text)), expires_at });
  return put;
}

/** What a mail says; undefined where that is gone. */
export async function readMailText(
  collections: Collections,
  mail: Pick<Mail, 'id'>,
  sealing: Pick<MailSealing, 'unseal'>,
  now: number,
): Promise<string | undefined> {
  const kept = await collections.collection('mail_texts').get(mail.id);
  if (kept === undefined || kept.expires_at <= now) return undefined;
  const opened = sealing.unseal('mail', kept.sealed);
  return opened?.startsWith(bound(mail.id, '')) === true ? opened.slice(bound(mail.id, '').length) : undefined;
}

/** So that the text of one mail can't be put in the place of another's. */
function bound(id: string, text: string): string {
  return `${id} ${text}`;
}

export function mailState(mail: Mail, now: number): MailState {
  if (mail.sent_at !== undefined) return 'sent';
  if (mail.handed_over_at !== undefined) return 'handed_over';
  if (mail.ended !== undefined) return mail.ended;
  if (mail.expires_at <= now) return 'expired';
  return mail.next_try_at === undefined ? 'failed' : 'waiting';
}

/** Those that are to be tried by `now`, the longest waiting first. */
export async function dueMails(collections: Collections, now: number): Promise<readonly Mail[]> {
  const waiting = await collections.collection('mails').find('waiting', 'yes');
  return waiting.filter((mail) => isDueMail(mail, now)).toSorted((one, other) => one.created_at - other.created_at);
}

export function isDueMail(mail: Mail, now: number): boolean {
  return mail.next_try_at !== undefined && mail.next_try_at <= now && mailState(mail, now) === 'waiting';
}

/** Writes down how a try went; answers the mail as it is then, or undefined where it is gone. What was sent is not kept. */
export async function noteTry(
  within: Transaction,
  id: string,
  outcome: SendOutcome,
  now: number,
): Promise<Mail | undefined> {
  const mails = within.collection('mails');
  if ((await mails.get(id)) === undefined) return undefined;
  if (outcome.kind === 'sent') await within.collection('mail_texts').remove(id);
  return mails.update(id, (old) => afterTry(old, outcome, now));
}

function afterTry(mail: Mail, outcome: SendOutcome, now: number): Mail {
  const { next_try_at: _due, answer: _answer, error: _error, ...kept } = mail;
  const tried = { ...kept, tries: kept.tries + 1, tried_at: now };
  if (outcome.kind === 'sent') return { ...tried, sent_at: now, answer: outcome.answer };
  const { answer, error, final } = outcome;
  const failed = { ...tried, error, ...(answer === undefined ? {} : { answer }) };
  // An admin, or the person, was quicker: there is nothing left to send.
  if (final || mail.handed_over_at !== undefined || mail.ended !== undefined) return failed;
  return { ...failed, next_try_at: now + (PAUSES_S[mail.tries] ?? PAUSES_S[PAUSES_S.length - 1] ?? 0) };
}

/** Lets one be tried at once, also where it was given up. One that was sent, handed over or is worth nothing any more stays as it is. */
export function retryMail(mail: Mail, now: number): Mail {
  const state = mailState(mail, now);
  return state === 'waiting' || state === 'failed' ? { ...mail, next_try_at: now } : mail;
}

/** An admin has given it to whom it is for: what it says is gone, and it is not sent any more. */
export async function handOverMail(within: Transaction, mail: Mail, by: string, now: number): Promise<Mail> {
  await within.collection('mail_texts').remove(mail.id);
  return within.collection('mails').update(mail.id, ({ next_try_at: _due, ...old }) => ({
    ...old,
    handed_over_at: now,
    handed_over_by: by,
  }));
}

/** What it says is worth nothing any more: nobody is to hand it over, and it is not sent. */
export async function endMail(within: Transaction, id: string, ended: MailEnd): Promise<void> {
  const mails = within.collection('mails');
  await within.collection('mail_texts').remove(id);
  if ((await mails.get(id)) !== undefined)
    await mails.update(id, ({ next_try_at: _due, ...old }) => ({ ...old, ended }));
}
