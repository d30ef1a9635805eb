/** Reads the Basic scheme of the Authorization header in the two spellings that clients use. */

export interface BasicCredentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/**
 * The readings of `Basic <base64>`: first as RFC 6749 §2.3.1 says (both parts form-urlencoded), then raw, as most
 * clients send it; one reading where both agree. Undefined when the header is not Basic, empty when it can't be read.
 */
export function readBasicCredentials(authorization: string | undefined): readonly BasicCredentials[] | undefined {
  if (authorization === undefined || !/^basic(?: |$)/i.test(authorization)) return undefined;
  const encoded = authorization.slice(6).trim();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0 || text.includes('�')) return [];
  const raw = { client_id: text.slice(0, colon), client_secret: text.slice(colon + 1) };
  const decoded = { client_id: formDecode(raw.client_id), client_secret: formDecode(raw.client_secret) };
  if (decoded.client_id === undefined || decoded.client_secret === undefined) return [raw];
  const agree = decoded.client_id === raw.client_id && decoded.client_secret === raw.client_secret;
  const unencoded = { client_id: decoded.client_id, client_secret: decoded.client_secret };
  return agree ? [raw] : [unencoded, raw];
}

function formDecode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
