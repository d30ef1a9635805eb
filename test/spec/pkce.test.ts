/** S256, as RFC 7636 defines it. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeVerifierMatches, isCodeChallenge } from '../../server/spec/pkce.ts';

/** RFC 7636 Appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

describe('a code_verifier', () => {
  it('matches the challenge of RFC 7636 Appendix B', () => {
    expect(codeVerifierMatches(VERIFIER, CHALLENGE)).toBe(true);
  });

  it.each([43, 64, 128])('of %i characters is long enough and not too long', (length) => {
    const verifier = '~'.repeat(length);
    expect(codeVerifierMatches(verifier, challengeOf(verifier))).toBe(true);
  });

  it('may be base64, as tools send it that are out there', () => {
    const verifier = 'wBpw+lM9vP/7qx1DzXy0Qd0pN2h8bBz3vGkq5r1Yt0E=';
    expect(codeVerifierMatches(verifier, challengeOf(verifier))).toBe(true);
  });

  it('is the characters that came, however much another spelling means the same bytes', () => {
    const base64 = 'wBpw+lM9vP/7qx1DzXy0Qd0pN2h8bBz3vGkq5r1Yt0E=';
    const others = [
      base64.replaceAll('+', '-').replaceAll('/', '_'),
      base64.replaceAll('=', ''),
      `${base64}=`,
      encodeURIComponent(base64),
      base64.replaceAll('+', ' '),
      base64.toLowerCase(),
    ];
    for (const other of others)
      expect([other, codeVerifierMatches(other, challengeOf(base64))]).toEqual([other, false]);
  });

  it.each(['+', '/', '='])('of %s alone is held to the same lengths', (sign) => {
    for (const [length, fits] of [
      [42, false],
      [43, true],
      [128, true],
      [129, false],
    ] as const) {
      const verifier = sign.repeat(length);
      expect([length, codeVerifierMatches(verifier, challengeOf(verifier))]).toEqual([length, fits]);
    }
  });

  it.each([
    ['42 characters', 'a'.repeat(42)],
    ['129 characters', 'a'.repeat(129)],
    ['nothing', ''],
    ['a character outside of the alphabet', `${'a'.repeat(43)}%`],
    ['a space', `${'a'.repeat(43)} `],
    ['a letter outside of ASCII', `${'a'.repeat(43)}é`],
    ['a line break at the end', `${'a'.repeat(43)}\n`],
  ])('of %s is refused even where the hash is right', (_what, verifier) => {
    expect(codeVerifierMatches(verifier, challengeOf(verifier))).toBe(false);
  });

  it.each(['', 'x', `${CHALLENGE}A`, CHALLENGE.slice(1), VERIFIER])(
    'does not match the challenge "%s"',
    (challenge) => {
      expect(codeVerifierMatches(VERIFIER, challenge)).toBe(false);
    },
  );
});

describe('a code_challenge', () => {
  it('is 43 characters of base64url', () => {
    expect(isCodeChallenge(CHALLENGE)).toBe(true);
    for (const wrong of [
      '',
      CHALLENGE.slice(1),
      `${CHALLENGE}A`,
      `${CHALLENGE}=`,
      `${CHALLENGE.slice(1)}+`,
      `${CHALLENGE}\n`,
    ]) {
      expect(isCodeChallenge(wrong)).toBe(false);
    }
  });
});

describe('always', () => {
  const allowed = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/='];
  const verifiers = fc.string({ unit: fc.constantFrom(...allowed), minLength: 43, maxLength: 128 });

  it('a verifier matches its own challenge and no other’s', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (one, other) => {
        expect(isCodeChallenge(challengeOf(one))).toBe(true);
        expect(codeVerifierMatches(one, challengeOf(one))).toBe(true);
        expect(codeVerifierMatches(one, challengeOf(other))).toBe(one === other);
      }),
    );
  });

  it('nothing that is sent makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (verifier, challenge) => {
        expect(codeVerifierMatches(verifier, challenge)).toBe(false);
      }),
    );
  });
});
