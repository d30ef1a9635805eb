/** What the command line of the benchmark asks for. */
import { parseArgs } from 'node:util';
import type { Options } from './experiment.ts';

const DEFAULT_SOAK_MINUTES = '10';

export interface Asked extends Options {
  /** A file for everything that was measured. */
  readonly json: string | undefined;
}

/** A soak and profiles are asked for alone, unless `--only` says otherwise. Throws for what is not known or out of bounds. */
export function readOptions(argv: readonly string[]): Asked {
  const { values } = parseArgs({
    args: withSoakMinutes(argv),
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '64' },
      starts: { type: 'string', default: '7' },
      soak: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      against: { type: 'string' },
    },
  });
  return {
    only: values.only ?? askedAlone(values),
    rounds: bounded(values.rounds, 1, 20),
    seconds: bounded(values.seconds, 1, 60),
    connections: bounded(values.connections, 1, 256),
    starts: bounded(values.starts, 1, 50),
    soak_minutes: bounded(values.soak ?? DEFAULT_SOAK_MINUTES, 1, 60),
    json: values.json,
    profile: values.profile,
    against: values.against,
  };
}

function askedAlone(values: { readonly soak?: string; readonly profile?: string; readonly against?: string }): string {
  if (values.soak !== undefined) return 'soak';
  return values.profile === undefined && values.against === undefined ? '' : 'paths';
}

/** `--soak` may stand alone. */
function withSoakMinutes(argv: readonly string[]): string[] {
  return argv.map((word, at) =>
    word === '--soak' && !/^\d+$/.test(argv[at + 1] ?? '') ? `--soak=${DEFAULT_SOAK_MINUTES}` : word,
  );
}

function bounded(text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`expected a whole number from ${least} to ${most}, got ${text}`);
}
