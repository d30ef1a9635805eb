/** The promise that no test of a part can make: what a killed server had answered holds at the next start. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCrashRounds } from '../crash/rounds.ts';

const ROUNDS = Number(process.env['LANYARD_KILL_ROUNDS'] ?? 10);

it(
  `loses nothing that was answered when it is killed in the middle of token requests, ${ROUNDS} times`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lanyard-kill-'));
    try {
      const { promises } = await runCrashRounds(directory, ROUNDS);
      // A run in which nothing was promised would prove nothing.
      expect(promises).toBeGreaterThan(ROUNDS * 20);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  30_000 + ROUNDS * 12_000,
);
