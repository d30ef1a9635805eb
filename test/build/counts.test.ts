/** What `npm test` counts: a skip is one only with a reason, and a failure is told, whichever of the two runners reports it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addCounts,
  countFailure,
  countPlaywright,
  countSkip,
  NO_COUNTS,
  type PlaywrightReport,
} from '../../build/counts.ts';
import { ROOT } from '../../build/paths.ts';

test.each([undefined, '', ' '])('a skip with the reason %j is a failure', (reason) => {
  expect(countSkip('signs in', reason)).toEqual({
    passed: 0,
    failed: 1,
    skips: ['signs in: no reason is given, so it counts as failed'],
    failures: [],
  });
});

test('counts add up', () => {
  const one = { passed: 1, failed: 2, skips: ['a: b'], failures: ['c'] };
  expect(addCounts(one, addCounts(NO_COUNTS, one))).toEqual({
    passed: 2,
    failed: 4,
    skips: ['a: b', 'a: b'],
    failures: ['c', 'c'],
  });
});

test('a failure is told by its place and the first lines of what it said, without colours', () => {
  const { failures } = countFailure('a.test.ts > signs in', [
    '\u001b[31mone\u001b[39m\n\ntwo\nthree',
    undefined,
    '4\n5\n6\n7',
  ]);
  expect(failures).toEqual(['a.test.ts > signs in\n  one\n  two\n  three\n  4\n  5\n  6']);
});

describe("Playwright's report", () => {
  const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped', reason?: string) => ({
    title,
    file: 'all.spec.ts',
    tests: [
      {
        status,
        annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }],
        results: [{ errors: status === 'unexpected' ? [{ message: 'not visible' }] : [] }],
      },
    ],
  });

  test('is counted through all its suites', () => {
    const report: PlaywrightReport = {
      errors: [],
      suites: [
        {
          specs: [spec('a', 'expected'), spec('b', 'unexpected')],
          suites: [{ specs: [spec('c', 'flaky'), spec('d', 'skipped', 'no camera')] }],
        },
        { specs: [spec('e', 'skipped')] },
      ],
    };
    expect(countPlaywright(report)).toEqual({
      passed: 2,
      failed: 2,
      skips: ['d: no camera', 'e: no reason is given, so it counts as failed'],
      failures: ['all.spec.ts > b\n  not visible'],
    });
  });

  test('with a fault outside of any test has failed', () => {
    expect(countPlaywright({ errors: [{ message: 'no browser' }], suites: [] })).toEqual({
      passed: 0,
      failed: 1,
      skips: [],
      failures: ['outside of any test\n  no browser'],
    });
  });
});

describe("Vitest's report", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lanyard-counts-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('counts what a real run came to, files that can not be loaded included', async () => {
    const report = join(directory, 'report.json');
    const reporter = pathToFileURL(join(ROOT, 'build/vitest-reporter.ts')).href;
    await writeFile(
      join(directory, 'vitest.config.mjs'),
      `import { CountsReporter } from ${JSON.stringify(reporter)};
       const reporters = [new CountsReporter(${JSON.stringify(report)})];
       export default { test: { globals: true, include: ['*.test.mjs'], reporters } };`,
    );
    await writeFile(
      join(directory, 'all.test.mjs'),
      `test('passes', () => {});
       test('fails', () => { throw new Error('on purpose'); });
       test('says why', (context) => context.skip('no camera'));
       test.skip('is forgotten', () => {});
       test.todo('is planned');`,
    );
    await writeFile(join(directory, 'broken.test.mjs'), `throw new Error('on purpose');`);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--root', directory], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({
      passed: 1,
      failed: 4,
      skips: [
        'says why: no camera',
        'is forgotten: no reason is given, so it counts as failed',
        'is planned: no reason is given, so it counts as failed',
      ],
      failures: ['all.test.mjs > fails\n  on purpose', 'broken.test.mjs\n  on purpose'],
    });
  });
});
