/** What a server has answered, or was asked and did not answer, and is bound to after it was killed. */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { expect } from 'vitest';
import { type Credentials, signIn } from './clients.ts';
import { post, redeem, refresh, ROBOT } from './office.ts';

export interface HandedCode {
  readonly code: string;
  readonly verifier: string;
}

/** People of one document. */
export interface Newcomers {
  readonly people: readonly Credentials[];
  /** Somebody said that they are stored; otherwise all or none of them are. */
  readonly stored: boolean;
}

export interface Promised {
  readonly access_tokens: Set<string>;
  readonly revoked: Set<string>;
  /** Refresh tokens that were handed out and not used since. `lasting`: nobody tries their family's code again. */
  readonly refresh_tokens: Map<string, { readonly lasting: boolean }>;
  /** Refresh tokens whose use was not answered. */
  readonly racing_refreshes: Set<string>;
  /** Codes that nobody has tried. */
  readonly unused_codes: Set<HandedCode>;
  /** Codes whose use was not answered. */
  readonly racing_codes: Set<HandedCode>;
  readonly used_codes: HandedCode[];
  readonly id_tokens: string[];
  /** People whose consent was answered, by their sign-in's cookies: they are not asked again. */
  readonly consents: Set<(issuer: string) => Promise<boolean>>;
  readonly newcomers: Newcomers[];
}

export function nothingPromised(): Promised {
  return {
    access_tokens: new Set(),
    revoked: new Set(),
    refresh_tokens: new Map(),
    racing_refreshes: new Set(),
    unused_codes: new Set(),
    racing_codes: new Set(),
    used_codes: [],
    id_tokens: [],
    consents: new Set(),
    newcomers: [],
  };
}

/**
 * Throws when one promise is broken; answers how many were checked. The successors of lasting refresh tokens take their
 * place. Used codes come last, because trying one again ends what it led to.
 */
export async function checkPromised(issuer: string, promised: Promised): Promise<number> {
  const counts = [
    // First: a parent brings its successor again for a few seconds only.
    await each(promised.racing_refreshes, async (token) => {
      await expectRefreshed(issuer, await expectRefreshed(issuer, token));
    }),
    await each(promised.access_tokens, (token) => expectActive(issuer, token, true)),
    await each(promised.revoked, (token) => expectActive(issuer, token, false)),
    await each(promised.refresh_tokens, async ([token, { lasting }]) => {
      const successor = await expectRefreshed(issuer, token);
      promised.refresh_tokens.delete(token);
      if (lasting) promised.refresh_tokens.set(successor, { lasting });
    }),
    await each(promised.consents, async (isRemembered) => expect(await isRemembered(issuer)).toBe(true)),
    await each(promised.unused_codes, async (handed) => {
      expect(await tryCode(issuer, handed)).toMatchObject({ access_token: expect.any(String) as string });
      await expectUsed(issuer, handed);
    }),
    await each(promised.racing_codes, async (handed) => {
      await tryCode(issuer, handed);
      await expectUsed(issuer, handed);
    }),
    await checkSignatures(issuer, promised.id_tokens),
    await each(promised.newcomers, (newcomers) => expectWhole(issuer, newcomers)),
    await each(promised.used_codes, (handed) => expectUsed(issuer, handed)),
  ];
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A few at a time. Answers how many there were. */
async function each<T>(things: Iterable<T>, check: (thing: T) => Promise<void>): Promise<number> {
  const waiting = [...things];
  const count = waiting.length;
  const lane = async () => {
    for (let thing = waiting.pop(); thing !== undefined; thing = waiting.pop()) await check(thing);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return count;
}

async function expectActive(issuer: string, token: string, active: boolean): Promise<void> {
  expect(await post(issuer, 'introspect', { token }, ROBOT)).toMatchObject({ active });
}

async function expectRefreshed(issuer: string, token: string): Promise<string> {
  const { refresh_token, ...answer } = await refresh(issuer, token);
  if (typeof refresh_token !== 'string') throw new Error(`no refresh token, but ${JSON.stringify(answer)}`);
  return refresh_token;
}

function tryCode(issuer: string, { code, verifier }: HandedCode) {
  return redeem(issuer, code, verifier);
}

async function expectUsed(issuer: string, handed: HandedCode): Promise<void> {
  expect(await tryCode(issuer, handed)).toMatchObject({ error: 'invalid_grant' });
}

/** By the keys of today, however often they were rotated since. */
async function checkSignatures(issuer: string, id_tokens: readonly string[]): Promise<number> {
  const keys = createLocalJWKSet((await (await fetch(`${issuer}/oauth2/jwks`)).json()) as JSONWebKeySet);
  return each(id_tokens, async (token) => void (await compactVerify(token, keys)));
}

/** All of them can sign in, with an ID token that the published keys verify; or none, if nobody said that they could. */
async function expectWhole(issuer: string, { people, stored }: Newcomers): Promise<void> {
  const answers: (string | undefined)[] = [];
  for (const who of people) answers.push(await signIn(issuer, who));
  const tokens = answers.filter((answer) => answer !== undefined);
  expect(stored ? [people.length] : [0, people.length]).toContain(tokens.length);
  await checkSignatures(issuer, tokens);
}
