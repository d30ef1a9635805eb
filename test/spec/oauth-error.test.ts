/** A refusal in the words of the OAuth wire: what it may say, and to whom. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OAuthError, type OAuthErrorCode } from '../../server/spec/oauth-error.ts';

describe('an OAuthError', () => {
  it.each<[OAuthErrorCode, number]>([
    ['invalid_request', 400],
    ['invalid_grant', 400],
    ['invalid_client', 401],
    ['invalid_token', 401],
    ['insufficient_scope', 403],
    ['server_error', 500],
    ['temporarily_unavailable', 503],
  ])('%s has the status %i unless told otherwise', (code, status) => {
    expect(new OAuthError(code, 'x').status).toBe(status);
    expect(new OAuthError(code, 'x', { status: 429 }).status).toBe(429);
  });

  it('keeps hint and cause apart from what the client reads', () => {
    const cause = new Error('inner');
    const error = new OAuthError('invalid_grant', 'the code has expired', { hint: 'for the operator', cause });
    expect(error).toMatchObject({ description: 'the code has expired', hint: 'for the operator', cause, headers: {} });
    expect(error.description).not.toContain('operator');
    expect(error).toBeInstanceOf(Error);
  });

  it('says the same in characters that may stand in a header and in a query (RFC 6749 5.2)', () => {
    expect(new OAuthError('invalid_request', 'a "b" \\ c\r\nX: 1 é').description).toBe("a 'b' ' c??X: 1 ?");
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new OAuthError('invalid_request', text).description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
      }),
    );
  });
});
