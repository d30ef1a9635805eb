/** The passwords that everybody tries first. Only these few are refused: length is what counts otherwise. */
import { usernameKey } from '../spec/username.ts';

const TRIED_FIRST: ReadonlySet<string> = new Set([
  'password',
  'password1',
  'password123',
  'passw0rd',
  'p@ssw0rd',
  'passwort',
  'passwort1',
  'kennwort',
  'changeme',
  'admin123',
  'administrator',
  'letmein1',
  'iloveyou',
  'qwertyui',
  'qwertyuiop',
  'qwertzui',
  'qwertzuiop',
  'qwerty123',
  'asdfghjk',
  'asdfghjkl',
  '1q2w3e4r',
  'abcd1234',
  'abc12345',
  '1234abcd',
]);
const RISING = '01234567890';
const FALLING = '09876543210';

/** What is wrong with `password` for the one who is called `username`; undefined where it isn't one of the obvious ones. */
export function checkObviousPassword(password: string, username: string): string | undefined {
  const plain = password.trim().toLowerCase();
  if (plain !== '' && usernameKey(password) === usernameKey(username)) return 'is the username';
  const digits = RISING.includes(plain) || FALLING.includes(plain);
  const repeated = new Set(plain).size === 1;
  return TRIED_FIRST.has(plain) || digits || repeated ? 'is one of those that everybody tries first' : undefined;
}
