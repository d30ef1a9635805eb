/** Whoever changes an application's addresses is told before it is saved: which changes those are. */
import { expect, test } from 'vitest';
import { addressChange } from '../../../../renderer/screens/applications/address-change.ts';

const bare = { client_id: 'wiki-1', dialect: 'authentik' } as const;
const wiki = { ...bare, slug: 'wiki' };

test('another slug, or none, is another issuer', () => {
  const issuer = { kind: 'issuer', before: 'wiki' };
  expect(addressChange(wiki, { slug: 'the-wiki' })).toEqual({ ...issuer, after: 'the-wiki' });
  expect(addressChange(wiki, { slug: null })).toEqual({ ...issuer, after: 'wiki-1' });
  expect(addressChange(bare, { slug: 'wiki' })).toEqual({ kind: 'issuer', before: 'wiki-1', after: 'wiki' });
});

test('nothing is asked where the addresses stay', () => {
  expect(addressChange(wiki, {})).toBeUndefined();
  expect(addressChange(wiki, { slug: 'wiki', dialect: 'authentik' })).toBeUndefined();
  expect(addressChange(bare, { slug: 'wiki-1' })).toBeUndefined();
  expect(addressChange({ ...wiki, dialect: 'gitea' }, { slug: 'another' })).toBeUndefined();
});

test('another product has other addresses, whatever becomes of the slug', () => {
  expect(addressChange(wiki, { dialect: 'github', slug: null })).toEqual({ kind: 'product', dialect: 'github' });
});
