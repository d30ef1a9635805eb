/** Which grants came of a person's own sign-in here. */
import type { Grant } from '../storage/records/flow.ts';

/** An ID token tells of a sign-in, and there was none where a token was exchanged, somebody else vouched or a hook decided. */
export function tellsOfSignIn({ origin }: Pick<Grant, 'origin'>): boolean {
  return origin === undefined || origin.kind === 'password' || origin.kind === 'mail';
}
