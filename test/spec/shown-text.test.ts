import { describe, expect, it } from 'vitest';
import { checkShownText } from '../../server/spec/shown-text.ts';

describe('a name that people are shown', () => {
  it.each([
    'Grafana',
    'Zoë e\u0301',
    'علی\u200cرضا',
    'क्\u200dष',
    '👩‍💻 Developers',
    '❤️',
    'حسابات',
    '"><img src=x>',
    '=cmd|x',
  ])('may be %s', (text) => {
    expect(checkShownText(text)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    [' Grafana', /white space/],
    ['Lanyard\u202eadmin', /U\+202E/],
    ['Gra\u200bfana', /U\+200B/],
    ['Gra\u200dfana', /U\+200D/],
    ['Gra\u2066fana', /U\+2066/],
    ['Gra\u0007fana', /U\+0007/],
    ['two\nlines', /U\+000A/],
    ['x'.repeat(10_000), /10000 characters/],
  ])('may not be %j', (text, reason) => {
    expect(checkShownText(text)).toMatch(reason);
  });
});
