/** Texts that are read from addresses again and again: what an address names by its hash is kept, everything else hardly. */
import { hash } from 'node:crypto';
import type { Asked, GuardedFetch } from './guarded-fetch.ts';
import { OutboundError } from './outbound-error.ts';

export type TextAsked = Pick<Asked, 'url' | 'entered_by'>;

const MOST_TEXT_BYTES = 65_536;
const NAMED_KEPT_S = 3_600;
/** So that a crowd of browsers does not make us a crowd at the other side's door. */
const OTHERS_KEPT_S = 10;
const MOST_KEPT = 100;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

interface Kept {
  readonly outcome: Promise<string>;
  readonly until: number;
}

/**
 * The UTF-8 text at an address; no redirect is followed. A text whose SHA-256 is the fragment of its address can't change
 * and is kept for an hour, every other one, and a failure, for ten seconds. Throws OutboundError. OIDC Core §6.2
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

  return (asked) => {
    const key = `${asked.entered_by} ${asked.url}`;
    const before = kept.get(key);
    if (before !== undefined && before.until > now()) return before.outcome;
    const reading = read(fetch, asked);
    const outcome = reading.then(({ text }) => text);
    keep(key, { outcome, until: now() + OTHERS_KEPT_S });
    reading
      .then(({ named }) => named && keep(key, { outcome, until: now() + NAMED_KEPT_S }))
      // Whoever asked is told; here is nothing to keep for longer.
      .catch(() => undefined);
    return outcome;
  };
}

async function read(fetch: GuardedFetch, { url, entered_by }: TextAsked) {
  const answer = await fetch({ url, entered_by, accept: [], most_bytes: MOST_TEXT_BYTES, redirects: 0 });
  const { host, hash: fragment } = new URL(url);
  if (answer.status !== 200) throw new OutboundError('unexpected', host, `answered ${answer.status}, not 200`);
  const named = fragment === `#${hash('sha256', answer.body, 'base64url')}`;
  return { text: decode(answer.body, host), named };
}

function decode(body: Buffer, host: string): string {
  try {
    return UTF8.decode(body);
  } catch (cause) {
    throw new OutboundError('unexpected', host, 'answered something that is not text in UTF-8', cause);
  }
}
