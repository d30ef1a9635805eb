/** The prompt parameter, as OIDC Core 3.1.2.1 defines it. */
import { describe, expect, it } from 'vitest';
import { readPrompt } from '../../server/spec/prompt.ts';

describe('prompt', () => {
  it.each([
    [undefined, []],
    ['none', ['none']],
    ['login', ['login']],
    ['consent login', ['consent', 'login']],
    ['login select_account consent', ['login', 'select_account', 'consent']],
    ['  login   login ', ['login']],
  ])('"%s" insists on %j', (prompt, values) => {
    expect(readPrompt(prompt)).toEqual(values);
  });

  it.each(['magic', 'login magic', 'LOGIN', 'login\tconsent', 'toString'])(
    '"%s" has an unknown value, and the reason names it',
    (prompt) => {
      const unknown = prompt.replace('login magic', 'magic');
      expect(readPrompt(prompt)).toEqual({ reason: `prompt has the unknown value '${unknown}'` });
    },
  );

  it.each(['none login', 'consent none'])('"%s" is refused: none must stand alone', (prompt) => {
    expect(readPrompt(prompt)).toEqual({ reason: 'prompt=none must stand alone' });
  });
});
