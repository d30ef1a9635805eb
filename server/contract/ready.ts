/** The ready line: the one line that the server prints on standard output once it answers requests. */
import type { DialectName } from '../spec/vocabulary.ts';

/** What stands before the JSON. */
export const READY_PREFIX = 'LANYARD_READY ';

export interface Ready {
  readonly issuer: string;
  /** The panel's address; null where the panel is off. */
  readonly panel: string | null;
  /** The one-time address at which the first admin is made; null once there is one. */
  readonly setup: string | null;
  readonly data_dir: string;
  readonly pid: number;
  readonly listeners: readonly { readonly dialect: DialectName; readonly url: string }[];
}

/** What a line of standard output says; 'other' for one that is no ready line, 'malformed' for one that lacks a member. */
export function parseReadyLine(line: string): Ready | 'other' | 'malformed' {
  if (!line.startsWith(READY_PREFIX)) return 'other';
  try {
    const said: unknown = JSON.parse(line.slice(READY_PREFIX.length));
    return isReady(said) ? said : 'malformed';
  } catch {
    return 'malformed';
  }
}

function isReady(said: unknown): said is Ready {
  if (typeof said !== 'object' || said === null) return false;
  const { issuer, panel, setup, data_dir, pid, listeners } = said as Record<string, unknown>;
  return (
    typeof issuer === 'string' &&
    (panel === null || typeof panel === 'string') &&
    (setup === null || typeof setup === 'string') &&
    typeof data_dir === 'string' &&
    typeof pid === 'number' &&
    Array.isArray(listeners)
  );
}
