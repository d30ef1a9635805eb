/**
 * Signing in without a password: somebody is sent a code or a link, and whoever brings it back reads that person's mail. Whether
 * there is such a person shows neither in the answer nor in what is written down for it.
 */
import { appendAudit } from '../audit/append.ts';
import { type Counter, takeAttempts } from '../directory/attempts.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import { refundSignInAttempt, signInCounters, takeSignInAttempt } from '../directory/sign-in-attempts.ts';
import { findUserByName } from '../directory/users.ts';
import { codeMail, linkMail, SIGN_IN_LIVES_S, type SignInLetter } from '../mail/mail-words.ts';
import { endMail, type NewMail, putInOutbox } from '../mail/outbox.ts';
import type { MailEnd } from '../spec/mail.ts';
import { networkOf } from '../spec/network.ts';
import { usernameKey } from '../spec/username.ts';
import type { User } from '../storage/records/directory.ts';
import type { MailProof } from '../storage/records/mail-proofs.ts';
import type { Transaction } from '../storage/store.ts';
import type { Context } from './context.ts';

/** Of one code: then another has to be sent. */
const MOST_TRIES = 5;
/** To one person within the life of a code, and to one name within a minute: nobody's mailbox is flooded. */
const MOST_MAILS = 5;
const MOST_A_MINUTE = 3;
/** A network may ask this many times as often as an account may fail: an office may share one address. */
const NETWORK_SHARE = 5;

export interface MailQuestion {
  /** Where it is asked, which has one proof at a time; never the person. */
  readonly place: string;
  /** A username or an e-mail address, as it was typed. */
  readonly who: string;
  /** What the mail calls the application. */
  readonly application: string;
  readonly send:
    | { readonly kind: 'code' }
    | { readonly kind: 'link'; readonly ticket: string; linkOf(token: string): string };
}

export type MailAsked = { readonly kind: 'asked' } | TooMany;
interface TooMany {
  readonly kind: 'too-many-attempts';
  readonly retry_after_s: number;
}

/** Puts a code or link into the Outbox for whom that is allowed, and answers the same for everybody. */
export async function askByMail(question: MailQuestion, cx: Context): Promise<MailAsked> {
  const { who, send, place } = question;
  const taken = await takeAttempts(cx.store, askCounters(who, cx), cx.now);
  if (!taken.allowed) return { kind: 'too-many-attempts', retry_after_s: taken.retry_after_s };
  const user = await whoMay(who, cx);
  const secret = send.kind === 'code' ? sixDigits(cx.secrets.random()) : cx.secrets.random();
  const id = proofId(place);
  const proof: MailProof = {
    id,
    ...(user === undefined ? {} : { user_id: user.id, grounds: groundsOf(send.kind, user) }),
    kind: send.kind,
    secret_hash: send.kind === 'code' ? hashSecret(keyed(id, secret, cx)) : hashSecret(secret),
    ...(send.kind === 'link' ? { ticket: send.ticket } : {}),
    tries: 0,
    expires_at: cx.now + SIGN_IN_LIVES_S,
  };
  const letter: SignInLetter = {
    to: user?.email ?? who,
    user_id: user?.id ?? '',
    office: cx.settings.issuer_name,
    application: question.application,
  };
  const mail = send.kind === 'code' ? codeMail(letter, secret) : linkMail(letter, send.linkOf(secret));
  await sendProof({ proof, user, mail }, cx);
  return { kind: 'asked' };
}

/**
 * Keeps the proof and puts its mail into the Outbox, or does the same work for nobody. What was asked at the same place before is
 * over with this, and so is its mail. Of whom enough was sent lately, what was sent before stays good: what was never sent proves
 * nothing, so that nobody has ever new codes to guess at.
 */
export async function sendProof(
  { proof, user, mail }: { readonly proof: MailProof; readonly user: User | undefined; readonly mail: NewMail },
  { store, secrets, now }: Context,
): Promise<void> {
  await store.transaction(async (within) => {
    const before = await within.collection('mail_proofs').get(proof.id);
    if (user !== undefined && (await isFlooded(within, user, now))) {
      secrets.seal('mail', mail.text);
      return keep(within, before, before ?? withoutPerson(proof));
    }
    const put = user === undefined ? undefined : await putInOutbox(within, mail, secrets, now);
    if (put === undefined) secrets.seal('mail', mail.text);
    if (before !== undefined && !isOver(before, now)) await endMailOf(within, before, 'superseded');
    return keep(within, before, put === undefined ? proof : { ...proof, mail_id: put.id });
  });
}

function withoutPerson({ user_id: _user_id, grounds: _grounds, ...nobodys }: MailProof): MailProof {
  return nobodys;
}

async function keep(within: Transaction, before: MailProof | undefined, proof: MailProof): Promise<void> {
  const proofs = within.collection('mail_proofs');
  if (before === undefined) await proofs.insert(proof);
  else await proofs.update(proof.id, () => proof);
}

export type MailProven =
  | { readonly kind: 'proved'; readonly user: User }
  /** `over`: it was used, too old, or wrong too often. */
  | { readonly kind: 'wrong' | 'over' }
  | TooMany;

export interface MailAnswer {
  readonly place: string;
  readonly who: string;
  /** As it was typed: spaces don't count. */
  readonly code: string;
  readonly client_id: string;
}

/** Wrong codes count with wrong passwords: nobody has twice as many guesses. */
export async function proveByCode({ place, who, code, client_id }: MailAnswer, cx: Context): Promise<MailProven> {
  const typed = code.replaceAll(/\s/g, '');
  const user = await findUserByName(cx.store, who);
  const limit = cx.settings.login_attempts_per_minute;
  const asked = { username: user?.username ?? who, user, address: cx.address, limit };
  const counters = await signInCounters(cx.store, asked, cx.now);
  const taken = await takeSignInAttempt(cx.store, counters, cx.now);
  if (!taken.allowed) {
    cx.counts.add('sign_in.turned_away', client_id, 'too many attempts', cx.address);
    return { kind: 'too-many-attempts', retry_after_s: taken.retry_after_s };
  }
  const id = proofId(place);
  const proven = await cx.store.transaction(async (within): Promise<MailProven> => {
    const proof = await within.collection('mail_proofs').get(id);
    if (proof?.kind !== 'code' || isOver(proof, cx.now)) return refused(within, 'over', user, client_id, cx);
    const right = secretMatches(keyed(id, typed, cx), proof.secret_hash);
    const tried = { ...proof, tries: proof.tries + 1 };
    // Asked again at this moment: what they may can have changed since the mail.
    const person = right && isStillOf(proof, user) ? await whoMay(who, cx) : undefined;
    if (person !== undefined) {
      await consume(within, tried, cx.now);
      return { kind: 'proved', user: person };
    }
    await within.collection('mail_proofs').update(id, () => tried);
    if (isOver(tried, cx.now)) await endMailOf(within, tried, 'spoiled');
    return refused(within, 'wrong', user, client_id, cx);
  });
  if (proven.kind === 'proved') await refundSignInAttempt(cx.store, counters, cx.now);
  return proven;
}

/** Of a code that an application asks for and brings back: one at a time for it and an address. */
export function placeOfMailCode(client_id: string, who: string): string {
  return `application ${client_id} ${usernameKey(who)}`;
}

/** The proof that a link stands for, used or not; undefined for what is no link of ours, or one that is over. */
export async function findLink(token: string, cx: Context): Promise<MailProof | undefined> {
  const [proof] = await cx.store.collection('mail_proofs').find('link', hashSecret(token));
  return proof === undefined || isOver(proof, cx.now) ? undefined : proof;
}

/** `ticket` is the interaction that it is used in: the one that it was asked for in. */
export async function proveByLink(token: string, ticket: string, client_id: string, cx: Context): Promise<MailProven> {
  return cx.store.transaction(async (within): Promise<MailProven> => {
    const [found] = await within.collection('mail_proofs').find('link', hashSecret(token));
    const proof = found?.ticket === ticket && !isOver(found, cx.now) ? found : undefined;
    const user = proof?.user_id === undefined ? undefined : await within.collection('users').get(proof.user_id);
    if (proof === undefined || user === undefined || !isStillOf(proof, user) || !mayByMail(user, cx)) {
      return refused(within, 'over', user, client_id, cx);
    }
    await consume(within, proof, cx.now);
    return { kind: 'proved', user };
  });
}

async function refused(
  within: Transaction,
  kind: 'wrong' | 'over',
  user: User | undefined,
  client_id: string,
  cx: Context,
): Promise<MailProven> {
  await appendAudit(within, {
    at: cx.now,
    type: 'user.sign_in_refused',
    actor: user?.username ?? '',
    target: client_id,
    address: cx.address,
    detail: { because: 'wrong code' },
  });
  return { kind };
}

export function isOver({ expires_at, consumed_at, tries }: MailProof, now: number): boolean {
  return expires_at <= now || consumed_at !== undefined || tries >= MOST_TRIES;
}

/**
 * A mail proves something of who has the address that it went to, and a link to a new password is asked for because of the one
 * before: whoever changes either in a hurry is rid of what was sent.
 */
export function groundsOf(kind: MailProof['kind'], { email = '', password_hash = '' }: User): string {
  return hashSecret(JSON.stringify(kind === 'password' ? [email, password_hash] : [email]));
}

export function isStillOf({ kind, user_id, grounds }: MailProof, user: User | undefined): user is User {
  return user !== undefined && user.id === user_id && grounds === groundsOf(kind, user);
}

/** Whom a mail may sign in: the address must be known to be theirs. */
async function whoMay(who: string, cx: Context): Promise<User | undefined> {
  const user = await findUserByName(cx.store, who);
  return user !== undefined && mayByMail(user, cx) ? user : undefined;
}

/** Whom the office's own program brought signs in there alone. */
function mayByMail(user: User, { settings }: Context): boolean {
  const { disabled, email, email_verified, admin, external_subject } = user;
  if (settings.sign_in_by_mail === 'off' || disabled || external_subject !== undefined) return false;
  if (email === undefined || !email_verified) return false;
  return !admin || settings.sign_in_by_mail_for_admins;
}

/** By what was typed, known or not: the refusal says nothing. */
export function askCounters(who: string, { address, settings }: Context): readonly Counter[] {
  return [
    [`mail-from ${networkOf(address)}`, settings.login_attempts_per_minute * NETWORK_SHARE],
    [`mail-for ${usernameKey(who)}`, MOST_A_MINUTE],
  ];
}

async function isFlooded(within: Transaction, { id }: User, now: number): Promise<boolean> {
  const mails = await within.collection('mails').find('user_id', id);
  return mails.filter(({ created_at }) => created_at > now - SIGN_IN_LIVES_S).length >= MOST_MAILS;
}

/** It is good no second time, and its mail for nothing. */
export async function consume(within: Transaction, proof: MailProof, now: number): Promise<void> {
  await within.collection('mail_proofs').update(proof.id, () => ({ ...proof, consumed_at: now }));
  await endMailOf(within, proof, 'used');
}

async function endMailOf(within: Transaction, { mail_id }: MailProof, ended: MailEnd): Promise<void> {
  if (mail_id !== undefined) await endMail(within, mail_id, ended);
}

export function proofId(place: string): string {
  return hashSecret(place);
}

/** Six digits are found by trial where their hash is not keyed. */
function keyed(id: string, code: string, cx: Context): string {
  return cx.secrets.derive('mail-code', `${id} ${code}`);
}

/** 48 bits of the system's generator: no digit is likelier than another by more than nobody can see. */
function sixDigits(random: string): string {
  return String(Buffer.from(random, 'base64url').readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}
