/** Why there is no server, in words for the person in front of it. */

export interface Trouble {
  readonly title: string;
  /** What happened. */
  readonly detail: string;
  /** What to do. */
  readonly remedy: string;
}

/** What Lanyard says to a person on standard error, as opposed to a line of its log. */
const FATAL = /^lanyard: (.*)$/;

/** `lines` are the last of its log. */
export function troubleOf(code: number, lines: readonly string[]): Trouble {
  const said = lines.flatMap((line) => FATAL.exec(line)?.[1] ?? []).join('\n');
  return (WORDS[code] ?? keepsStopping)(said, code);
}

const WORDS: Readonly<Record<number, (said: string, code: number) => Trouble>> = {
  2: (said) => ({
    title: 'Lanyard was started with an option that it can’t use',
    detail: said || 'It did not say which one (exit code 2).',
    remedy: 'Correct the option on the command line, in the environment or in lanyard.config.json, then try again.',
  }),
  3: (said) => ({
    title: 'Lanyard is running already',
    detail: inUse(said),
    remedy: 'Use the one that is running, or stop it and try again.',
  }),
  4: (said) => ({
    title: 'What Lanyard has stored is damaged',
    detail: said || 'It did not say where (exit code 4).',
    remedy:
      'Nothing was changed. Do what the line above says, or bring back a copy of the data folder, then try again.',
  }),
};

function keepsStopping(said: string, code: number): Trouble {
  return {
    title: 'Lanyard can’t keep its server running',
    detail: said || `The server ended again and again, the last time with exit code ${code}.`,
    remedy: 'The last lines of its log are below. When you have changed something, try again.',
  };
}

function inUse(said: string): string {
  const pid = /\(process (\d+)\)/.exec(said)?.[1];
  const who = pid === undefined ? 'Another process' : `Process ${pid}`;
  return `${who} is using the same data folder.`;
}

/** A start that was ended for its silence. */
export function silentTrouble(after_ms: number): Trouble {
  return {
    title: 'Lanyard did not get ready',
    detail: `The server said nothing for ${Math.round(after_ms / 1000)} seconds while it was starting, so it was stopped.`,
    remedy: 'The last lines of its log are below. When you have changed something, try again.',
  };
}
