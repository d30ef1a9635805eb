/** Before secrets: whoever proved too long ago who they are gives their password with the same form. */
import type { PasswordAskedView } from '../contract/own-application-pages.ts';
import { provenRecently } from '../directory/proven-recently.ts';
import type { Context } from '../engine/context.ts';
import { type PasswordProof, provePassword } from '../engine/prove-password.ts';
import type { Headers } from '../engine/wire.ts';
import type { Visit } from './visit.ts';

/** What the form is answered with: the page again, with errors beside its fields. */
export interface Refused {
  readonly status: number;
  readonly errors: Readonly<Record<string, string>>;
  readonly headers?: Headers;
}

/** Undefined where nothing has to be proved. */
export function passwordAsked({ user, session }: Visit, { now }: Context): PasswordAskedView | undefined {
  if (provenRecently(session.auth_time, now)) return undefined;
  return { username: user.username, has_password: user.password_hash !== undefined };
}

/** Undefined where the person may go on. */
export async function refuseUnproved(visit: Visit, cx: Context): Promise<Refused | undefined> {
  const asked = passwordAsked(visit, cx);
  if (asked === undefined) return undefined;
  if (!asked.has_password)
    return { status: 403, errors: { form: 'Sign out and in again first, then come back here.' } };
  const password = visit.request.params.get('password') ?? '';
  const proof = await provePassword({ username: asked.username, password, client_id: '' }, cx);
  return proof.kind === 'proved' ? undefined : refusedProof(proof);
}

export function refusedProof(proof: Exclude<PasswordProof, { kind: 'proved' }>): Refused {
  switch (proof.kind) {
    case 'wrong-credentials':
      return { status: 401, errors: { password: 'This is not your password.' } };
    case 'too-many-attempts': {
      const errors = { form: 'There were too many attempts. Wait a minute, then try again.' };
      return { status: 429, errors, headers: { 'Retry-After': String(proof.retry_after_s) } };
    }
    case 'busy': {
      const errors = { form: 'Many people are signing in just now. Try again in a few seconds.' };
      return { status: 503, errors, headers: { 'Retry-After': '2' } };
    }
    default:
      return proof satisfies never;
  }
}
