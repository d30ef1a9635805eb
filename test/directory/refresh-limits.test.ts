/** How long refresh tokens last: the shortest of what anybody says. */
import { describe, expect, it } from 'vitest';
import { refreshLimitsOf, refreshTokenEnds } from '../../server/directory/refresh-limits.ts';

const OFFICE = { refresh_token_lifetime_s: 1000, refresh_token_idle_lifetime_s: 0 };

describe('the limits that hold', () => {
  it('are the office’s, and no idle one, where nobody says more', () => {
    expect(refreshLimitsOf([OFFICE, {}])).toEqual({ lifetime_s: 1000, idle_lifetime_s: Infinity });
  });

  it.each([
    [[{ refresh_token_lifetime_s: 500 }], { lifetime_s: 500, idle_lifetime_s: Infinity }],
    [[{ refresh_token_lifetime_s: 5000 }], { lifetime_s: 1000, idle_lifetime_s: Infinity }],
    [
      [{ refresh_token_idle_lifetime_s: 60 }, { refresh_token_idle_lifetime_s: 30, refresh_token_lifetime_s: 900 }],
      { lifetime_s: 900, idle_lifetime_s: 30 },
    ],
  ])('are the shortest of all: %j', (others, expected) => {
    expect(refreshLimitsOf([OFFICE, ...others])).toEqual(expected);
  });
});

describe('a refresh token ends', () => {
  const token = { issued_at: 300, expires_at: 1000 };
  const grant = { created_at: 0 };

  it('with its family', () => {
    expect(refreshTokenEnds(token, grant, { lifetime_s: 1000, idle_lifetime_s: Infinity })).toBe(1000);
  });

  it('sooner, where it lies unused for too long', () => {
    expect(refreshTokenEnds(token, grant, { lifetime_s: 1000, idle_lifetime_s: 100 })).toBe(400);
    expect(refreshTokenEnds(token, grant, { lifetime_s: 1000, idle_lifetime_s: 900 })).toBe(1000);
  });

  it('sooner, where somebody shortened the lifetime meanwhile, and never later than it was promised', () => {
    expect(refreshTokenEnds(token, grant, { lifetime_s: 350, idle_lifetime_s: Infinity })).toBe(350);
    expect(refreshTokenEnds(token, grant, { lifetime_s: 9000, idle_lifetime_s: Infinity })).toBe(1000);
  });
});
