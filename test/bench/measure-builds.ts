/**
 * This build beside another one of Lanyard: `--against FILE` names the other's `build/out/server/main.js`. They are loaded
 * in the order this, other, other, this, so that whatever slows the machine for a while slows both alike, and compared pair
 * by pair by CPU time; started several times, because two processes of one program differ as well.
 */
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { chosenPaths } from './measure-paths.ts';
import type { Path } from './paths.ts';
import { measureRound, othersRemark, type Round, ROUND_FIGURES } from './round.ts';
import { median, medians } from './statistics.ts';

/** How often both are started anew. */
const PROCESSES = 3;
const WARM_UP_S = 2;

interface Both<T> {
  readonly ours: T;
  readonly other: T;
}

interface Row {
  readonly path: Path;
  readonly rounds: Both<Round[]>;
}

export const builds: Experiment = {
  name: 'builds',
  wanted: ({ against }) => against !== undefined,
  run: measureBuilds,
};

async function measureBuilds(options: Options): Promise<Section> {
  const rows = chosenPaths(options).map((path): Row => ({ path, rounds: { ours: [], other: [] } }));
  for (let turn = 1; turn <= PROCESSES; turn += 1) {
    const running = await startBoth(options.against ?? '', turn);
    try {
      for (const row of rows) {
        await measurePath(row, running, options);
        say(`${row.path.name}, ${turn} of ${PROCESSES}: ${ratio(row.rounds, 'cpu_us').toFixed(3)}`);
      }
    } finally {
      await Promise.all([running.ours.stop(), running.other.stop()]);
    }
  }
  return section(rows, options);
}

/** Neither is always the first. */
async function startBoth(entry: string, turn: number): Promise<Both<Candidate>> {
  const startOurs = () => startLanyard({ name: 'this build' });
  const startOther = () => startLanyard({ name: 'the other build', entry });
  if (turn % 2 === 1) return { ours: await startOurs(), other: await startOther() };
  const other = await startOther();
  return { ours: await startOurs(), other };
}

async function measurePath({ path, rounds }: Row, { ours, other }: Both<Candidate>, options: Options): Promise<void> {
  for (const candidate of [ours, other]) {
    await path.check(candidate);
    await measureRound(path, candidate, { ...options, seconds: WARM_UP_S });
  }
  for (let round = 0; round < options.rounds; round += 1) {
    rounds.ours.push(await measureRound(path, ours, options));
    rounds.other.push(await measureRound(path, other, options));
    rounds.other.push(await measureRound(path, other, options));
    rounds.ours.push(await measureRound(path, ours, options));
  }
}

/** Of the other's over ours, round by round: what belongs together was measured one after the other. */
function ratio({ ours, other }: Both<readonly Round[]>, figure: 'cpu_us' | 'per_second'): number {
  return median(ours.map((round, at) => (other[at]?.[figure] ?? NaN) / round[figure]));
}

function section(rows: readonly Row[], { rounds, seconds, connections }: Options): Section {
  const each = `${PROCESSES} times ${rounds * 2} rounds of ${seconds} s`;
  return {
    title: `This build beside another, at ${connections} connections (${each})`,
    tables: [
      {
        columns: [
          'path',
          'CPU µs',
          'other CPU µs',
          'CPU of the other over ours',
          '/s',
          'other /s',
          'p99 ms',
          'other p99',
        ],
        rows: rows.map(({ path, rounds: taken }) => {
          const ours = medians(ROUND_FIGURES, taken.ours);
          const other = medians(ROUND_FIGURES, taken.other);
          return [
            path.name,
            ours.cpu_us,
            other.cpu_us,
            ratio(taken, 'cpu_us').toFixed(3),
            ours.per_second,
            other.per_second,
            ours.p99_ms,
            other.p99_ms,
          ];
        }),
      },
    ],
    remarks: [othersRemark(rows.flatMap(({ rounds: taken }) => [...taken.ours, ...taken.other]))],
    goals: [],
    figures: { rows: rows.map(({ path, rounds: taken }) => ({ path: path.name, ...taken })) },
  };
}
