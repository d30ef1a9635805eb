/** What the panel tells the developers of APIs and services, beside what the server answers by. */
import { expect, test } from 'vitest';
import { ownAddresses } from '../../../renderer/words/own-addresses.ts';
import { native } from '../../../server/dialects/native.ts';

test('the addresses that the panel shows are those at which Lanyard answers', () => {
  const { discovery, jwks_uri, introspection_endpoint } = ownAddresses('https://sso.test');
  const { jwks = [], introspect = [], 'openid-configuration': read = [] } = native.paths;
  const shown = [discovery, jwks_uri, introspection_endpoint].map((address) => new URL(address).pathname);
  expect(shown).toEqual([read[0], jwks[0], introspect[0]]);
});
