import { expect, test } from 'vitest';
import { checkObviousPassword } from '../../server/directory/obvious-passwords.ts';

test.each([
  'password',
  'Password',
  'PASSWORT',
  '12345678',
  '1234567890',
  '87654321',
  '00000000',
  'zzzzzzzzzz',
  'qwertzui',
])('the password %s is one that everybody tries first', (password) => {
  expect(checkObviousPassword(password, 'ada')).toBe('is one of those that everybody tries first');
});

test('a username is no password, however it is spelled', () => {
  expect(checkObviousPassword('Ada.Lovelace', 'ada.lovelace')).toBe('is the username');
  expect(checkObviousPassword('ada.lovelace', ' ADA.Lovelace ')).toBe('is the username');
});

test.each(['correct horse battery', 'password of the house', '13579246', 'ada.lovelace.1815'])(
  '%s is fine',
  (password) => {
    expect(checkObviousPassword(password, 'ada.lovelace')).toBeUndefined();
  },
);
