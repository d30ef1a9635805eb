/** Lanyard beside the peer on every path, in turns, so that the machine's moods hit both; and which share of the limits that is. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Candidate, startLanyard, startPeer } from './candidate.ts';
import { type Experiment, type Goal, type Options, say, type Section } from './experiment.ts';
import { LIMIT_NAMES, LimitGauge, type Limits } from './limits.ts';
import { type Path, PATHS } from './paths.ts';
import { profileLines } from './read-profile.ts';
import { measureRound, othersRemark, type Round, ROUND_FIGURES, type Strength } from './round.ts';
import { medians } from './statistics.ts';

const WARM_UP_S = 1;
/** The limits are taken again after as many paths. */
const LIMITS_EVERY = 4;

interface Row {
  readonly path: Path;
  readonly lanyard: Round;
  readonly peer: Round;
}

export const paths: Experiment = {
  name: 'paths',
  wanted: (options) => chosenPaths(options).length > 0,
  run: measurePaths,
};

/** A whole name is one path; a part of a name, every path that has it. */
export function chosenPaths({ only }: Pick<Options, 'only'>): readonly Path[] {
  if (only === paths.name) return PATHS;
  const named = PATHS.filter(({ name }) => name === only);
  return named.length > 0 ? named : PATHS.filter(({ name }) => name.includes(only));
}

async function measurePaths(options: Options): Promise<Section> {
  const limits = new LimitGauge(options.connections);
  await limits.take();
  const lanyard = await startLanyard({ probe: options.profile !== undefined });
  const peer = await startPeer();
  const rows: Row[] = [];
  const profiles: string[] = [];
  try {
    for (const [at, path] of chosenPaths(options).entries()) {
      rows.push(await measurePath(path, { lanyard, peer }, options));
      if (options.profile !== undefined) profiles.push(...(await profilePath(path, lanyard, options)));
      say(path.name);
      if ((at + 1) % LIMITS_EVERY === 0) await limits.take();
    }
  } finally {
    await Promise.all([lanyard.stop(), peer.stop()]);
  }
  await limits.take();
  return section(rows, limits.medians(), profiles, options);
}

async function measurePath(
  path: Path,
  { lanyard, peer }: { readonly lanyard: Candidate; readonly peer: Candidate },
  options: Options,
): Promise<Row> {
  const taken: { readonly lanyard: Round[]; readonly peer: Round[] } = { lanyard: [], peer: [] };
  const measure = (strength: Strength) => measureRound(path, lanyard, strength);
  const { beside } = path;
  const measurePeer = (strength: Strength) =>
    beside === undefined ? measureRound(path, peer, strength) : measureRound(beside, lanyard, strength);
  await path.check(lanyard);
  if (beside === undefined) await path.check(peer);
  for (const warmUp of [measure, measurePeer]) await warmUp({ ...options, seconds: WARM_UP_S });
  for (let round = 0; round < options.rounds; round += 1) {
    taken.lanyard.push(await measure(options));
    taken.peer.push(await measurePeer(options));
  }
  return { path, lanyard: medians(ROUND_FIGURES, taken.lanyard), peer: medians(ROUND_FIGURES, taken.peer) };
}

/** One more round, which counts for nothing else, because a profile costs time. */
async function profilePath(path: Path, lanyard: Candidate, options: Options): Promise<readonly string[]> {
  const directory = options.profile ?? '';
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${path.name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.cpuprofile`);
  await lanyard.ask({ ask: 'begin-profile' });
  await measureRound(path, lanyard, options);
  await lanyard.ask({ ask: 'end-profile', file });
  return profileLines(path.name, file);
}

function section(rows: readonly Row[], limits: Limits, profiles: readonly string[], options: Options): Section {
  return {
    title: `Paths, at ${options.connections} connections (${options.rounds} rounds of ${options.seconds} s)`,
    tables: [besidePeer(rows), ofLimits(rows, limits), limitTable(limits)],
    remarks: [
      'Lanyard writes to disk before it answers; the peer writes to memory.',
      othersRemark(rows.flatMap(({ lanyard, peer }) => [lanyard, peer])),
      ...profiles,
    ],
    goals: rows.flatMap((row) => goalsOf(row, limits)),
    figures: { limits, rows: rows.map(({ path, lanyard, peer }) => ({ path: path.name, lanyard, peer })) },
  };
}

function besidePeer(rows: readonly Row[]): Section['tables'][number] {
  return {
    columns: [
      'path',
      'Lanyard /s',
      'peer /s',
      'ratio',
      'CPU µs',
      'peer CPU µs',
      'CPU ratio',
      'p50 ms',
      'peer p50',
      'p99 ms',
      'peer p99',
      'RSS MiB',
      'peer RSS',
    ],
    rows: rows.map(({ path, lanyard, peer }) => [
      path.beside === undefined ? path.name : `${path.name} (no peer: beside our own ${path.beside.name})`,
      lanyard.per_second,
      peer.per_second,
      rateRatio(lanyard, peer),
      lanyard.cpu_us,
      peer.cpu_us,
      cpuRatio(lanyard, peer),
      lanyard.p50_ms,
      peer.p50_ms,
      lanyard.p99_ms,
      peer.p99_ms,
      lanyard.rss_mib,
      peer.rss_mib,
    ]),
  };
}

function ofLimits(rows: readonly Row[], limits: Limits): Section['tables'][number] {
  return {
    columns: ['path', 'limit', 'limit /s', 'Lanyard /s', 'share reached'],
    rows: rows.map(({ path, lanyard }) => [
      path.name,
      path.limit,
      limits[path.limit],
      lanyard.per_second,
      lanyard.per_second / limits[path.limit],
    ]),
  };
}

function limitTable(limits: Limits): Section['tables'][number] {
  return {
    columns: ['limit of this disk and one core', 'per second'],
    rows: LIMIT_NAMES.map((name) => [name, limits[name]]),
  };
}

function goalsOf({ path, lanyard, peer }: Row, limits: Limits): readonly Goal[] {
  const { rate, cpu, share } = path.wanted;
  const goal = (what: string, least: number | undefined, reached: number): readonly Goal[] =>
    least === undefined ? [] : [{ what: `${path.name}: ${what}`, least, reached }];
  return [
    ...goal('rate over the peer', rate, rateRatio(lanyard, peer)),
    ...goal('CPU of the peer over ours', cpu, cpuRatio(lanyard, peer)),
    ...goal(`share of ${path.limit}`, share, lanyard.per_second / limits[path.limit]),
  ];
}

function rateRatio(lanyard: Round, peer: Round): number {
  return lanyard.per_second / peer.per_second;
}

function cpuRatio(lanyard: Round, peer: Round): number {
  return peer.cpu_us / lanyard.cpu_us;
}
