/** A parameter that comes twice is refused, never the first or the last taken. */
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';

/** Parameters that may come more than once by their own specification. RFC 8707 §2 */
const REPEATABLE: readonly string[] = ['resource', 'audience'];

/** Throws invalid_request naming the parameters. RFC 6749 §3.1, §3.2 */
export function refuseRepeated(params: Params): void {
  const repeated = params.repeated.filter((name) => !REPEATABLE.includes(name));
  if (repeated.length === 0) return;
  throw new OAuthError('invalid_request', `sent more than once: ${repeated.slice(0, 5).join(', ')}`);
}
