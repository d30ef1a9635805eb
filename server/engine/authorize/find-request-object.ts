/** Where the request object of a request is: in it, or at an address that its application registered. */
import { OutboundError } from '../../outbound/outbound-error.ts';
import { wasUnread, whyUnread } from '../../outbound/why-unread.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Params } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';
import { askersOf } from '../askers-of.ts';
import type { Context } from '../context.ts';
import { RefusedObject } from './refused-object.ts';

export interface FoundObject {
  readonly jwt: string;
  /** By which parameter it came. */
  readonly by: 'request' | 'request_uri';
}

/** Throws invalid_request where both came or one of them twice. OIDC Core §6.1, §6.2 */
export function assertOneObject(params: Params): void {
  const twice = params.repeated.find((name) => name === 'request' || name === 'request_uri');
  if (twice !== undefined) throw new OAuthError('invalid_request', `${twice} was sent more than once`);
  if (params.has('request') && params.has('request_uri')) {
    throw new OAuthError('invalid_request', 'request and request_uri came together');
  }
}

/**
 * The text of the object, unread. Throws request_uri_not_supported where the application registered no address at all,
 * invalid_request_uri for any other address than those, and for one that can't be read. OIDC Core §6.2, RFC 9101 §5.2
 */
export async function findRequestObject(params: Params, application: Application, cx: Context): Promise<FoundObject> {
  const url = params.get('request_uri');
  if (url === undefined) return { jwt: params.get('request') ?? '', by: 'request' };
  const { request_uris = [], registration } = application;
  if (request_uris.length === 0) {
    const because = 'it sent the address of a signed request (request_uri), and none is entered for it';
    throw new RefusedObject('request_uri_not_supported', 'the client registered no request_uris', { because });
  }
  if (!request_uris.some((registered) => isSame(registered, url))) {
    const description = 'the request_uri is not one of the request_uris that are registered';
    const because = 'the address of its signed request (request_uri) is not one of those that are entered for it';
    throw new RefusedObject('invalid_request_uri', description, { because });
  }
  try {
    const entered_by = registration === undefined ? 'admin' : 'stranger';
    const text = await cx.outbound.keptText({ url, entered_by, on_behalf_of: askersOf(cx, application) });
    return { jwt: text.trim(), by: 'request_uri' };
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    // What stands or listens there is not for whoever holds the browser.
    const reason = {
      because: whyUnread('request_uri', thrown.code),
      shown: wasUnread('request_uri'),
      hint: thrown.message,
    };
    throw new RefusedObject('invalid_request_uri', 'no request object could be read at the request_uri', reason);
  }
}

/** The fragment names a version of what stands there, and another version needs no other registration. OIDC Core §6.2 */
function isSame(registered: string, sent: string): boolean {
  return withoutFragment(registered) === withoutFragment(sent);
}

function withoutFragment(uri: string): string {
  return uri.split('#', 1)[0] ?? '';
}
