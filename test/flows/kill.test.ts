/** The promise that no test of a part can make: what a killed server had answered holds at the next start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCrashRounds } from '../crash/rounds.ts';

const ROUNDS = Number(process.env['LANYARD_KILL_ROUNDS'] ?? 10);
/** The compactions of a busy machine are harder to hit. */
const MOST_ROUNDS = ROUNDS * 6;

it(
  `loses nothing that was answered when it is killed in the middle of everything, ${ROUNDS} times`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lanyard-kill-'));
    try {
      const tally = await runCrashRounds(
        directory,
        ({ rounds, compactions }) => rounds < ROUNDS || (compactions === 0 && rounds < MOST_ROUNDS),
      );
      // A run in which nothing was promised, or nothing killed at a bad moment, would prove nothing.
      expect(tally.checked).toBeGreaterThan(ROUNDS * 100);
      expect(tally.inside).toBeGreaterThan(ROUNDS * 10);
      expect(tally.compactions).toBeGreaterThan(0);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  60_000 + MOST_ROUNDS * 60_000,
);
