/** Turns form-encoded text from a stranger into Params; text that can't be decoded is refused, never repaired. */
import { OAuthError } from '../spec/oauth-error.ts';
import { NO_PARAMS, parseParams, type Params } from '../spec/params.ts';

/**
 * Throws invalid_request for percent-encoded bytes that are not UTF-8: replaced by U+FFFD, a `state` would come back
 * changed. RFC 6749 Appendix B
 */
export function readParams(encoded: string): Params {
  if (encoded === '') return NO_PARAMS;
  if (/%[89a-f]/i.test(encoded) && !decodes(encoded)) {
    throw new OAuthError('invalid_request', 'the parameters hold percent-encoded bytes that are not UTF-8');
  }
  return parseParams(encoded);
}

function decodes(encoded: string): boolean {
  try {
    // A percent sign that encodes nothing stands for itself, as everywhere on the web.
    decodeURIComponent(encoded.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'));
    return true;
  } catch {
    return false;
  }
}

/** The path and the query (without `?`) of a request target. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  if (mark === -1) return { path: target, query: '' };
  return { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
