/**
 * Lets an app password of a service account stand in the place of an access token, for programs that know one fixed key: it
 * does what a token of the account would, and ends with the app password.
 */
import type { AdminToken } from '../../admin/authorise.ts';
import { ProblemError } from '../../admin/problem-error.ts';
import type { AppPasswordDesk } from '../../engine/prove-app-password.ts';
import type { FindAdmin, FindToken } from '../facade.ts';

/** What has run out is no guess: access tokens of Ory's dialect, and JWTs. */
const WAS_A_TOKEN = /^(?:ory_at_|eyJ[\w-]+\.)/;

/** The one that answers throws ProblemError too_many_attempts. */
export function orAppPassword(findToken: FindToken, appPasswords: AppPasswordDesk): FindAdmin {
  return async (value, cx): Promise<AdminToken | undefined> => {
    const token = await findToken(value, cx);
    if (token !== undefined || WAS_A_TOKEN.test(value)) return token;
    const proof = await appPasswords.proveAccount(value, cx);
    if (proof.kind === 'too-many-attempts') {
      const headers = { 'retry-after': String(proof.retry_after_s) };
      throw new ProblemError('too_many_attempts', { detail: 'there were too many wrong app passwords', headers });
    }
    if (proof.kind !== 'proved') return undefined;
    const { account, scope } = proof;
    return { subject: { kind: 'service_account', account }, scope, audience: [] };
  };
}
