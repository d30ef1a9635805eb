/**
 * How long a start may take: a first one may bring in thousands of people, so it is not the time that counts but the
 * silence. What counts as a sign of life, and when the start is over, the caller says.
 */

export interface Patience {
  /** How often somebody who waits is told that it is still starting. */
  readonly tell_every_ms: number;
  /** After so long without a sign of life the server is asked to end; undefined where a person watches, who has Ctrl C. */
  readonly silence_ms: number | undefined;
  /** So long after being asked it is ended by force. */
  readonly farewell_ms: number;
}

/** What is started, as far as it can be ended. */
export interface BeingStarted {
  ask(): void;
  force(): void;
}

export interface StartWatch {
  signOfLife(): void;
  /** Whether the server was told to end for its silence. */
  hasGivenUp(): boolean;
  over(): void;
}

export interface Telling {
  /** `so_far_s` is how long the start has taken. */
  stillStarting(so_far_s: number): void;
  givingUp(after_ms: number): void;
}

export function watchStart(started: BeingStarted, patience: Patience, tell: Telling): StartWatch {
  const began = performance.now();
  const { tell_every_ms, silence_ms, farewell_ms } = patience;
  let force: NodeJS.Timeout | undefined;
  const telling = setInterval(() => {
    tell.stillStarting(Math.round((performance.now() - began) / 1000));
  }, tell_every_ms);
  const silence = silence_ms === undefined ? undefined : setTimeout(() => giveUp(silence_ms), silence_ms);

  function giveUp(after_ms: number): void {
    clearInterval(telling);
    tell.givingUp(after_ms);
    force = setTimeout(() => started.force(), farewell_ms);
    started.ask();
  }

  return {
    signOfLife() {
      if (force === undefined) silence?.refresh();
    },
    hasGivenUp: () => force !== undefined,
    over() {
      clearInterval(telling);
      clearTimeout(silence);
      clearTimeout(force);
    },
  };
}
