/** Settings of the office for what other products expect: addresses of their own, sign-out without a name, an API without one. */
import { checkPostLogoutRedirectUri } from '../spec/registered-uri.ts';
import { checkDialectListener } from './configuration-application.ts';
import { checkAudience, checkedString, stringList } from './configuration-fields.ts';

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
  default_audience: checkedString(
    'The audience of the API that applications written for Auth0 get tokens for where they name none; empty for none.',
    (audience) => (audience === '' ? undefined : checkAudience(audience)),
  ).exactOptional(),
};
