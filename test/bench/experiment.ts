/** What a benchmark is made of: experiments, each of which answers with tables for people, figures for JSON, and goals. */
import type { Cell } from './table.ts';

export interface Options {
  /** The name of an experiment, or a part of a path's name; empty means everything but the soak. */
  readonly only: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** How often each candidate is started to see how long that takes. */
  readonly starts: number;
  /** A directory for CPU profiles, one for each path; none are taken where absent. */
  readonly profile: string | undefined;
  readonly soak_minutes: number;
  /** The entry of another build of the server, to compare this one with; then nothing else is measured. */
  readonly against: string | undefined;
}

export interface Experiment {
  /** What `--only` selects it by. */
  readonly name: string;
  wanted(options: Options): boolean;
  /** Throws when an answer was wrong: then the figures would mean nothing. */
  run(options: Options): Promise<Section>;
}

export interface Section {
  readonly title: string;
  readonly tables: readonly TableOf[];
  /** Sentences below the tables. */
  readonly remarks?: readonly string[];
  readonly goals: readonly Goal[];
  /** Everything that was measured, for JSON. */
  readonly figures: object;
}

export interface TableOf {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A figure and where it should be: exactly one of `least` and `most`. */
export interface Goal {
  readonly what: string;
  readonly reached: number;
  readonly least?: number;
  readonly most?: number;
}

export function isMet({ reached, least = -Infinity, most = Infinity }: Goal): boolean {
  return reached >= least && reached <= most;
}

/** Progress goes to standard error, so that what is on standard output can be kept as it is. */
export function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
