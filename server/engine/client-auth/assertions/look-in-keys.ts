/** Looks for something in the public keys of an application, and once more in newer ones where they stand at an address. */
import { OutboundError } from '../../../outbound/outbound-error.ts';
import type { Awaitable } from '../../../spec/awaitable.ts';
import type { JsonObject } from '../../../spec/vocabulary.ts';
import type { Application } from '../../../storage/records/directory.ts';
import type { Context } from '../../context.ts';

/** `why` ends a sentence, and is for the operator. */
export interface NotFound {
  readonly why: string;
}

/** RFC 7517 §8.5.1, and what web servers make of a .json file. */
const JWKS_TYPES = ['application/json', 'application/jwk-set+json'];

/** What `look` answered first without a `why`. Newer keys are fetched at most once a minute. RFC 7591 §2 */
export async function lookInKeys<Found extends object>(
  { jwks, jwks_uri, registration }: Application,
  cx: Context,
  look: (keys: readonly JsonObject[]) => Awaitable<Found | NotFound>,
): Promise<Found | NotFound> {
  if (jwks !== undefined) return look(keysOf(jwks));
  if (jwks_uri === undefined) return { why: 'comes from an application that registered no keys' };
  const entered_by = registration === undefined ? ('admin' as const) : ('stranger' as const);
  const asked = { url: jwks_uri, entered_by, accept: JWKS_TYPES };
  try {
    const kept = await cx.outbound.keptDocument(asked);
    const first = await look(keysOf(kept));
    if (!('why' in first)) return first;
    const newer = await cx.outbound.renewedDocument(asked);
    return newer === kept ? first : await look(keysOf(newer));
  } catch (thrown) {
    if (thrown instanceof OutboundError) return { why: `can't be checked: its keys can't be read: ${thrown.message}` };
    throw thrown;
  }
}

function keysOf(jwks: unknown): readonly JsonObject[] {
  const keys: unknown = isJsonObject(jwks) ? jwks['keys'] : undefined;
  return Array.isArray(keys) ? keys.filter(isJsonObject) : [];
}

/** For values that come from JSON. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
