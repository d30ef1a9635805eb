/** A request of a dialect in Lanyard's own spelling, and which endpoints the dialect spells differently at all. */
import type { Dialect, DialectRequest } from '../dialects/dialect.ts';
import type { EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

export function spelledDifferently(dialect: Dialect): ReadonlySet<string> {
  const { reads, reads_credentials, writes, refuses, bearer_word } = dialect;
  return new Set([reads, reads_credentials, writes, refuses, bearer_word].flatMap((row) => Object.keys(row ?? {})));
}

/** `whose` is the application that the path names. */
export function inOurSpelling(
  dialect: Dialect,
  endpoint: EndpointName,
  asked: DialectRequest,
  whose: Application | undefined,
): DialectRequest {
  const found = { ...asked, ...dialect.reads_credentials?.[endpoint]?.(asked) };
  const reads = dialect.reads?.[endpoint];
  const authorization = asBearer(found.authorization, dialect.bearer_word?.[endpoint]);
  return { ...found, params: reads?.(found.params, whose) ?? found.params, authorization };
}

/** The scheme is compared without case. RFC 9110 §11.1 */
function asBearer(authorization: string | undefined, word: string | undefined): string | undefined {
  const [scheme = '', ...rest] = authorization?.split(' ') ?? [];
  return word !== undefined && scheme.toLowerCase() === word ? ['Bearer', ...rest].join(' ') : authorization;
}
