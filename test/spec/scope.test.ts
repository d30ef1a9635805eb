import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScope, joinScope, missingScopes, parseScope, uniteScopes } from '../../server/spec/scope.ts';

describe('a scope string', () => {
  it('is names parted by spaces, in their order', () => {
    expect(parseScope('openid profile email')).toEqual(['openid', 'profile', 'email']);
  });

  it('counts a name once, however often it stands there and however many spaces part it', () => {
    expect(parseScope(' openid  profile openid ')).toEqual(['openid', 'profile']);
  });

  it('is no names when it is absent or empty', () => {
    expect([parseScope(undefined), parseScope(''), parseScope('   ')]).toEqual([[], [], []]);
  });

  it.each(['openid\tprofile', 'open\nid', 'sc"ope', 'sc\\ope', 'größe', 'open\u0000id', '\u007f'])(
    'refuses %j as invalid_scope',
    (scope) => {
      expect(() => parseScope(scope)).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
    },
  );

  it('takes every character of the grammar', () => {
    const all = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i)).filter(
      (c) => c !== '"' && c !== '\\',
    );
    expect(parseScope(all.join(''))).toEqual([all.join('')]);
  });

  it('holds at most 100 names', () => {
    const names = Array.from({ length: 101 }, (_, i) => `s${i}`);
    expect(parseScope(names.slice(1).join(' '))).toHaveLength(100);
    expect(checkScope(names.join(' '))).toMatch(/101 scopes/);
    expect(() => parseScope(names.join(' '))).toThrow(expect.objectContaining({ code: 'invalid_scope' }));
  });

  it('comes back from a list as it went', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z:]{1,8}$/), { maxLength: 20 }), (names) => {
        expect(parseScope(joinScope(names))).toEqual(names);
      }),
      { numRuns: 100 },
    );
  });
});

describe('sets of scopes', () => {
  it('tell what is missing and what both hold', () => {
    expect(missingScopes(['a', 'b'], ['b', 'c'])).toEqual(['a']);
    expect(uniteScopes(['a', 'b'], ['b', 'c'])).toEqual(['a', 'b', 'c']);
  });
});
