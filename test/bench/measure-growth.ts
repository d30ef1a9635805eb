/** A grown office beside one of ten people: every path's rate, start to ready, memory, and what compaction does to others. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Goal, type Options, say, type Section } from './experiment.ts';
import { GROWN, prepareOffices } from './growth-data.ts';
import { type Compaction, COMPACTION_FIGURES, measureCompaction } from './measure-compaction.ts';
import { type Path, PATHS } from './paths.ts';
import { measureRound, othersRemark, type Round, ROUND_FIGURES } from './round.ts';
import { median, medians } from './statistics.ts';

const WARM_UP_S = 1;
const LEAST_RATE = 0.9;
const MOST_START_MS = 3_000;
const MOST_DELAY_MS = 20;

const OFFICES = ['small', 'grown'] as const;
type Office = (typeof OFFICES)[number];
type Both<T> = Readonly<Record<Office, T>>;

interface Start {
  readonly started_in_ms: number;
  readonly idle_mib: number;
}

interface Row {
  readonly path: string;
  readonly rounds: Both<Round>;
}

export const growth: Experiment = {
  name: 'growth',
  wanted: ({ only }) => 'growth'.includes(only),
  run: measureGrowth,
};

async function measureGrowth(asked: Options): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-growth-'));
  const prepared: Both<string> = { small: join(directory, 'small'), grown: join(directory, 'grown') };
  const options = { ...asked, seconds: Math.max(1, Math.floor(asked.seconds / 2)) };
  try {
    await prepareOffices(prepared.small, prepared.grown);
    say('growth: the data is there');
    const starts: Both<Start[]> = { small: [], grown: [] };
    const rows: Row[] = [];
    for (const path of PATHS.filter(
      ({ connections, slowToPrepare }) => connections === undefined && slowToPrepare !== true,
    )) {
      rows.push(await measurePath(path, prepared, starts, options));
      say(`growth: ${path.name}`);
    }
    return section(rows, starts, await measureCompaction(prepared.grown), options);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What leaves records behind would make the small office grow: both begin anew for every round. */
async function measurePath(path: Path, prepared: Both<string>, starts: Both<Start[]>, options: Options): Promise<Row> {
  const taken: Both<Round[]> = { small: [], grown: [] };
  const roundsEach = path.leavesRecords === true ? 1 : options.rounds;
  for (let begun = 0; begun < options.rounds; begun += roundsEach) {
    const small = await startOne('small', prepared, starts);
    const grown = await startOne('grown', prepared, starts);
    const running: Both<Candidate> = { small, grown };
    try {
      for (const office of OFFICES) {
        await path.check(running[office]);
        await measureRound(path, running[office], { ...options, seconds: WARM_UP_S });
      }
      for (let round = 0; round < roundsEach; round += 1) {
        for (const office of OFFICES) taken[office].push(await measureRound(path, running[office], options));
      }
    } finally {
      await Promise.all([small.stop(), grown.stop()]);
    }
  }
  const middle = (office: Office) => medians(ROUND_FIGURES, taken[office]);
  return { path: path.name, rounds: { small: middle('small'), grown: middle('grown') } };
}

async function startOne(office: Office, prepared: Both<string>, starts: Both<Start[]>): Promise<Candidate> {
  const candidate = await startLanyard({ name: `the ${office} office`, copyOf: prepared[office] });
  starts[office].push({ started_in_ms: candidate.started_in_ms, idle_mib: (await candidate.cost()).rss_mib });
  return candidate;
}

function section(
  rows: readonly Row[],
  starts: Both<readonly Start[]>,
  compaction: Compaction,
  { rounds, seconds }: Options,
): Section {
  const idle = (office: Office) => median(starts[office].map(({ idle_mib }) => idle_mib));
  const start = (office: Office) => median(starts[office].map(({ started_in_ms }) => started_in_ms));
  return {
    title: `Growth: ${GROWN.users} people, ${GROWN.applications} applications and ${GROWN.tokens} tokens beside 10 people (${rounds} rounds of ${seconds} s)`,
    tables: [
      {
        columns: [
          'path',
          'grown /s',
          'small /s',
          'ratio',
          'grown CPU µs',
          'small CPU µs',
          'CPU ratio',
          'grown p99 ms',
          'small p99 ms',
        ],
        rows: rows.map(({ path, rounds: { small, grown } }) => [
          path,
          grown.per_second,
          small.per_second,
          grown.per_second / small.per_second,
          grown.cpu_us,
          small.cpu_us,
          small.cpu_us / grown.cpu_us,
          grown.p99_ms,
          small.p99_ms,
        ]),
      },
      {
        columns: ['office', 'start to ready ms', 'RSS when ready MiB'],
        rows: [
          ...OFFICES.map((office) => [office, start(office), idle(office)]),
          ['grown, its journal as long as it gets', compaction.started_in_ms, NaN],
        ],
      },
      {
        columns: ['grown office under load', ...COMPACTION_FIGURES],
        rows: (['quiet', 'compacting'] as const).map((phase) => [
          phase,
          ...COMPACTION_FIGURES.map((figure) => compaction[phase][figure]),
        ]),
      },
    ],
    remarks: [othersRemark(rows.flatMap(({ rounds: { small, grown } }) => [small, grown])), compaction.remark],
    goals: [...rows.map(rateGoal), ...otherGoals(start('grown'), compaction)],
    figures: { rows, starts, compaction },
  };
}

function rateGoal({ path, rounds: { small, grown } }: Row): Goal {
  return { what: `growth: rate of ${path}`, least: LEAST_RATE, reached: grown.per_second / small.per_second };
}

function otherGoals(started_in_ms: number, { compacting }: Compaction): readonly Goal[] {
  return [
    { what: 'growth: start to ready, ms', most: MOST_START_MS, reached: started_in_ms },
    {
      what: 'growth: longest event-loop delay while compacting, ms',
      most: MOST_DELAY_MS,
      reached: compacting.delay_max_ms,
    },
  ];
}
