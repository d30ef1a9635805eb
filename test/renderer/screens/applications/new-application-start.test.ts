/** A new application in the form starts as its dialect's applications do, but for what was typed. */
import { expect, test } from 'vitest';
import { filled } from '../../../../renderer/forms/use-form.ts';
import { NEW_APPLICATION, startFor } from '../../../../renderer/screens/applications/new-application-start.ts';

const NONE: ReadonlySet<string> = new Set();
const DIALECTS = [
  { name: 'native', application_defaults: {} },
  { name: 'gitea', application_defaults: { require_pkce: false, scope: 'openid groups' } },
] as const;
const dialects = DIALECTS.map(({ name, application_defaults }) => ({ name, application_defaults }));

test('the defaults of what it was written for replace those of any other', () => {
  expect(startFor(dialects, { dialect: 'native' }, NONE)).toEqual(NEW_APPLICATION);
  expect(startFor(dialects, { dialect: 'gitea' }, NONE)).toEqual({
    ...NEW_APPLICATION,
    require_pkce: false,
    scope: 'openid groups',
  });
});

test('one for authentik gets a slug from its name, as there; no other does', () => {
  const slugFor = (client_name: string, dialect = 'authentik', taken = NONE) =>
    startFor(dialects, { dialect, client_name }, taken);
  expect(slugFor('Wiki of the Trainers')).toMatchObject({ slug: 'wiki-of-the-trainers' });
  expect(slugFor('  Büro, 2. Stock! ')).toMatchObject({ slug: 'buro-2-stock' });
  for (const nothing of ['', '办公室', '—']) expect(slugFor(nothing)).not.toHaveProperty('slug');
  expect(slugFor('Wiki', 'gitea')).not.toHaveProperty('slug');
  expect(slugFor('Wiki', 'authentik', new Set(['wiki', 'wiki-2']))).toMatchObject({ slug: 'wiki-3' });
  // Where authentik itself answers.
  expect(slugFor('Token')).toMatchObject({ slug: 'token-2' });
});

test('without a secret there is PKCE in every dialect', () => {
  const start = startFor(dialects, { dialect: 'gitea', token_endpoint_auth_method: 'none' }, NONE);
  expect(start).toMatchObject({ require_pkce: true, scope: 'openid groups' });
});

test('what was typed stays, also where it is what stood there before', () => {
  const base = { dialect: 'native', require_pkce: true };
  const follow = () => ({ dialect: 'native', require_pkce: false });
  expect(filled(base, { dialect: 'gitea' }, follow)).toEqual({ dialect: 'gitea', require_pkce: false });
  expect(filled(base, { dialect: 'gitea', require_pkce: true }, follow)).toEqual({
    dialect: 'gitea',
    require_pkce: true,
  });
});
