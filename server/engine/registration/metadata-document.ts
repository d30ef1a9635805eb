/** Reads the document at a client_id that is an address: what an application says of itself there, and for how long it holds. */
import { OutboundError } from '../../outbound/outbound-error.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { askersOf } from '../askers-of.ts';
import type { Context } from '../context.ts';
import { checkSector } from './check-sector.ts';
import { grantTypesForStrangers, responseTypesForStrangers } from './client-metadata.ts';
import { metadataError, readMetadata, type RegisteredFields } from './read-metadata.ts';

export type DocumentRead =
  | { readonly kind: 'read'; readonly fields: RegisteredFields; readonly fresh_until: number }
  /** Nobody answered, or not with a document. `why` is for the operator. */
  | { readonly kind: 'unreadable'; readonly why: string }
  /** There is one, and it is no good. `why` is for whoever looks after it. */
  | { readonly kind: 'faulty'; readonly why: string };

/** What the draft recommends at most. */
const MOST_BYTES = 5_120;
const SHORTEST_S = 60;
const USUAL_S = 3_600;
const LONGEST_S = 86_400;
/** A shared secret can't stand where everybody reads it. */
const SECRETS = ['client_secret', 'client_secret_expires_at'];
const METHODS: readonly unknown[] = ['none', 'private_key_jwt'];

/** OAuth Client ID Metadata Document §4, §5 */
export async function readMetadataDocument(client_id: string, cx: Context): Promise<DocumentRead> {
  try {
    const from = { entered_by: 'stranger', on_behalf_of: askersOf(cx) } as const;
    const asked = { ...from, url: client_id, accept: ['application/json'] };
    const { status, body, cache_control } = await cx.outbound.fetch({ ...asked, most_bytes: MOST_BYTES, redirects: 0 });
    if (status !== 200) return { kind: 'unreadable', why: `answered ${status}, not 200` };
    const fields = readMetadata(understood(parse(body), client_id, cx), cx);
    await checkSector(fields, cx);
    // Its codes travel to addresses that only a document vouches for.
    return { kind: 'read', fields: { ...fields, require_pkce: true }, fresh_until: cx.now + keptFor(cache_control) };
  } catch (thrown) {
    if (thrown instanceof OutboundError) return { kind: 'unreadable', why: thrown.message };
    if (thrown instanceof OAuthError) return { kind: 'faulty', why: thrown.description };
    throw thrown;
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw metadataError('the document is not JSON in UTF-8');
  }
}

/** The document is for every server: what this one does not do, or not for strangers, is left out. */
function understood(document: unknown, client_id: string, { settings }: Context): object {
  if (!isJsonObject(document)) throw metadataError('the document is not a JSON object');
  if (document['client_id'] !== client_id) throw metadataError('client_id in the document is not its address');
  const secret = SECRETS.find((name) => Object.hasOwn(document, name));
  if (secret !== undefined) throw metadataError(`the document has ${secret}, which everybody could read`);
  const { token_endpoint_auth_method: method = 'none', grant_types, response_types } = document;
  if (!METHODS.includes(method)) throw metadataError('token_endpoint_auth_method must be none or private_key_jwt');
  return {
    ...document,
    token_endpoint_auth_method: method,
    grant_types: known(grant_types, grantTypesForStrangers(settings)),
    response_types: known(response_types, responseTypesForStrangers(settings)),
  };
}

function known(values: unknown, words: readonly unknown[]): unknown {
  return Array.isArray(values) ? values.filter((value) => words.includes(value)) : values;
}

/** Seconds, within our own bounds. RFC 9111 §5.2.2 */
function keptFor(cache_control: string): number {
  if (/(?:^|[\s,])no-(?:store|cache)\b/i.test(cache_control)) return SHORTEST_S;
  const max_age = /(?:^|[\s,])max-age=(\d{1,9})\b/i.exec(cache_control)?.[1];
  const seconds = max_age === undefined ? USUAL_S : Number(max_age);
  return Math.min(Math.max(seconds, SHORTEST_S), LONGEST_S);
}
