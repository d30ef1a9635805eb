/** A missing program of Debian's is a skip where somebody sees it, and a failure where it could have been installed. */
import { expect, it } from 'vitest';
import { reasonWithoutPackage } from '../support/debian-packages.ts';

const NAME = 'oidc-agent-cli';
const APT = '/usr/bin/apt-get';
const CI = { CI: 'true' };

it.each([
  ['at somebody’s desk', {}, 0, true],
  ['under CI=true without root', CI, 1000, true],
  ['under CI=true without apt-get', CI, 0, false],
])('%s a missing package is a reason to skip', (_where, env, uid, apt) => {
  expect(reasonWithoutPackage(NAME, { env, uid, has: (file) => apt && file === APT })).toContain(NAME);
});

it('under CI=true, where root could install it, a missing package is a failure', () => {
  const bare = { env: CI, uid: 0, has: (file: string) => file === APT };
  expect(() => reasonWithoutPackage(NAME, bare)).toThrow(`apt-get install --no-install-recommends ${NAME}`);
});

it('what is installed is neither', () => {
  expect(reasonWithoutPackage(NAME, { env: CI, uid: 0, has: () => true })).toBeUndefined();
});

it('a package of which one program is missing is missing', () => {
  const has = (file: string) => file !== '/usr/bin/oidc-token';
  expect(reasonWithoutPackage(NAME, { env: {}, uid: 0, has })).toContain(NAME);
});
