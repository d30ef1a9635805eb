/**
 * Which service account an app password belongs to that came alone, in the place of a token, and which rights over the office
 * it has: for calls of programs that know one fixed key. Slowed down and counted as every app password.
 */
import { isGrantAllowed } from '../directory/access-policy.ts';
import { verifyAppPasswordAlone } from '../directory/app-passwords.ts';
import { peekAttempts, takeAttempts } from '../directory/attempts.ts';
import { ADMIN_SCOPE, OFFICE_SCOPES } from '../directory/scopes.ts';
import { appPasswordCounters } from '../directory/verify-user-app-password.ts';
import { parseScope } from '../spec/scope.ts';
import type { ServiceAccount } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

export type AccountProof =
  /** `scope`: of those that open something of this Lanyard itself, what the account may have now. */
  | { readonly kind: 'proved'; readonly account: ServiceAccount; readonly scope: readonly string[] }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

export async function proveAccountPassword(password: string, cx: Context): Promise<AccountProof> {
  const { settings, address, store, now } = cx;
  const attempt = { username: undefined, address, limit: settings.login_attempts_per_minute };
  const counters = await appPasswordCounters(store, attempt, now);
  for (const [key, most] of counters) {
    const before = await peekAttempts(store, key, most, now);
    if (!before.allowed) return turnAway(before.retry_after_s, cx);
  }
  const verified = await verifyAppPasswordAlone(store, password, now);
  if (verified !== undefined && !verified.account.disabled) {
    const { account } = verified;
    cx.counts.add('app_password.used', account.username);
    return { kind: 'proved', account, scope: officeScopeOf(account, now) };
  }
  const taken = await takeAttempts(store, counters, now);
  if (!taken.allowed) return turnAway(taken.retry_after_s, cx);
  cx.counts.add('app_password.turned_away', verified?.account.username ?? '', 'wrong credentials', address);
  return { kind: 'wrong-credentials' };
}

function turnAway(retry_after_s: number, cx: Context): AccountProof {
  cx.counts.add('app_password.turned_away', '', 'too many attempts', cx.address);
  return { kind: 'too-many-attempts', retry_after_s };
}

/** As a token of the account could have: the access policy is asked about each. */
function officeScopeOf(account: ServiceAccount, now: number): readonly string[] {
  const held = parseScope(account.scope);
  return OFFICE_SCOPES.filter((name) => name === ADMIN_SCOPE || held.includes(name)).filter((name) =>
    isGrantAllowed({ kind: 'service_account', account }, [name], now),
  );
}
