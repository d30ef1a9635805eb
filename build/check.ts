/**
 * `npm test`: runs every stage of stages.ts, or those that are named as arguments, one quiet line each; a stage that
 * fails shows all that it printed, and the next ones run nevertheless. The last lines name what failed, with what it
 * said first, and count the tests.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { addCounts, type Counts, countPlaywright, NO_COUNTS, type PlaywrightReport } from './counts.ts';
import { findChromium, NO_CHROMIUM } from './find-chromium.ts';
import { ROOT } from './paths.ts';
import { type Stage, STAGES } from './stages.ts';

const STAGE_WITHIN_MS = 20 * 60_000;
/** When everything fails, one cause is behind it, and a few show it. */
const FAILURES_SHOWN = 20;
const COLOURS = process.stdout.isTTY && process.env['TERM'] !== 'dumb' && !process.env['NO_COLOR'];

interface Outcome {
  readonly verdict: 'ok' | 'FAILED' | 'skipped';
  readonly counts: Counts;
  /** Shown when the stage failed. */
  readonly output: string;
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !STAGES.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; there are ${STAGES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const reports = mkdtempSync(join(tmpdir(), 'lanyard-check-'));
const chosen = STAGES.filter((stage) => named.length === 0 || named.includes(stage.name));
let total = NO_COUNTS;
let ranTests = 0;
const failed: string[] = [];
for (const stage of chosen) {
  const began = performance.now();
  const outcome = await run(stage);
  const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  console.log([stage.name.padEnd(8), outcome.verdict.padEnd(8), seconds.padStart(8), tell(stage, outcome)].join(' '));
  if (outcome.verdict === 'FAILED') {
    failed.push(stage.name);
    console.log(`\n${(COLOURS ? outcome.output : stripVTControlCharacters(outcome.output)).trim()}\n`);
    if (stage.mendedBy !== undefined) console.log(`${stage.mendedBy}\n`);
  }
  total = addCounts(total, outcome.counts);
  if (stage.report !== undefined) ranTests += outcome.counts.passed + outcome.counts.failed;
}
rmSync(reports, { recursive: true, force: true });

if (ranTests === 0 && chosen.some((stage) => stage.report !== undefined)) {
  console.log('\nNo test ran at all, and that is a failure.');
  total = addCounts(total, { ...NO_COUNTS, failed: 1 });
}
if (total.skips.length > 0) console.log(`\nSkipped:\n${total.skips.map((line) => `  ${line}`).join('\n')}`);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
for (const failure of total.failures.slice(0, FAILURES_SHOWN)) console.log(`\n${failure}`);
if (total.failures.length > FAILURES_SHOWN) console.log(`\nand ${total.failures.length - FAILURES_SHOWN} more`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skips.length} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function run(stage: Stage): Promise<Outcome> {
  const missing = stage.browser === true ? missingBrowser() : undefined;
  if (missing !== undefined) return missing;
  const report = join(reports, `${stage.name}.json`);
  let output = '';
  let good = true;
  for (const program of stage.programs) {
    const done = await runProgram(program, report);
    output += done.output;
    good &&= done.code === 0;
  }
  const counts = readCounts(stage, report, good);
  // A report without a failure doesn't outweigh a runner that ended badly.
  if (!good && counts.failed === 0) return { verdict: 'FAILED', counts: { ...counts, failed: 1 }, output };
  return { verdict: counts.failed === 0 ? 'ok' : 'FAILED', counts, output };
}

/** Without a browser its tests are skipped, and failed where nobody would see the skip. */
function missingBrowser(): Outcome | undefined {
  let reason = NO_CHROMIUM;
  try {
    if (findChromium() !== undefined) return undefined;
    if (process.env['CI'] !== 'true') {
      return { verdict: 'skipped', counts: { ...NO_COUNTS, skips: [`the browser tests: ${reason}`] }, output: '' };
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  return { verdict: 'FAILED', counts: { ...NO_COUNTS, failed: 1 }, output: reason };
}

function runProgram(
  program: readonly string[],
  report: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...program], {
      cwd: ROOT,
      env: {
        ...process.env,
        // Whatever a test starts as plain `node` is this Node.
        PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
        LANYARD_TEST_REPORT: report,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: STAGE_WITHIN_MS,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => done({ code: 1, output: `${output}\n${error.message}` }));
    child.once('close', (code, signal) => {
      const ended = signal === null ? '' : `\n(ended by ${signal}; a stage has ${STAGE_WITHIN_MS / 60_000} minutes)\n`;
      done({ code, output: output + ended });
    });
  });
}

/** A stage without tests counts as one. */
function readCounts(stage: Stage, report: string, good: boolean): Counts {
  if (stage.report === undefined) return { ...NO_COUNTS, passed: good ? 1 : 0, failed: good ? 0 : 1 };
  if (!existsSync(report)) return { ...NO_COUNTS, failed: 1 };
  const json = readFileSync(report, 'utf8');
  return stage.report === 'vitest'
    ? (JSON.parse(json) as Counts)
    : countPlaywright(JSON.parse(json) as PlaywrightReport);
}

function tell(stage: Stage, { counts }: Outcome): string {
  if (stage.report === undefined) return '';
  return `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skips.length} skipped`;
}
