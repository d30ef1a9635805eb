import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNewUsername, checkUsername, usernameKey } from '../../server/spec/username.ts';

describe('usernames compare', () => {
  it.each([
    ['Alice', 'alice'],
    ['ᴬlice', 'alice'],
    ['ＡＬＩＣＥ', 'alice'],
    ['alice ', 'alice'],
    ['alice\u00a0', 'alice'],
    ['straße', 'STRASSE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['e\u0301ve', '\u00e9ve'],
    ['Ada  Lovelace', 'ada lovelace'],
  ])('%j as the same person as %j', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  it('different people as different', () => {
    expect(new Set(['alice', 'alicia', 'álice', 'аlice', '愛麗絲'].map(usernameKey)).size).toBe(5);
  });

  it('the same after comparing twice, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        expect(usernameKey(usernameKey(text))).toBe(usernameKey(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a username', () => {
  it.each(['alice', 'alice@example.lan', 'Ada Lovelace', 'Zoë', 'علي', '愛麗絲', '😀'])('may be %s', (username) => {
    expect(checkUsername(username)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    [' \u00a0 ', /empty/],
    ['ali\u200dce', /U\+200D/],
    ['alice\u200b', /U\+200B/],
    ['\u202eecila', /U\+202E/],
    ['ali\nce', /U\+000A/],
    ['ali\u0000ce', /U\+0000/],
    ['ali\u00adce', /U\+00AD/],
    ['ali\ud800ce', /U\+D800/],
    ['a'.repeat(256), /256 characters/],
  ])('may not be %j', (username, reason) => {
    expect(checkUsername(username)).toMatch(reason);
  });
});

describe('a username that somebody is to be given', () => {
  it.each(['Ada Lovelace', ' alice', 'alice ', 'al\u00a0ice', 'al\u3000ice'])('has no space: %j', (username) => {
    expect(checkNewUsername(username)).toMatch(/^holds a space; a username is one word/);
    expect(checkUsername(username)).toBeUndefined();
  });

  it.each(['alice', 'alice.example', 'alice@example.lan', 'Zoë', '愛麗絲'])('may be %s', (username) => {
    expect(checkNewUsername(username)).toBeUndefined();
  });

  it('keeps the reasons of every username', () => {
    expect(checkNewUsername('')).toBe('is empty');
  });
});
