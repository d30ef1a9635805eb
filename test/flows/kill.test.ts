/** The promise that no test of a part can make: what a killed server had answered holds at the next start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCrashRounds } from '../crash/rounds.ts';

const ROUNDS = Number(process.env['LANYARD_KILL_ROUNDS'] ?? 10);

it(
  `loses nothing that was answered when it is killed in the middle of everything, ${ROUNDS} times`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lanyard-kill-'));
    try {
      const tally = await runCrashRounds(directory, ROUNDS);
      // A run in which nothing was promised, or nothing killed at a bad moment, would prove nothing.
      expect(tally.checked).toBeGreaterThan(ROUNDS * 100);
      expect(tally.inside).toBeGreaterThan(ROUNDS * 10);
      expect(tally.compactions).toBeGreaterThan(0);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  30_000 + ROUNDS * 12_000,
);
