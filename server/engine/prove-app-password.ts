/** Whether a program holds an app password of a person: slowed down, counted and told the same way, wherever it comes along. */
import { peekAttempts, takeAttempts } from '../directory/attempts.ts';
import { isUseStale, noteUse } from '../directory/user-app-passwords.ts';
import {
  appPasswordCounters,
  type PresentedAppPassword,
  type VerifiedUserAppPassword,
  verifyUserAppPassword,
} from '../directory/verify-user-app-password.ts';
import { findUserByUsername } from '../directory/users.ts';
import type { AppPasswordUse } from '../storage/records/user-app-passwords.ts';
import type { Context } from './context.ts';
import { type AccountProof, proveAccountPassword } from './prove-account-password.ts';
import { LONGEST_USERNAME } from './prove-password.ts';

export type AppPasswordProof =
  | ({ readonly kind: 'proved' } & VerifiedUserAppPassword)
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

/** One that is for something else looks like a wrong one. Where the office lets people have none there is nothing to guess. */
export async function proveAppPassword(
  presented: PresentedAppPassword,
  opens: (is_for: AppPasswordUse) => boolean,
  cx: Context,
): Promise<AppPasswordProof> {
  if (cx.settings.user_app_passwords === 'off') return { kind: 'wrong-credentials' };
  const username = presented.username?.slice(0, LONGEST_USERNAME);
  const { settings, address, store, now } = cx;
  const attempt = { username, address, limit: settings.login_attempts_per_minute };
  const counters = await appPasswordCounters(store, attempt, now);
  for (const [key, most] of counters) {
    const before = await peekAttempts(store, key, most, now);
    if (!before.allowed) return turnAway(username, before.retry_after_s, cx);
  }
  const verified = await verifyUserAppPassword(store, { username, password: presented.password }, now);
  if (verified !== undefined && opens(verified.app_password.is_for)) return { kind: 'proved', ...verified };
  // It is too long to be guessed, so that guesses side by side need to be counted only once they failed.
  const taken = await takeAttempts(store, counters, now);
  if (!taken.allowed) return turnAway(username, taken.retry_after_s, cx);
  return { kind: 'wrong-credentials' };
}

async function turnAway(username: string | undefined, retry_after_s: number, cx: Context): Promise<AppPasswordProof> {
  await countRefusal(username, 'too many attempts', cx);
  return { kind: 'too-many-attempts', retry_after_s };
}

/** By the person's name where there is one: what else is typed there is often a secret. */
async function countRefusal(username: string | undefined, because: string, cx: Context): Promise<void> {
  const user = username === undefined ? undefined : await findUserByUsername(cx.store, username);
  cx.counts.add('own_app_password.turned_away', user?.username ?? '', because, cx.address);
}

/** For calls with the app password itself, where no grant comes of it. */
export interface AppPasswordDesk {
  /** Whoever may make calls of programs written for Gitea or Forgejo, and the scopes that they ticked for it. */
  prove(presented: PresentedAppPassword, cx: Context): Promise<AppPasswordProof>;
  /** The service account whose app password came alone. */
  proveAccount(password: string, cx: Context): Promise<AccountProof>;
}

export const APP_PASSWORD_DESK: AppPasswordDesk = {
  proveAccount: proveAccountPassword,

  async prove(presented, cx) {
    const proof = await proveAppPassword(presented, ({ kind }) => kind === 'forge', cx);
    const counted = proof.kind === 'wrong-credentials' && cx.settings.user_app_passwords === 'on';
    if (counted) await countRefusal(presented.username, 'wrong credentials', cx);
    if (proof.kind !== 'proved') return proof;
    const { app_password, user } = proof;
    if (isUseStale(app_password, cx.now)) {
      const kept = await cx.store.transaction((within) => noteUse(within, app_password.id, cx.now));
      if (!kept) return { kind: 'wrong-credentials' };
    }
    cx.counts.add('own_app_password.used', user.username);
    return proof;
  },
};
