/** `npm run test:crash -- --rounds N`: the crash rounds of the tests, as many as are asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Killed } from './commands.ts';
import { runCrashRounds } from './rounds.ts';

/** By chance alone there is no compaction to be hit in a few rounds. */
const ROUNDS_THAT_HIT_COMPACTIONS = 50;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 10_000)
  throw new Error('--rounds takes a whole number from 1 to 10000');

const directory = await mkdtemp(join(tmpdir(), 'lanyard-crash-'));
const began = performance.now();
try {
  const tally = await runCrashRounds(directory, ({ rounds: done }) => {
    if (done % 25 === 0) process.stderr.write(`${done} rounds\n`);
    return done < rounds;
  });
  if (rounds >= ROUNDS_THAT_HIT_COMPACTIONS && tally.compactions === 0)
    throw new Error('no kill fell into a compaction, which proves too little');
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(
    `${tally.rounds} rounds in ${seconds} s: ${tally.checked} answers checked after a kill (${tally.again} of them ` +
      `again, rounds later), all kept; ${tally.inside} codes and token families found whole; ${tally.compactions} kills ` +
      `inside a compaction; imports ${shown(tally.imports)}, key rotations ${shown(tally.rotations)}, starts ` +
      `${shown(tally.starts)}, none half applied\n`,
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}

function shown({ killed, finished }: Killed): string {
  return `${killed} killed and ${finished} finished before`;
}
