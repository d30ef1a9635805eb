/** What the house asks of other servers: the guarded fetch, and JSON documents that are kept for a while. */
import { type Asked, createGuardedFetch, type GuardedFetch, type OutboundWorld } from './guarded-fetch.ts';
import { createKeptTexts, type TextAsked } from './kept-texts.ts';
import { isBusy, OutboundError } from './outbound-error.ts';

export type DocumentAsked = Pick<Asked, 'url' | 'entered_by' | 'accept' | 'on_behalf_of'>;

export interface Outbound {
  /** Throws OutboundError. */
  readonly fetch: GuardedFetch;
  /** The JSON at an address, read now; no redirect is followed. Throws OutboundError. */
  readDocument(asked: DocumentAsked): Promise<unknown>;
  /** The same, from memory where it was read within ten minutes. Throws OutboundError, for a quarter of a minute the same one. */
  keptDocument(asked: DocumentAsked): Promise<unknown>;
  /** The same, read anew unless that was done within a minute: then what is kept. Throws OutboundError. */
  renewedDocument(asked: DocumentAsked): Promise<unknown>;
  /** The same, read anew however short a time ago that was: for an admin who has mended something. Throws OutboundError. */
  askedAgain(asked: DocumentAsked): Promise<unknown>;
  /** The text at an address, kept as long as its name allows (kept-texts.ts). Throws OutboundError. */
  keptText(asked: TextAsked): Promise<string>;
}

const MOST_DOCUMENT_BYTES = 65_536;
const KEPT_S = 600;
const FAILURE_KEPT_S = 15;
const RENEWED_EVERY_S = 60;
const MOST_KEPT = 500;

interface Kept {
  readonly outcome: Promise<unknown>;
  readonly until: number;
  /** When it was last read because somebody asked for a newer one. */
  readonly renewed_at: number;
  /** That reading, while it goes on. */
  readonly renewing?: Promise<unknown>;
}

/** `now` answers epoch seconds. */
export function createOutbound(world: OutboundWorld, now: () => number): Outbound {
  const fetch = createGuardedFetch(world);
  const kept = new Map<string, Kept>();

  async function readDocument(asked: DocumentAsked): Promise<unknown> {
    const { url } = asked;
    const answer = await fetch({ ...asked, most_bytes: MOST_DOCUMENT_BYTES, redirects: 0 });
    const { host } = new URL(url);
    if (answer.status !== 200) throw new OutboundError('unexpected', host, `answered ${answer.status}, not 200`);
    return parse(answer.body, host);
  }

  function read(key: string, asked: DocumentAsked, renewed_at: number): Promise<unknown> {
    const outcome = readDocument(asked);
    keep(key, { outcome, until: now() + KEPT_S, renewed_at });
    outcome.catch((thrown: unknown) => {
      const mine = kept.get(key);
      if (mine?.outcome !== outcome) return;
      if (isBusy(thrown)) kept.delete(key);
      else keep(key, { outcome, until: now() + FAILURE_KEPT_S, renewed_at });
    });
    return outcome;
  }

  /** The one that was read the longest time ago makes room. */
  function keep(key: string, entry: Kept): void {
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  const keyOf = ({ url, entered_by }: DocumentAsked) => `${entered_by} ${url}`;

  return {
    fetch,
    readDocument,
    keptText: createKeptTexts(fetch, now),
    async keptDocument(asked) {
      const key = keyOf(asked);
      const before = kept.get(key);
      if (before !== undefined && before.until > now()) return before.outcome;
      return read(key, asked, before?.renewed_at ?? Number.NEGATIVE_INFINITY);
    },
    async askedAgain(asked) {
      const outcome = readDocument(asked);
      const document = await outcome;
      keep(keyOf(asked), { outcome, until: now() + KEPT_S, renewed_at: now() });
      return document;
    },
    async renewedDocument(asked) {
      const key = keyOf(asked);
      const before = kept.get(key);
      const at = now();
      if (before === undefined) return read(key, asked, at);
      if (before.renewing !== undefined) return before.renewing;
      if (before.renewed_at + RENEWED_EVERY_S > at) return before.outcome;
      const { outcome, until } = before;
      const renewing = readDocument(asked);
      keep(key, { outcome, until, renewed_at: at, renewing });
      try {
        const newer = await renewing;
        keep(key, { outcome: renewing, until: now() + KEPT_S, renewed_at: at });
        return newer;
      } catch (thrown) {
        // Whoever does not answer now has not taken back what they said before.
        keep(key, { outcome, until, renewed_at: isBusy(thrown) ? before.renewed_at : at });
        throw thrown;
      }
    },
  };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function parse(body: Buffer, host: string): unknown {
  try {
    return JSON.parse(UTF8.decode(body));
  } catch (cause) {
    throw new OutboundError('unexpected', host, 'answered something that is not JSON in UTF-8', cause);
  }
}
