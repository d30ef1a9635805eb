/** Resource indicators: for which APIs a token is meant. */

/** Whether `value` has the form of a resource indicator: an absolute URI without a fragment. RFC 8707 §2 */
export function isResourceIndicator(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+$/.test(value);
}
