/** Texts that are read from addresses again and again: what an address names by its hash is kept, everything else hardly. */
import { hash } from 'node:crypto';
import type { Asked, GuardedFetch } from './guarded-fetch.ts';
import { isBusy, OutboundError } from './outbound-error.ts';

export type TextAsked = Pick<Asked, 'url' | 'entered_by' | 'on_behalf_of'>;

const MOST_TEXT_BYTES = 65_536;
const NAMED_KEPT_S = 3_600;
/** So that a crowd of browsers does not make us a crowd at the other side's door. */
const READ_EVERY_S = 10;
/** Where another text is asked for than the one that is kept, by its hash. */
const NEWER_EVERY_S = 2;
const SHA256 = /^[\w-]{43}$/;
const MOST_KEPT = 100;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

interface Kept {
  readonly outcome: Promise<Text>;
  readonly read_at: number;
  /** Of what was read; undefined while that goes on, and where it failed. */
  readonly sha256: string | undefined;
  readonly running: boolean;
}

interface Text {
  readonly text: string;
  /** base64url. */
  readonly sha256: string;
}

/**
 * The UTF-8 text at an address; no redirect is followed. What stands there is one text, whatever fragment is asked for, and
 * is read by one request at a time, every ten seconds at most, and every two where the fragment is the hash of another text:
 * whoever makes up fragments has nothing read more often. A text whose SHA-256 is the fragment is kept for an hour. Throws OutboundError. OIDC Core §6.2
 */
export function createKeptTexts(fetch: GuardedFetch, now: () => number): (asked: TextAsked) => Promise<string> {
  const kept = new Map<string, Kept>();

  /** The one that was read the longest time ago makes room. */
  function keep(key: string, entry: Kept): void {
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  function readAgain(key: string, asked: TextAsked): Promise<Text> {
    const read_at = now();
    const outcome = read(fetch, asked);
    keep(key, { outcome, read_at, sha256: undefined, running: true });
    const done = (sha256: string | undefined) => {
      if (kept.get(key)?.outcome === outcome) keep(key, { outcome, read_at, sha256, running: false });
    };
    outcome.then(
      ({ sha256 }) => done(sha256),
      // Whoever asked is told; for others it failed for ten seconds, unless nobody was asked at all.
      (thrown: unknown) => (isBusy(thrown) ? kept.delete(key) : done(undefined)),
    );
    return outcome;
  }

  return async (asked) => {
    const [address = '', fragment] = asked.url.split('#', 2);
    const key = `${asked.entered_by} ${address}`;
    const before = kept.get(key);
    const good = before !== undefined && (before.running || now() < goodUntil(before, fragment));
    const { text } = await (good ? before.outcome : readAgain(key, { ...asked, url: address }));
    return text;
  };
}

function goodUntil({ read_at, sha256 }: Kept, fragment = ''): number {
  if (sha256 === undefined || !SHA256.test(fragment)) return read_at + READ_EVERY_S;
  return read_at + (sha256 === fragment ? NAMED_KEPT_S : NEWER_EVERY_S);
}

async function read(fetch: GuardedFetch, asked: TextAsked): Promise<Text> {
  const answer = await fetch({ ...asked, accept: [], most_bytes: MOST_TEXT_BYTES, redirects: 0 });
  const { host } = new URL(asked.url);
  if (answer.status !== 200) throw new OutboundError('unexpected', host, `answered ${answer.status}, not 200`);
  return { text: decode(answer.body, host), sha256: hash('sha256', answer.body, 'base64url') };
}

function decode(body: Buffer, host: string): string {
  try {
    return UTF8.decode(body);
  } catch (cause) {
    throw new OutboundError('unexpected', host, 'answered something that is not text in UTF-8', cause);
  }
}
