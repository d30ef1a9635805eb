/** Everything but the browser tests: the root is the repository's, and two cores are used as two. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { CountsReporter } from './vitest-reporter.ts';
import { LongestFirst } from './vitest-sequencer.ts';

/** Rooms of pure functions and memory stores: their tests leave nothing behind, so one process may run many files. */
const TOGETHER = ['spec', 'engine', 'directory', 'pages', 'keys', 'renderer'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
const NEVER = ['test/e2e/**', 'test/bench/**'];

const report = process.env['LANYARD_TEST_REPORT'];

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    projects: [
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [...NEVER, ...TOGETHER] } },
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
    ],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // A third of the time a worker waits: for a disk, a pause, or a server that starts.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    // What ends a test that hangs, and no measure of anything: a machine with much else to do is slow, not wrong.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    reporters: report === undefined ? ['default'] : ['default', new CountsReporter(report)],
  },
});
