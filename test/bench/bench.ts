/**
 * `npm run bench [-- --only NAME] [--rounds N] [--seconds N] [--connections N] [--json FILE] [--profile DIR]`: Lanyard beside the certified
 * Node provider, in turns within one run, so that the machine's moods hit both. Quotes medians and their ratios.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { type Candidate, startLanyard, startPeer } from './candidate.ts';
import { measureLimits } from './limits.ts';
import { hasWrk, runLoad } from './load.ts';
import { type Path, PATHS } from './paths.ts';

const WARM_UP_S = 2;

interface Round {
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly cpu_us: number;
  readonly rss_mib: number;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64' },
    json: { type: 'string' },
    profile: { type: 'string' },
  },
});
const rounds = bounded(values.rounds, 1, 20);
const seconds = bounded(values.seconds, 1, 60);
const connections = bounded(values.connections, 1, 256);

if (!hasWrk()) {
  process.stderr.write('The benchmark needs wrk: apt-get install wrk\n');
  process.exit(1);
}
if (!ensureBuilt()) process.exit(1);
const limits = await measureLimits();
const lanyard = await startLanyard(values.profile);
const peer = await startPeer();
try {
  const rows = [];
  for (const path of PATHS.filter(({ name }) => name.includes(values.only ?? ''))) rows.push(await measure(path));
  report(rows);
  if (values.json !== undefined)
    await writeFile(values.json, `${JSON.stringify({ rounds, seconds, connections, limits, rows }, null, 2)}\n`);
} finally {
  await Promise.all([lanyard.stop(), peer.stop()]);
}

async function measure(path: Path) {
  const taken: Record<Candidate['name'], Round[]> = { lanyard: [], peer: [] };
  for (const candidate of [lanyard, peer])
    await runLoad(await path.prepare(candidate, connections), connections, WARM_UP_S);
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of [lanyard, peer]) taken[candidate.name].push(await run(path, candidate));
  }
  process.stderr.write(`${path.name}: done\n`);
  return { path: path.name, lanyard: medians(taken.lanyard), peer: medians(taken.peer) };
}

async function run(path: Path, candidate: Candidate): Promise<Round> {
  const load = await path.prepare(candidate, connections);
  const before = await candidate.cost();
  const result = await runLoad(load, connections, seconds);
  const after = await candidate.cost();
  if (result.failures > 0) throw new Error(`${path.name} at ${candidate.name}: ${result.failures} failures`);
  const { per_second, p50_ms, p99_ms, requests } = result;
  return {
    per_second,
    p50_ms,
    p99_ms,
    cpu_us: ((after.cpu_s - before.cpu_s) * 1e6) / requests,
    rss_mib: after.rss_mib,
  };
}

function medians(taken: readonly Round[]): Round {
  const of = (key: keyof Round) =>
    taken.map((round) => round[key]).sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? NaN;
  return {
    per_second: of('per_second'),
    p50_ms: of('p50_ms'),
    p99_ms: of('p99_ms'),
    cpu_us: of('cpu_us'),
    rss_mib: of('rss_mib'),
  };
}

function report(rows: readonly { path: string; lanyard: Round; peer: Round }[]): void {
  const core = cpus()[0]?.model ?? 'unknown';
  const lines = [
    `${cpus().length} cores (${core}), Node ${process.versions.node}, ${connections} connections, medians of ${rounds} rounds of ${seconds} s; Lanyard writes to disk, the peer to memory`,
    `started in: Lanyard ${lanyard.started_in_ms.toFixed(0)} ms, peer ${peer.started_in_ms.toFixed(0)} ms`,
    '',
    '| path | Lanyard /s | peer /s | ratio | CPU µs | peer CPU µs | CPU ratio | p50 ms | p99 ms | peer p99 | RSS MiB | peer RSS |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(({ path, lanyard: own, peer: its }) =>
      [
        `| ${path}`,
        own.per_second.toFixed(0),
        its.per_second.toFixed(0),
        (own.per_second / its.per_second).toFixed(2),
        own.cpu_us.toFixed(1),
        its.cpu_us.toFixed(1),
        (its.cpu_us / own.cpu_us).toFixed(2),
        own.p50_ms.toFixed(2),
        own.p99_ms.toFixed(2),
        its.p99_ms.toFixed(2),
        own.rss_mib.toFixed(0),
        `${its.rss_mib.toFixed(0)} |`,
      ].join(' | '),
    ),
  ];
  process.stdout.write(`${[...lines, '', ...limitLines(rows)].join('\n')}\n`);
}

/** Which share of what this machine could do at most each path reaches. */
function limitLines(rows: readonly { path: string; lanyard: Round }[]): readonly string[] {
  const { appends, signs } = limits;
  const durable = appends[connections >= 64 ? 64 : 16];
  const limitOf: Readonly<Record<string, readonly [what: string, limit: number]>> = {
    'client_credentials ES256 JWT': ['ES256 signatures of one core', signs.ES256],
    'client_credentials RS256 JWT': ['RS256 signatures of one core', signs.RS256],
    'client_credentials opaque': ['durable appends', durable],
    refresh: ['RS256 signatures of one core', signs.RS256],
    'code flow in a session': ['RS256 signatures of one core', signs.RS256],
  };
  return [
    '| path | limit | per second | share reached |',
    '|---|---|---:|---:|',
    ...rows.flatMap(({ path, lanyard: own }) => {
      const limit = limitOf[path];
      return limit === undefined
        ? []
        : [`| ${path} | ${limit[0]} | ${limit[1].toFixed(0)} | ${(own.per_second / limit[1]).toFixed(2)} |`];
    }),
  ];
}

function bounded(text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`expected a whole number from ${least} to ${most}, got ${text}`);
}
