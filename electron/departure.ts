/**
 * A page that holds something unsaved objects when it has to go. The person is asked then, and what was meant is done once
 * more. The question does not hold up the program, as one that is asked in between would: nobody would read what the
 * server logs, and a server whose log is not read stands still.
 */

/** What makes the page go. */
export interface Way {
  go(): void;
  /** Why, in a sentence, where it is not the person who wants it. */
  readonly why?: string;
  /** The person keeps the page. */
  stay?(): void;
}

export interface Departure {
  /** What is about to happen; forgotten once another page is there. */
  means(way: Way): void;
  /** The page objects. True where it has to go all the same; else the person is being asked. */
  overrules(): boolean;
  /** Another page is there, or none. */
  arrived(): void;
}

export interface DepartureOptions {
  /** Answers whether what was typed may be lost. Where it can't be asked, it may not. */
  readonly ask: (why: string | undefined) => Promise<boolean>;
  /** What the page or the menu wanted when nobody here meant anything: to load the page once more. */
  readonly otherwise: Way;
}

export function createDeparture({ ask, otherwise }: DepartureOptions): Departure {
  let meant: Way | undefined;
  let asking = false;
  let free = false;

  async function question(): Promise<void> {
    asking = true;
    free = await ask(meant?.why).catch(() => false);
    asking = false;
    // Whatever was meant last: the program may have been quit while the question stood there.
    const way = meant ?? otherwise;
    meant = undefined;
    if (free) way.go();
    else way.stay?.();
  }

  return {
    means(way) {
      meant = way;
    },
    overrules() {
      if (!free && !asking) void question();
      return free;
    },
    arrived() {
      meant = undefined;
      free = false;
    },
  };
}
