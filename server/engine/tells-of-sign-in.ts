/** Which grants came of a person's sign-in. */
import type { Grant } from '../storage/records/flow.ts';

/**
 * An ID token tells of a sign-in, and there was none where a token was exchanged, somebody else vouched or a hook decided; of a
 * hook's unless the office says that its people are signed in.
 */
export function tellsOfSignIn({ origin }: Pick<Grant, 'origin'>): boolean {
  if (origin?.kind === 'extension') return origin.signed_in === true;
  return origin === undefined || origin.kind === 'password' || origin.kind === 'mail';
}
