/** The type of a row in the doctor's table: one thing that can be wrong, and how to find out without changing anything. */
import type { Config } from '../../config/config.ts';
import type { Inspection } from '../../storage/file/inspect.ts';

export interface Check {
  /** As the report and scripts call it. */
  readonly name: string;
  /** At least one finding. What it throws is a fault of the check, and is reported as such. */
  run(office: Examined): Promise<readonly Finding[]>;
}

/** `problem`: something that people need doesn't work, or won't at the next start. `warning`: look at it, nothing fails yet. */
export type Level = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly level: Level;
  /** Whole sentences, for somebody who never read a specification. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface Examined {
  readonly config: Config;
  /** Epoch seconds. */
  readonly now: number;
  /** How far the clock has moved against one that nobody sets, since the doctor began; in milliseconds. */
  drift_ms(): number;
  readonly store: Inspection;
  /** The issuer of an earlier start, if one was kept. */
  readonly keptIssuer: string | undefined;
  /** The origin that a start with this configuration would go by. */
  readonly origin: string;
}
