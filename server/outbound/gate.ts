/** Lets a few in at once; the others wait their turn for as long as they like, and whoever gives up leaves the queue. */

/** Of all places, nobody with this name may hold more than `most`. */
export interface Share {
  readonly name: string;
  readonly most: number;
}

/** Answers how to give the place back. Rejects with NoPlace where `signal` aborts before there was one. */
export type Gate = (signal: AbortSignal, shares?: readonly Share[]) => Promise<() => void>;

export class NoPlace extends Error {}

interface Waiting {
  readonly shares: readonly Share[];
  enter(): void;
}

export function createGate(most: number): Gate {
  let inside = 0;
  const held = new Map<string, number>();
  const queue = new Set<Waiting>();

  const hasRoom = (shares: readonly Share[]) =>
    inside < most && shares.every((share) => (held.get(share.name) ?? 0) < share.most);

  function take(shares: readonly Share[]): void {
    inside += 1;
    for (const { name } of shares) held.set(name, (held.get(name) ?? 0) + 1);
  }

  function giveBack(shares: readonly Share[]): void {
    inside -= 1;
    for (const { name } of shares) {
      const left = (held.get(name) ?? 0) - 1;
      if (left > 0) held.set(name, left);
      else held.delete(name);
    }
    admit();
  }

  /** The longest waiting first, but for those whose own share is used up: they keep nobody else waiting. */
  function admit(): void {
    for (const next of queue) {
      if (inside >= most) return;
      if (!hasRoom(next.shares)) continue;
      queue.delete(next);
      take(next.shares);
      next.enter();
    }
  }

  function place(shares: readonly Share[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.delete(waiting);
        reject(new NoPlace('nobody made room in time'));
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { shares, enter };
      queue.add(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return async (signal, shares = []) => {
    if (signal.aborted) throw new NoPlace('came too late');
    if (hasRoom(shares)) take(shares);
    else await place(shares, signal);
    return () => giveBack(shares);
  };
}
