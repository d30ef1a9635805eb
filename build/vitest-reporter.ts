/** Writes what check.ts counts, reasons of skips included, to the file that LANYARD_TEST_REPORT names. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { NO_COUNTS, type Counts } from './counts.ts';

export class CountsReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let { passed, failed } = NO_COUNTS;
    const skips: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') failed += 1;
        else if (result.state === 'skipped') skips.push(`${test.fullName}: ${result.note ?? 'no reason given'}`);
      }
      // A file that can't be loaded has no tests to fail, and a hook's fault belongs to none.
      if (module.errors().length > 0) failed += 1;
    }
    failed += unhandledErrors.length;
    writeFileSync(this.#file, JSON.stringify({ passed, failed, skips } satisfies Counts));
  }
}
