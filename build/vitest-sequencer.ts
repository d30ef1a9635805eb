/** Which test files run first: those that take longest, or only wait, so that nothing is left to wait for at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Ends of paths, in order. Without results of an earlier run, vitest knows only how large a file is. */
const FIRST = [
  'test/conformance/openid/waiting.test.ts',
  'test/commands/commands.test.ts',
  'test/admin/bad-input.test.ts',
  'test/flows/kill.test.ts',
  'test/storage/file/power-loss.test.ts',
  'test/storage/file/fault-sweep.test.ts',
  'test/storage/file/damage-sweep.test.ts',
  'test/electron/package.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = FIRST.flatMap((end) => sorted.filter(({ moduleId }) => moduleId.endsWith(end)));
    return [...first, ...sorted.filter((file) => !first.includes(file))];
  }
}
