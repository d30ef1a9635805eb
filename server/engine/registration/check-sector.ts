/** Whether the document at sector_identifier_uri names every redirect URI: only its owner can put them there. */
import { OutboundError } from '../../outbound/outbound-error.ts';
import { whyUnread } from '../../outbound/why-unread.ts';
import { askersOf } from '../askers-of.ts';
import type { Context } from '../context.ts';
import { faultOf, type RegisteredFields } from './read-metadata.ts';

/** Throws invalid_client_metadata. What the other server answered is not told. OIDC Registration §5 */
export async function checkSector(
  { sector_identifier_uri: url, redirect_uris = [] }: RegisteredFields,
  cx: Context,
): Promise<void> {
  if (url === undefined) return;
  const document = await cx.outbound
    .readDocument({ url, entered_by: 'stranger', accept: ['application/json'], on_behalf_of: askersOf(cx) })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof OutboundError)) throw thrown;
      cx.counts.add('registration.turned_away', '', whyUnread('sector_identifier_uri', thrown.code), cx.address);
      throw faultOf('sector_identifier_uri', 'could not be read as a JSON document over https', thrown.message);
    });
  const named: readonly unknown[] = Array.isArray(document) ? document : [];
  if (!Array.isArray(document) || named.some((uri) => typeof uri !== 'string')) {
    throw faultOf('sector_identifier_uri', 'leads to something that is not a list of URIs');
  }
  const missing = redirect_uris.find((uri) => !named.includes(uri));
  if (missing !== undefined)
    throw faultOf('sector_identifier_uri', `leads to a list that lacks the redirect URI ${missing}`);
}
