/** Settings of the office that are addresses: where Lanyard answers for one product alone, and where it sends people on to. */
import { checkPostLogoutRedirectUri } from '../spec/registered-uri.ts';
import { checkDialectListener } from './configuration-application.ts';
import { checkedString, stringList } from './configuration-fields.ts';

export const ADDRESS_SETTINGS_SHAPE = {
  dialect_listeners: stringList(
    checkedString(
      'A product and a port or host name, such as gitea=8081 or gitea=git.example.lan.',
      checkDialectListener,
    ),
    'Where one product’s way of signing in has an address to itself, from the next start on.',
  ).exactOptional(),
  post_logout_redirect_uris: stringList(
    checkedString('Compared exactly.', checkPostLogoutRedirectUri),
    'Where a browser may be sent after a sign-out that names no application.',
  ).exactOptional(),
};
