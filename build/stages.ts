/** The stages of `npm test`, in order: what each runs. How they are run, counted and told is check.ts's work. */

export interface Stage {
  readonly name: string;
  /** Programs with their arguments, run one after the other with this Node, as paths from the repository's root. */
  readonly programs: readonly (readonly [program: string, ...args: string[]])[];
  /** Where the stage runs tests: by whom their report is written. Its path comes in LANYARD_TEST_REPORT. */
  readonly report?: 'vitest' | 'playwright';
  /** The stage needs a browser. */
  readonly browser?: true;
  /** Said when it failed. */
  readonly mendedBy?: string;
}

const TSC = 'node_modules/typescript/bin/tsc';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const OXLINT = 'node_modules/oxlint/bin/oxlint';
const SOURCES = ['build', 'electron', 'renderer', 'server', 'test'];

export const STAGES: readonly Stage[] = [
  {
    name: 'types',
    programs: [
      [TSC, '--noEmit'],
      [TSC, '--noEmit', '-p', 'renderer'],
      // Once more without the browser's globals, which tests and Electron's types need and the server has not.
      [TSC, '--noEmit', '-p', 'build/tsconfig.server.json'],
    ],
  },
  {
    name: 'format',
    // The summary names the files; the differences themselves would be hundreds of lines.
    programs: [[BIOME, 'format', '--config-path', 'build/biome.json', '--reporter=summary', '.']],
    mendedBy: 'npm run format mends it',
  },
  {
    name: 'lint',
    programs: [[OXLINT, '--config', 'build/oxlint.json', '--type-aware', '--deny-warnings', ...SOURCES]],
  },
  { name: 'build', programs: [['build/build.ts']] },
  {
    name: 'unit',
    programs: [['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts']],
    report: 'vitest',
  },
  {
    name: 'browser',
    programs: [['node_modules/@playwright/test/cli.js', 'test', '--config', 'build/playwright.config.ts']],
    report: 'playwright',
    browser: true,
  },
];
