/** Looks for something in the public keys of an application, and once more in newer ones where they stand at an address. */
import { OutboundError } from '../outbound/outbound-error.ts';
import { whyUnread } from '../outbound/why-unread.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import { type KeyOwner, keysOfClient } from './client-keys.ts';
import type { Context } from './context.ts';

/** `why` ends a sentence, and is for the operator. */
export interface NotFound {
  readonly why: string;
  /** Where the keys could not be read: so in the plain words of why-unread.ts. */
  readonly unread?: string;
}

/** What `look` answered first without a `why`. Newer keys are fetched at most once a minute. RFC 7591 §2 */
export async function lookInKeys<Found extends object>(
  owner: KeyOwner,
  cx: Context,
  look: (keys: readonly JsonObject[]) => Awaitable<Found | NotFound>,
): Promise<Found | NotFound> {
  const source = keysOfClient(owner, cx);
  if (source === undefined) return { why: 'comes from an application that registered no keys' };
  try {
    const kept = await source.kept();
    const first = await look(keysOf(kept));
    if (!('why' in first)) return first;
    const newer = await source.renewed();
    return newer === kept ? first : await look(keysOf(newer));
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    const why = `can't be checked: its keys can't be read: ${thrown.message}`;
    return { why, unread: whyUnread('jwks_uri', thrown.code) };
  }
}

function keysOf(jwks: unknown): readonly JsonObject[] {
  const keys: unknown = isJsonObject(jwks) ? jwks['keys'] : undefined;
  return Array.isArray(keys) ? keys.filter(isJsonObject) : [];
}
