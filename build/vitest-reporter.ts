/** Writes what check.ts counts, reasons of skips included, to the file that LANYARD_TEST_REPORT names. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { addCounts, type Counts, countFailure, countSkip, NO_COUNTS } from './counts.ts';

export class CountsReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()].map(countTest));
    // A file that can't be loaded has no tests to fail, and a hook's fault belongs to none.
    const faulty = modules
      .filter((module) => module.errors().length > 0)
      .map((module) => countFailure(module.relativeModuleId, saidBy(module.errors())));
    const outside = unhandledErrors.map((error) => countFailure('outside of any test', saidBy([error])));
    const counts = [...tests, ...faulty, ...outside].reduce(addCounts, NO_COUNTS);
    writeFileSync(this.#file, JSON.stringify(counts));
  }
}

function countTest(test: TestCase): Counts {
  const result = test.result();
  if (result.state === 'passed') return { ...NO_COUNTS, passed: 1 };
  if (result.state === 'skipped') return countSkip(test.fullName, result.note);
  // Failed, or still waiting when the run was over.
  return countFailure(`${test.module.relativeModuleId} > ${test.fullName}`, saidBy(result.errors ?? []));
}

function saidBy(errors: readonly unknown[]): string[] {
  return errors.map((error) =>
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error),
  );
}
