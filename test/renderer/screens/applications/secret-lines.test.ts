/** A new secret stands among what else is typed into the other program, and is the one line that can be lost. */
import { expect, test } from 'vitest';
import { secretLines } from '../../../../renderer/screens/applications/secret-lines.ts';

const made = { client_id: 'farm', client_secret: 'a-secret' };

test('by the names and in the order of its dialect, with the secret where nothing can be looked up', () => {
  const fields = [
    { label: 'Gitea URL', value: 'https://sso.test/', help: 'Where it asks for one address alone.' },
    { label: 'Client ID (Key)', value: 'farm' },
    { label: 'Client Secret', wire: 'client_secret', value: null },
  ];
  expect(secretLines(made, fields)).toEqual([
    { what: 'Gitea URL', text: 'https://sso.test/', lasting: true },
    { what: 'Client ID (Key)', text: 'farm' },
    { what: 'Client Secret', wire: 'client_secret', text: 'a-secret' },
  ]);
});

test('without them as long as nobody knows them', () => {
  expect(secretLines(made).map(({ text }) => text)).toEqual(['farm', 'a-secret']);
});
