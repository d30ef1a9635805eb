/** What a stage's tests came to, read from the report of the runner that ran them. A skip needs a reason to be one. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** One line for each test that was skipped: its name and the reason, or that it has none and counts as failed. */
  readonly skips: readonly string[];
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, skips: [] };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skips: [...a.skips, ...b.skips] };
}

/** One skipped test. Whoever gives no reason (a forgotten `skip`, an `only` beside it) has a failed test. */
export function countSkip(name: string, reason: string | undefined): Counts {
  return reason === undefined || reason.trim() === ''
    ? { passed: 0, failed: 1, skips: [`${name}: no reason is given, so it counts as failed`] }
    : { passed: 0, failed: 0, skips: [`${name}: ${reason}`] };
}

/** The part of Playwright's JSON report that is counted. */
export interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  /** What went wrong outside of any test. */
  readonly errors: readonly unknown[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

export function countPlaywright(report: PlaywrightReport): Counts {
  return report.suites.map(countSuite).reduce(addCounts, { passed: 0, failed: report.errors.length, skips: [] });
}

function countSuite(suite: PlaywrightSuite): Counts {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test): Counts => {
      if (test.status === 'unexpected') return { ...NO_COUNTS, failed: 1 };
      if (test.status !== 'skipped') return { ...NO_COUNTS, passed: 1 };
      const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      return countSkip(spec.title, reason);
    }),
  );
  return [...own, ...(suite.suites ?? []).map(countSuite)].reduce(addCounts, NO_COUNTS);
}
