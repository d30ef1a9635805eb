/** What compaction does to everybody else: event-loop delay and latency while it runs under load, beside the time before it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generationsOf } from '../../server/storage/file/layout.ts';
import { type Candidate, startLanyard } from './candidate.ts';
import { say } from './experiment.ts';
import { begin } from './generate.ts';
import { prepareLongJournal } from './growth-data.ts';
import { introspections, opaqueTokens, userinfos } from './kinds.ts';
import type { Window } from './plan.ts';

/** Far from what the server can do, so that what waits does not wait for its turn. */
const PER_SECOND = 4_000;
const CONNECTIONS = 64;
const MOST_SECONDS = 60;
const WINDOW_MS = 100;
const LOOK_EVERY_MS = 10;
/** While nothing is compacted, the figures begin anew so often: what belongs to the beginning of a compaction is among them. */
const BEGIN_ANEW_MS = 200;
const QUIET_MS = 3_000;
const WARM_UP_MS = 3_000;

export const COMPACTION_FIGURES = [
  'seconds',
  'delay_p50_ms',
  'delay_p99_ms',
  'delay_max_ms',
  'longest_gc_ms',
  'latency_p99_ms',
  'latency_max_ms',
] as const;
/** Latencies are the largest of all windows of the phase. */
type Phase = Readonly<Record<(typeof COMPACTION_FIGURES)[number], number>>;

export interface Compaction {
  readonly quiet: Phase;
  readonly compacting: Phase;
  /** With a journal as long as it gets. */
  readonly started_in_ms: number;
  readonly remark: string;
}

/** `grown`: a data directory, of which a copy is used. */
export async function measureCompaction(grown: string): Promise<Compaction> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-compaction-'));
  try {
    const data = join(directory, 'data');
    await prepareLongJournal(grown, data);
    const lanyard = await startLanyard({ data, document: null, probe: true });
    try {
      return await underLoad(lanyard, join(data, 'store'));
    } finally {
      await lanyard.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function underLoad(lanyard: Candidate, store: string): Promise<Compaction> {
  const windows: Window[] = [];
  const load = begin(
    {
      origin: lanyard.issuer,
      connections: CONNECTIONS,
      seconds: MOST_SECONDS,
      per_second: PER_SECOND,
      window_ms: WINDOW_MS,
      kinds: [
        { ...opaqueTokens(lanyard), share: 3 },
        { ...(await introspections(lanyard)), share: 1 },
        { ...(await userinfos(lanyard)), share: 1 },
      ],
    },
    (window) => windows.push(window),
  );
  const measured = phases(lanyard, store, windows);
  const tooEarly = load.outcome.then(() => Promise.reject(new Error(`no compaction within ${MOST_SECONDS} s`)));
  // Only one of them is waited for; the other ends with the server.
  for (const abandoned of [measured, tooEarly]) abandoned.catch(() => undefined);
  try {
    await Promise.race([measured, tooEarly]);
  } finally {
    load.stop();
  }
  const { failures, first_failure } = await load.outcome;
  if (failures > 0) throw new Error(`${failures} wrong answers while compacting, the first: ${first_failure}`);
  return measured;
}

async function phases(lanyard: Candidate, store: string, windows: readonly Window[]): Promise<Compaction> {
  await pause(WARM_UP_MS);
  let began = await beginAnew(lanyard);
  await pause(QUIET_MS);
  const quiet = await phase(lanyard, windows, began);
  do {
    began = await beginAnew(lanyard);
  } while (!(await compactsWithin(store, BEGIN_ANEW_MS)));
  say('growth: compaction under load');
  while (await isCompacting(store)) await pause(LOOK_EVERY_MS);
  const compacting = await phase(lanyard, windows, began);
  const remark = `The load was ${PER_SECOND} requests per second: opaque tokens, introspection and userinfo.`;
  return { quiet, compacting, started_in_ms: lanyard.started_in_ms, remark };
}

async function beginAnew(lanyard: Candidate): Promise<number> {
  await lanyard.ask({ ask: 'figures' });
  return Date.now();
}

async function compactsWithin(store: string, wait_ms: number): Promise<boolean> {
  for (let waited = 0; waited < wait_ms; waited += LOOK_EVERY_MS) {
    if (await isCompacting(store)) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** What happened since `began`. */
async function phase(lanyard: Candidate, windows: readonly Window[], began: number): Promise<Phase> {
  const figures = await lanyard.ask({ ask: 'figures' });
  const ended = Date.now();
  await pause(WINDOW_MS * 2);
  const within = windows.filter(({ at_ms }) => at_ms > began && at_ms - WINDOW_MS < ended);
  const most = (of: (window: Window) => number) => Math.max(...within.map(of));
  return {
    ...figures,
    seconds: (ended - began) / 1000,
    latency_p99_ms: most(({ p99_ms }) => p99_ms),
    latency_max_ms: most(({ max_ms }) => max_ms),
  };
}

/** While a compaction runs there is a journal without the snapshot of its generation. */
async function isCompacting(store: string): Promise<boolean> {
  const names = await readdir(store);
  return generationsOf(names, 'journal').at(-1) !== generationsOf(names, 'directory').at(-1);
}
