/**
 * How long a start may take: a first one may bring in thousands of people, so it is not the time that counts but the
 * silence. What counts as a sign of life, and when the start is over, the caller says.
 */
import type { ChildProcess } from 'node:child_process';

export interface Patience {
  /** How often somebody who waits is told that it is still starting. */
  readonly tell_every_ms: number;
  /** After so long without a sign of life the server is asked to end; undefined where a person watches, who has Ctrl C. */
  readonly silence_ms: number | undefined;
  /** So long after being asked it is ended by force. */
  readonly farewell_ms: number;
}

export interface StartWatch {
  signOfLife(): void;
  /** Whether the server was told to end for its silence. */
  hasGivenUp(): boolean;
  over(): void;
}

export function watchStart(child: ChildProcess, patience: Patience, tell: (line: string) => void): StartWatch {
  const began = performance.now();
  const { tell_every_ms, silence_ms, farewell_ms } = patience;
  let force: NodeJS.Timeout | undefined;
  const telling = setInterval(() => {
    tell(`The server is still starting (${Math.round((performance.now() - began) / 1000)} s so far) …`);
  }, tell_every_ms);
  const silence = silence_ms === undefined ? undefined : setTimeout(() => giveUp(silence_ms), silence_ms);

  function giveUp(after_ms: number): void {
    clearInterval(telling);
    tell(`The server was not ready and said nothing for ${after_ms / 1000} s; it is being stopped.`);
    force = setTimeout(() => child.kill('SIGKILL'), farewell_ms);
    child.kill('SIGTERM');
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
