/** Telling an object of JSON from everything else that JSON can be. RFC 8259 §4 */
import type { JsonObject } from './vocabulary.ts';

/** For values that come from JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
