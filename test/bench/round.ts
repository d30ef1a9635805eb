/** One round: a path under load for some seconds, with what that cost the server. */
import type { Candidate } from './candidate.ts';
import { CORES } from './cores.ts';
import { type Load, runLoad } from './load.ts';
import type { Path } from './paths.ts';
import { timeOfCore } from './process-cost.ts';
import { median } from './statistics.ts';

export const ROUND_FIGURES = ['per_second', 'p50_ms', 'p99_ms', 'cpu_us', 'rss_mib', 'others'] as const;
/**
 * `cpu_us` is of one operation, `per_second` counts operations, the latencies are of a request. `others` is the part of the
 * server's core that went to somebody else: with more than a little, only ratios within the run mean anything.
 */
export type Round = Readonly<Record<(typeof ROUND_FIGURES)[number], number>>;

export interface Strength {
  readonly connections: number;
  readonly seconds: number;
}

export async function measureRound(
  path: Pick<Path, 'name' | 'prepare' | 'connections'>,
  candidate: Candidate,
  strength: Strength,
): Promise<Round> {
  const connections = path.connections ?? strength.connections;
  return measureLoad(path, await path.prepare(candidate, connections), candidate, { ...strength, connections });
}

/** With a load that was prepared before. */
export async function measureLoad(
  { name }: Pick<Path, 'name'>,
  load: Load,
  candidate: Candidate,
  { connections, seconds }: Strength,
): Promise<Round> {
  const before = await costs(candidate);
  const { operations, ...rates } = await runLoad(load, connections, seconds).catch((cause: unknown) => {
    throw new Error(`${name} at ${candidate.name} failed`, { cause });
  });
  const after = await costs(candidate);
  const cpu_s = after.own.cpu_s - before.own.cpu_s;
  const others_s = after.core.busy_s - before.core.busy_s - cpu_s;
  return {
    ...rates,
    cpu_us: (cpu_s * 1e6) / operations,
    rss_mib: after.own.rss_mib,
    others: Math.max(0, others_s / (after.core.total_s - before.core.total_s)),
  };
}

async function costs(candidate: Candidate) {
  return { own: await candidate.cost(), core: await timeOfCore(CORES.server) };
}

/** How far the figures can be trusted. */
export function othersRemark(rounds: readonly Round[]): string {
  const percent = rounds.map(({ others }) => others * 100);
  const [middle, most] = [median(percent), Math.max(...percent)].map((share) => share.toFixed(0));
  return `Somebody else had ${middle} % of the server's core meanwhile (median; ${most} % in the worst row).`;
}
