/** What servers before the last one have answered: it holds until it expires, and is looked at again in samples. */
import { LIFETIME_S } from './office.ts';
import { type HandedCode, nothingPromised, type Newcomers, type Promised } from './promised.ts';

interface Older {
  readonly until: number;
  readonly promised: Promised;
}

const SAMPLE = 40;
/** People are few and never expire, but looking at each costs a password hash. */
const PEOPLE = 5;

export class OlderPromises {
  #older: readonly Older[] = [];
  #newcomers: readonly Newcomers[] = [];
  #id_tokens: readonly string[] = [];
  readonly #now: () => number;

  /** `now` answers milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes over what was promised by answers since `answered_from`, in milliseconds, and has been checked once. */
  keep(promised: Promised, answered_from: number): void {
    const until = answered_from + (LIFETIME_S - 15) * 1000;
    this.#older = [...this.#older.filter((older) => older.until > this.#now()), { until, promised }];
    this.#newcomers = [...this.#newcomers, ...promised.newcomers.filter(({ stored }) => stored)];
    this.#id_tokens = [...this.#id_tokens, ...some(promised.id_tokens, 3)];
  }

  /** A sample of what still holds, as promises of its own. Refresh tokens leave: the check puts others in their place. */
  sample(): Promised {
    const sample = nothingPromised();
    const alive = this.#older.filter((older) => older.until > this.#now()).map(({ promised }) => promised);
    for (const token of some(alive.flatMap((each) => [...each.access_tokens]))) sample.access_tokens.add(token);
    for (const token of some(alive.flatMap((each) => [...each.revoked]))) sample.revoked.add(token);
    sample.used_codes.push(...some(alive.flatMap(everUsed)));
    for (const [token, family] of some(alive.flatMap((each) => [...each.refresh_tokens]))) {
      sample.refresh_tokens.set(token, family);
      for (const { refresh_tokens } of alive) refresh_tokens.delete(token);
    }
    sample.id_tokens.push(...some(this.#id_tokens));
    sample.newcomers.push(...some(this.#newcomers, PEOPLE));
    return sample;
  }
}

function everUsed({ used_codes, racing_codes, unused_codes }: Promised): readonly HandedCode[] {
  return [...used_codes, ...racing_codes, ...unused_codes];
}

function some<T>(of: readonly T[], count = SAMPLE): readonly T[] {
  const from = Math.floor(Math.random() * Math.max(1, of.length - count));
  return of.slice(from, from + count);
}
