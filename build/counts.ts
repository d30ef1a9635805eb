/** What a stage's tests came to, read from the report of the runner that ran them. A skip needs a reason to be one. */
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** One line for each test that was skipped: its name and the reason, or that it has none and counts as failed. */
  readonly skips: readonly string[];
  /** A few lines for each failure: the file, the test's name, and what it said first. */
  readonly failures: readonly string[];
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, skips: [], failures: [] };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skips: [...a.skips, ...b.skips],
    failures: [...a.failures, ...b.failures],
  };
}

const FAILURE_LINES = 6;

/** One failure: `where` is its file and name, `said` what was thrown. The whole of it is in the runner's own output. */
export function countFailure(where: string, said: readonly (string | undefined)[]): Counts {
  const lines = said
    .flatMap((text) => stripVTControlCharacters(text ?? '').split('\n'))
    .filter((line) => line.trim() !== '')
    .slice(0, FAILURE_LINES);
  return { ...NO_COUNTS, failed: 1, failures: [[where, ...lines.map((line) => `  ${line}`)].join('\n')] };
}

/** One skipped test. Whoever gives no reason (a forgotten `skip`, an `only` beside it) has a failed test. */
export function countSkip(name: string, reason: string | undefined): Counts {
  return reason === undefined || reason.trim() === ''
    ? { ...NO_COUNTS, failed: 1, skips: [`${name}: no reason is given, so it counts as failed`] }
    : { ...NO_COUNTS, skips: [`${name}: ${reason}`] };
}

/** The part of Playwright's JSON report that is counted. */
export interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  /** What went wrong outside of any test. */
  readonly errors: readonly PlaywrightError[];
}

interface PlaywrightError {
  readonly message?: string;
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
      readonly results: readonly { readonly errors: readonly PlaywrightError[] }[];
    }[];
  }[];
}

export function countPlaywright(report: PlaywrightReport): Counts {
  const outside = report.errors.map(({ message }) => countFailure('outside of any test', [message]));
  return [...report.suites.map(countSuite), ...outside].reduce(addCounts, NO_COUNTS);
}

function countSuite(suite: PlaywrightSuite): Counts {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test): Counts => {
      if (test.status === 'unexpected') {
        const said = test.results.flatMap(({ errors }) => errors.map(({ message }) => message));
        return countFailure(`${spec.file} > ${spec.title}`, said);
      }
      if (test.status !== 'skipped') return { ...NO_COUNTS, passed: 1 };
      const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      return countSkip(spec.title, reason);
    }),
  );
  return [...own, ...(suite.suites ?? []).map(countSuite)].reduce(addCounts, NO_COUNTS);
}
