/** Decides which kind of request is next, so that each has its share, and writes it. */
import type { Kind, Plan } from './plan.ts';
import { type Kept, ValuePool } from './value-pools.ts';

const VALUE = '{value}';

export interface Next {
  readonly kind: Kind;
  readonly request: string;
  /** What of its pool stands in it. */
  readonly taken: Kept | undefined;
}

interface Row {
  readonly kind: Kind;
  readonly head: string;
  /** The whole request where nothing of it changes. */
  readonly fixed: string | undefined;
  readonly gives: readonly { readonly name: string; readonly pool: ValuePool; readonly found: RegExp }[];
  /** How far it is behind its share. */
  credit: number;
}

export class RequestMix {
  readonly #rows: readonly Row[];
  readonly #byKind: ReadonlyMap<Kind, Row>;
  readonly #pools: ReadonlyMap<string, ValuePool>;
  readonly #total: number;

  constructor({ kinds, pools = {}, origin }: Plan, now_ms: number) {
    this.#pools = new Map(Object.entries(pools).map(([name, pool]) => [name, new ValuePool(pool, now_ms)]));
    this.#rows = kinds.map((kind) => {
      const head = headOf(kind, new URL(origin).host);
      const gives = Object.entries(kind.gives ?? {}).map(([name, found]) => ({
        name,
        pool: this.#pool(name),
        found: new RegExp(found),
      }));
      return { kind, head, fixed: kind.takes === undefined ? written(kind, head, '') : undefined, gives, credit: 0 };
    });
    this.#byKind = new Map(this.#rows.map((row) => [row.kind, row]));
    this.#total = kinds.reduce((sum, { share }) => sum + share, 0);
  }

  /** Throws when every kind waits for a value. */
  next(now_ms: number): Next {
    for (const row of this.#rows) row.credit += row.kind.share;
    for (const row of this.#rows.toSorted((a, b) => b.credit - a.credit)) {
      const next = this.#written(row, now_ms);
      if (next === undefined) continue;
      row.credit -= this.#total;
      return next;
    }
    throw new Error('every kind of request waits for a value that none gives');
  }

  /** Keeps what a later request needs of an answer. A successor is as old as what it succeeds. */
  learn({ kind, taken }: Next, answer: string, now_ms: number): void {
    for (const { name, pool, found } of this.#byKind.get(kind)?.gives ?? []) {
      const value = found.exec(answer)?.[1];
      if (value === undefined) continue;
      pool.give({ value, since_ms: name === kind.takes && taken !== undefined ? taken.since_ms : now_ms });
    }
  }

  pools(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.#pools].map(([name, pool]) => [name, pool.values()]));
  }

  #written({ kind, head, fixed }: Row, now_ms: number): Next | undefined {
    if (fixed !== undefined) return { kind, request: fixed, taken: undefined };
    const taken = this.#pool(kind.takes ?? '').take(now_ms);
    return taken === undefined ? undefined : { kind, request: written(kind, head, taken.value), taken };
  }

  #pool(name: string): ValuePool {
    const pool = this.#pools.get(name);
    if (pool === undefined) throw new Error(`the plan has no pool ${name}`);
    return pool;
  }
}

function headOf({ method, path, headers }: Kind, host: string): string {
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}`;
}

function written({ body }: Kind, head: string, value: string): string {
  if (body === undefined) return `${head.replace(VALUE, value)}\r\n`;
  const filled = body.replace(VALUE, value);
  return `${head.replace(VALUE, value)}Content-Length: ${Buffer.byteLength(filled)}\r\n\r\n${filled}`;
}
