import { describe, expect, it, test } from 'vitest';
import { readClaimsRequest } from '../../server/spec/claims-request.ts';

const read = (value: unknown) => readClaimsRequest(JSON.stringify(value));

test('every way to ask for a claim is read (OIDC Core 5.5)', () => {
  const { userinfo, id_token } = read({
    userinfo: { given_name: { essential: true }, nickname: null, email: {} },
    id_token: { auth_time: { essential: false }, acr: { values: ['a', 'b'] }, sub: { value: 'x' }, n: { value: null } },
  });
  expect([...userinfo]).toEqual([
    ['given_name', { essential: true }],
    ['nickname', { essential: false }],
    ['email', { essential: false }],
  ]);
  expect([...id_token]).toEqual([
    ['auth_time', { essential: false }],
    ['acr', { essential: false, values: ['a', 'b'] }],
    ['sub', { essential: false, values: ['x'] }],
    ['n', { essential: false, values: [null] }],
  ]);
});

test('what is not understood is passed over', () => {
  const { userinfo } = read({ elsewhere: 7, userinfo: { name: { essential: true, purpose: 'greeting', x: [] } } });
  expect([...userinfo]).toEqual([['name', { essential: true }]]);
});

test('a name that means something to JavaScript is only a name', () => {
  const { userinfo } = readClaimsRequest(
    '{"userinfo":{"__proto__":{"essential":true},"constructor":null},"__proto__":{}}',
  );
  expect([...userinfo.keys()]).toEqual(['__proto__', 'constructor']);
  expect(readClaimsRequest('{"__proto__":{"userinfo":{"name":null}}}').userinfo.size).toBe(0);
});

describe('is refused', () => {
  it.each([
    ['not JSON', '{'],
    ['nothing', ' '],
    ['a list', '[]'],
    ['null', 'null'],
    ['a string', '"name"'],
    ['userinfo that is a list', '{"userinfo":[]}'],
    ['userinfo that is null', '{"userinfo":null}'],
    ['id_token that is a string', '{"id_token":"name"}'],
    ['a claim that is true', '{"userinfo":{"name":true}}'],
    ['a claim that is a list', '{"userinfo":{"name":["x"]}}'],
    ['essential that is a word', '{"userinfo":{"name":{"essential":"true"}}}'],
    ['values that are no list', '{"id_token":{"acr":{"values":"1 2"}}}'],
    ['both value and values', '{"id_token":{"acr":{"value":"1","values":["1"]}}}'],
    ['more than fits', `{"userinfo":{"${'n'.repeat(4096)}":null}}`],
    ['a megabyte', `{"userinfo":{"${'n'.repeat(1_000_000)}":null}}`],
    ['depth without end', `{"userinfo":${'['.repeat(2000)}${']'.repeat(2000)}}`],
  ])('%s', (_what, text) => {
    expect(() => readClaimsRequest(text)).toThrow(/^invalid_request: claims /);
  });
});
