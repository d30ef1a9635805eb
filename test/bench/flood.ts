/** A flood of wrong passwords: sign-in pages opened like any browser would, then answered wrongly at a bounded rate. */
import { HttpPerson } from '../support/http-person.ts';
import { type Candidate, startBare } from './candidate.ts';
import { begin } from './generate.ts';
import { authorizationUrl, FORM } from './oauth-client.ts';
import type { Kind, Plan } from './plan.ts';

/** More than one core can hash, so that there is always a surplus to turn away. */
export const POSTS_PER_SECOND = 400;
export const FLOOD_CONNECTIONS = 128;
/** Loopback addresses that it comes from. */
const FROM = Array.from({ length: 8 }, (_none, at) => `127.0.0.${at + 2}`);

/** How many sign-ins per second came to what end. */
export interface Flooded {
  /** 401: the password was hashed. */
  readonly hashed: number;
  /** 429: too many attempts. */
  readonly throttled: number;
  /** 503: too many wait for their hash. */
  readonly busy: number;
}

/** Opens a sign-in page for every username; what is posted to it is in the answer. */
export function floodKinds(candidate: Candidate, usernames: readonly string[]): Promise<readonly Kind[]> {
  return Promise.all(usernames.map((username) => floodKind(candidate, username)));
}

async function floodKind(candidate: Candidate, username: string): Promise<Kind> {
  const person = new HttpPerson(candidate.issuer);
  const page = await person.open(authorizationUrl(candidate).href);
  const action = /<form[^>]*\saction="([^"]*)"/.exec(page.html)?.[1];
  if (action === undefined) throw new Error(`no form at ${page.url}`);
  const hidden = [...page.html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  if (hidden.length < 2) throw new Error(`a form without its ticket at ${page.url}`);
  return {
    name: `sign-in of ${username}`,
    share: 1,
    method: 'POST',
    path: action,
    headers: { ...FORM, Cookie: person.cookieHeader(), Origin: candidate.issuer },
    body: new URLSearchParams([...hidden, ['username', username], ['password', 'a-wrong-password-1']]).toString(),
    expects: [401, 429, 503],
  };
}

/** Resolves with what became of it when `seconds` are over. */
export async function flood(
  { issuer }: Pick<Candidate, 'issuer'>,
  kinds: readonly Kind[],
  seconds: number,
): Promise<Flooded> {
  const plan: Plan = {
    origin: issuer,
    connections: FLOOD_CONNECTIONS,
    from: FROM,
    per_second: POSTS_PER_SECOND,
    seconds,
    kinds,
  };
  const { statuses, failures, first_failure } = await begin(plan).outcome;
  if (failures > 0) throw new Error(`${failures} sign-ins were answered wrongly, the first: ${first_failure}`);
  const of = (status: number) =>
    Object.values(statuses).reduce((sum, counted) => sum + (counted[String(status)] ?? 0), 0) / seconds;
  return { hashed: of(401), throttled: of(429), busy: of(503) };
}

/** The same flood at somebody else who answers at once: what it costs the load's core, where it is sent from, and nobody else. */
export async function floodElsewhere(kinds: readonly Kind[], seconds: number): Promise<void> {
  const elsewhere = await startBare('load');
  try {
    const answeredAtOnce = kinds.map((kind) => ({ ...kind, expects: [200] }));
    await flood({ issuer: elsewhere.url }, answeredAtOnce, seconds);
  } finally {
    await elsewhere.stop();
  }
}
