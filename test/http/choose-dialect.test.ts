import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../server/dialects/dialect.ts';
import { chooseDialect, createMountTable, type Register } from '../../server/http/choose-dialect.ts';
import { parseParams } from '../../server/spec/params.ts';
import type { DialectName, EndpointName } from '../../server/spec/vocabulary.ts';

function dialect(name: DialectName, paths: Partial<Record<EndpointName, readonly string[]>>): Dialect {
  return { name, paths, issuer: (origin) => origin, asks_for: [], application_defaults: {} };
}

const SHARED = [
  dialect('native', { token: ['/oauth2/token'], userinfo: ['/userinfo'] }),
  dialect('gitea', { token: ['/login/oauth/access_token'] }),
  dialect('github', { token: ['/login/oauth/access_token'] }),
  dialect('auth0', { token: ['/oauth/token'], userinfo: ['/userinfo'] }),
];
const OF: Readonly<Record<string, DialectName>> = { forge: 'gitea', hub: 'github', zero: 'auth0', own: 'native' };
const ISSUED_TO: Readonly<Record<string, string>> = { 'a-code': 'hub', 'a-token': 'zero' };
const register: Register = {
  ofClient: async (client_id) => OF[client_id],
  ofAssertion: async (assertion) => OF[assertion.replace('signed-by-', '')],
  ofCredential: async (value) => OF[ISSUED_TO[value] ?? ''],
};
const basic = (user: string) => `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;

describe.each([
  // path, parameters, Authorization → dialect
  ['/oauth2/token', '', undefined, 'native'],
  ['/oauth2/token', 'client_id=hub', undefined, 'native'],
  ['/login/oauth/access_token', 'client_id=hub', undefined, 'github'],
  ['/login/oauth/access_token', 'client_id=forge', undefined, 'gitea'],
  ['/login/oauth/access_token', '', basic('hub'), 'github'],
  ['/login/oauth/access_token', '', basic('nobody'), 'gitea'],
  ['/login/oauth/access_token', '', 'Basic !!', 'gitea'],
  ['/login/oauth/access_token', '', 'Bearer abc', 'gitea'],
  ['/login/oauth/access_token', 'client_id=own', undefined, 'gitea'],
  ['/login/oauth/access_token', 'client_id=nobody', basic('hub'), 'github'],
  ['/login/oauth/access_token', 'client_assertion=signed-by-hub', undefined, 'github'],
  ['/login/oauth/access_token', 'client_assertion=signed-by-hub&client_id=forge', undefined, 'gitea'],
  ['/login/oauth/access_token', 'client_assertion=signed-by-nobody', undefined, 'gitea'],
  ['/userinfo', 'client_id=zero', undefined, 'auth0'],
  ['/userinfo', 'client_id=hub', undefined, 'native'],
  ['/userinfo', '', undefined, 'native'],
  ['/userinfo', '', 'Bearer a-token', 'auth0'],
  ['/userinfo', '', 'token a-token', 'auth0'],
  ['/userinfo', 'access_token=a-token', undefined, 'auth0'],
  ['/userinfo', '', 'Bearer unknown', 'native'],
  ['/login/oauth/access_token', 'code=a-code', undefined, 'github'],
  ['/login/oauth/access_token', 'code=a-code&client_id=forge', undefined, 'gitea'],
] as const)('%s with %j and %j', (path, params, authorization, expected) => {
  test(`is ${expected}`, async () => {
    const among = createMountTable(SHARED).find(path)?.value.dialects ?? [];
    expect(await chooseDialect(among, { params: parseParams(params), authorization }, register)).toBe(expected);
  });
});

test('of those that share a path, a stranger is answered by the first that the request fits', async () => {
  const asking = { params: parseParams('client_id=nobody'), authorization: undefined };
  const among = ['github', 'gitea'] as const;
  const choose = (fits: (name: DialectName) => boolean) => chooseDialect(among, { ...asking, fits }, register);
  expect(await choose(() => true)).toBe('github');
  expect(await choose((name) => name !== 'github')).toBe('gitea');
  expect(await choose(() => false)).toBe('github');
  const known = { params: parseParams('client_id=hub'), authorization: undefined };
  expect(await chooseDialect(among, { ...known, fits: () => false }, register)).toBe('github');
});

test('the token of a REST call says more than the names beside it', async () => {
  const asking = { params: parseParams('client_id=forge'), authorization: basic('forge') };
  const among = ['gitea', 'auth0'] as const;
  expect(await chooseDialect(among, { ...asking, token: 'a-token' }, register)).toBe('auth0');
  expect(await chooseDialect(among, { ...asking, token: 'unknown' }, register)).toBe('gitea');
  expect(await chooseDialect(among, asking, register)).toBe('gitea');
});

test('a path that one dialect has asks nobody', () => {
  const asking = { params: parseParams('client_id=own'), authorization: undefined };
  const dialect = chooseDialect(['github'], asking, {
    ofClient: () => Promise.reject(new Error('asked')),
    ofAssertion: () => Promise.reject(new Error('asked')),
    ofCredential: () => Promise.reject(new Error('asked')),
  });
  expect(dialect).toBe('github');
});

test('a bound listener has the paths of its dialect and no others', () => {
  expect(createMountTable(SHARED, 'github').entries()).toEqual([
    ['/login/oauth/access_token', { endpoint: 'token', dialects: ['github'] }],
  ]);
});

test('a path that names something is found with what it names, decoded', () => {
  const table = createMountTable([dialect('authentik', { jwks: ['/application/o/{application}/jwks/'] })]);
  expect(table.find('/application/o/my%20app/jwks/')).toEqual({
    value: { endpoint: 'jwks', dialects: ['authentik'] },
    parameters: { application: 'my app' },
  });
  for (const path of [
    '/application/o//jwks/',
    '/application/o/a/b/jwks/',
    '/application/o/a/jwks',
    '/application/o/%/jwks/',
  ])
    expect(table.find(path)).toBeUndefined();
});

test('no path can be two patterns', () => {
  const two = (one: string, other: string) =>
    createMountTable([dialect('native', { token: [one] }), dialect('auth0', { userinfo: [other] })]);
  expect(() => two('/a/{x}/c', '/a/b/{y}')).toThrow('a path could be /a/{x}/c as well as /a/b/{y}');
  expect(() => two('/a/{x}', '/a/b')).toThrow('a path could be /a/b as well as /a/{x}');
  expect(two('/a/{x}', '/a/').find('/a/')?.value.endpoint).toBe('userinfo');
  expect(two('/a/{x}/', '/a/{x}/b').find('/a/1/b')?.parameters).toEqual({ x: '1' });
});

test('one path can’t be two endpoints', () => {
  expect(() =>
    createMountTable([dialect('native', { token: ['/x'] }), dialect('auth0', { userinfo: ['/x'] })]),
  ).toThrow('/x is token in native and userinfo in auth0');
});
