/** The names of grants that an office makes for itself: absolute URIs that no specification has taken. RFC 6749 §4.5 */
import { type ExtensionGrantType, MAIL_CODE_GRANT } from './vocabulary.ts';

const LONGEST = 255;
/** Registered for specifications; what Lanyard knows of them stands in its own table. RFC 6755 §3 */
const TAKEN = 'urn:ietf:';

/** What is wrong with the name of an extension grant, as the end of a sentence; undefined for a good one. RFC 3986 §4.3 */
export function checkExtensionGrantType(uri: string): string | undefined {
  if (uri.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/.test(uri)) {
    return 'is not an absolute URI such as https://office.example/grants/badge or urn:office:badge';
  }
  if (uri.includes('#')) return 'holds a fragment (#), which is not allowed';
  if (uri === MAIL_CODE_GRANT) return 'is a grant that Lanyard knows itself';
  return uri.toLowerCase().startsWith(TAKEN) ? `begins with ${TAKEN}, which belongs to specifications` : undefined;
}

export function isExtensionGrantType(name: string): name is ExtensionGrantType {
  return checkExtensionGrantType(name) === undefined;
}
