/**
 * What happens too often, or at the hands of too many strangers, for an event each: counted in memory and written once a
 * minute (write-counts.ts). A power cut loses a minute of numbers, and nothing else.
 */
import type { CountedType } from './event-types.ts';

export interface AuditCounts {
  /**
   * `about` is the client_id or username that was proved or exists, empty for everybody else; `because` one of a few
   * sentences of ours: neither may be what a stranger chose, or they would fill the memory.
   */
  add(type: CountedType, about: string, because?: string, address?: string): void;
  /** Everything since the last time, which goes on. */
  peek(): readonly Readonly<Counted>[];
  /** Everything since the last time, which begins anew. */
  take(): readonly Counted[];
  /** Could not be written: counted again. */
  giveBack(counted: readonly Counted[]): void;
}

export interface Counted {
  readonly type: CountedType;
  readonly about: string;
  readonly because: string;
  count: number;
  /** Epoch seconds of the first. */
  readonly since: number;
  /** Epoch seconds of the last. */
  last_at: number;
  /** The first few from where it came. */
  readonly addresses: Set<string>;
}

const MOST_ADDRESSES = 5;

/** `now` answers epoch seconds. */
export function createAuditCounts(now: () => number): AuditCounts {
  let byType = new Map<CountedType, Map<string, Counted>>();

  function cellOf(type: CountedType, about: string, because: string): Counted {
    let cells = byType.get(type);
    if (cells === undefined) byType.set(type, (cells = new Map<string, Counted>()));
    const key = keyOf(about, because);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const since = now();
    const cell = { type, about, because, count: 0, since, last_at: since, addresses: new Set<string>() };
    cells.set(key, cell);
    return cell;
  }

  return {
    add(type, about, because = '', address = '') {
      const cell = cellOf(type, about, because);
      cell.count += 1;
      cell.last_at = now();
      note(cell, address);
    },
    peek: () => [...byType.values()].flatMap((cells) => [...cells.values()]),
    take() {
      const taken = [...byType.values()].flatMap((cells) => [...cells.values()]);
      byType = new Map();
      return taken;
    },
    giveBack(counted) {
      for (const cell of counted) {
        const { type, about, because } = cell;
        const meanwhile = cellOf(type, about, because);
        cell.count += meanwhile.count;
        cell.last_at = meanwhile.count > 0 ? meanwhile.last_at : cell.last_at;
        for (const address of meanwhile.addresses) note(cell, address);
        byType.get(type)?.set(keyOf(about, because), cell);
      }
    },
  };
}

function keyOf(about: string, because: string): string {
  return because === '' ? about : `${about} ${because}`;
}

function note({ addresses }: Counted, address: string): void {
  if (address !== '' && addresses.size < MOST_ADDRESSES) addresses.add(address);
}
