/** What a server has answered, and is bound to after it was killed. */
import { expect } from 'vitest';
import { post, redeem } from './office.ts';

export interface Promised {
  readonly access_tokens: Set<string>;
  readonly revoked: Set<string>;
  /** Refresh tokens that were handed out and not used since. */
  readonly refresh_tokens: Set<string>;
  readonly used_codes: { readonly code: string; readonly verifier: string }[];
  /** People whose consent was answered, by their sign-in's cookies: they are not asked again. */
  readonly consented: Set<() => Promise<boolean>>;
}

export function nothingPromised(): Promised {
  return {
    access_tokens: new Set(),
    revoked: new Set(),
    refresh_tokens: new Set(),
    used_codes: [],
    consented: new Set(),
  };
}

export function countPromised(promised: Promised): number {
  const { access_tokens, revoked, refresh_tokens, used_codes, consented } = promised;
  return access_tokens.size + revoked.size + refresh_tokens.size + used_codes.length + consented.size;
}

/** Throws when one promise is broken. Codes come last, because trying one again ends what it led to. */
export async function checkPromised(issuer: string, promised: Promised): Promise<void> {
  for (const token of promised.access_tokens) {
    expect(await post(issuer, 'introspect', { token })).toMatchObject({ active: !promised.revoked.has(token) });
  }
  for (const isRemembered of promised.consented) expect(await isRemembered()).toBe(true);
  for (const refresh_token of promised.refresh_tokens) {
    const answer = await post(issuer, 'token', { grant_type: 'refresh_token', refresh_token });
    expect(answer['access_token']).toEqual(expect.any(String));
  }
  for (const { code, verifier } of promised.used_codes) {
    expect(await redeem(issuer, code, verifier)).toMatchObject({ error: 'invalid_grant' });
  }
}
