/** Whether somebody knows a person's password: slowed down, written down and told the same way, wherever it is asked. */
import { appendAudit } from '../audit/append.ts';
import { HashingBusy } from '../directory/passwords.ts';
import { refundSignInAttempt, signInCounters, takeSignInAttempt } from '../directory/sign-in-attempts.ts';
import { findUserByName } from '../directory/users.ts';
import type { User } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

export const LONGEST_USERNAME = 256;

export interface PasswordClaim {
  /** At most LONGEST_USERNAME characters. */
  readonly username: string;
  readonly password: string;
  /** The application that the person is on the way to. */
  readonly client_id: string;
}

export type PasswordProof =
  | { readonly kind: 'proved'; readonly user: User }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number }
  | { readonly kind: 'busy' };

/** A person who does not exist, has no password or is switched off looks like one with another password. */
export async function provePassword(claim: PasswordClaim, cx: Context): Promise<PasswordProof> {
  const { username, password, client_id } = claim;
  const user = await findUserByName(cx.store, username);
  const limit = cx.settings.login_attempts_per_minute;
  const counters = await signInCounters(
    cx.store,
    // By an address and by the name they are the same guesses.
    { username: user?.username ?? username, user, address: cx.address, limit },
    cx.now,
  );
  const taken = await takeSignInAttempt(cx.store, counters, cx.now);
  if (!taken.allowed) {
    cx.counts.add('sign_in.turned_away', client_id, 'too many attempts', cx.address);
    return { kind: 'too-many-attempts', retry_after_s: taken.retry_after_s };
  }
  const proved = await verifyPassword(user, password, cx);
  if (typeof proved === 'string' && proved !== 'busy') {
    await auditRefusal(user, proved, client_id, cx);
    return { kind: 'wrong-credentials' };
  }
  await refundSignInAttempt(cx.store, counters, cx.now);
  if (proved !== 'busy') return { kind: 'proved', user: proved };
  cx.counts.add('sign_in.turned_away', client_id, 'too many sign-ins at once', cx.address);
  return { kind: 'busy' };
}

/** For the audit log alone: the answer is the same for all of them. */
type Refused = 'unknown person' | 'wrong password' | 'no password' | 'disabled';

/** Takes as long for a stranger as for a person with a wrong password; a disabled person learns nothing more. */
async function verifyPassword(user: User | undefined, password: string, cx: Context): Promise<User | 'busy' | Refused> {
  try {
    const matches = await cx.passwords.verify(user?.password_hash, password);
    if (user === undefined) return 'unknown person';
    if (!matches) return user.password_hash === undefined ? 'no password' : 'wrong password';
    return user.disabled ? 'disabled' : user;
  } catch (error) {
    if (error instanceof HashingBusy) return 'busy';
    throw error;
  }
}

/** The name only where there is such a person: what else people type there is often their password. */
async function auditRefusal(user: User | undefined, because: Refused, client_id: string, cx: Context): Promise<void> {
  await cx.store.transaction((within) =>
    appendAudit(within, {
      at: cx.now,
      type: 'user.sign_in_refused',
      actor: user?.username ?? '',
      target: client_id,
      address: cx.address,
      detail: { because },
    }),
  );
}
