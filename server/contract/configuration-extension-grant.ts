/** A grant of the office's own in the configuration document: a grant_type that leads to a hook. RFC 6749 §4.5 */
import { z } from 'zod';
import { checkExtensionGrantType, isExtensionGrantType } from '../spec/extension-grant-type.ts';
import { isLoopback } from '../spec/loopback.ts';
import { checkWebUri } from '../spec/registered-uri.ts';
import { checkedString, clientKeys, flag, shownText } from './configuration-fields.ts';

const grantTypeUri = checkedString(
  'An absolute URI that applications send as grant_type. Entries are matched by it.',
  checkExtensionGrantType,
).transform((uri) => {
  if (isExtensionGrantType(uri)) return uri;
  throw new TypeError('a grant type is checked before it is taken');
});

export const hookUri = checkedString(
  'What is asked: an https address, or http on this very computer.',
  (uri) => checkWebUri(uri) ?? checkGoesAloneOrSealed(uri),
);

export const extensionGrantEntry = z
  .strictObject({
    grant_type: grantTypeUri.describe(
      'An absolute URI that applications send as grant_type. Entries are matched by it.',
    ),
    name: shownText('What admins see. The grant_type where absent.').exactOptional(),
    hook_uri: hookUri,
    jwks: clientKeys('The public keys that its answers are signed with, as a JWK Set.'),
    signs_in: flag(
      'Whether whom the hook names counts as signed in, so that openid brings an ID token. False where absent.',
    ).exactOptional(),
    disabled: flag('True answers nobody, and ends what it led to.').exactOptional(),
  })
  .describe('A grant of the office’s own: a web address of the office decides for whom a token is.');

/** What an application brings along may be as good as a password. */
function checkGoesAloneOrSealed(uri: string): string | undefined {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:' || isLoopback(hostname)) return undefined;
  return 'must begin with https://, unless the service runs on this very computer';
}
