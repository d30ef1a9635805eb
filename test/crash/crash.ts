/** `npm run test:crash -- --rounds N`: the crash rounds of the tests, as many as are asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCrashRounds } from './rounds.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 10_000)
  throw new Error('--rounds takes a whole number from 1 to 10000');

const directory = await mkdtemp(join(tmpdir(), 'lanyard-crash-'));
const began = performance.now();
try {
  const tally = await runCrashRounds(directory, rounds, (round) => {
    if (round % 25 === 0) process.stderr.write(`${round} rounds\n`);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const { finished, killed } = tally.imports;
  process.stdout.write(
    `${tally.rounds} rounds in ${seconds} s: ${tally.promises} answers checked after a kill, all kept; ` +
      `${killed} imports killed, ${finished} finished before, none half applied\n`,
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}
