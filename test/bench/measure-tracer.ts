/**
 * What the tracer costs the token endpoint: while nobody watches, beside a server that was built without it, and while
 * somebody does. All are loaded at the same time on one core, so that whatever slows the machine slows them alike; and
 * started several times, because two processes of one program differ as well.
 */
import { adminHeaders, ADMIN_ACCOUNTS } from './admin-access.ts';
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { machineToken } from './oauth-client.ts';
import { DOCUMENT } from './office.ts';
import { type Path, PATHS } from './paths.ts';
import { measureRound, type Round, ROUND_FIGURES } from './round.ts';
import { median, medians } from './statistics.ts';
import { type Watching, watchFlows } from './watch-flows.ts';
import { buildWithoutTracer } from './without-tracer.ts';

/** How often all servers are started anew. */
const PROCESSES = 3;
/** Also for what may be traced at once after a quiet while. */
const WARM_UP_S = 2;
const LEAST_UNWATCHED = 0.98;
const LEAST_WATCHED = 0.8;

const MEASURED = ['client_credentials opaque', 'client_credentials ES256 JWT'];

const SERVERS = { without: 'without a tracer', unwatched: 'nobody watches', watched: 'one watches' } as const;
type Server = keyof typeof SERVERS;
const NAMES = ['without', 'unwatched', 'watched'] as const satisfies readonly Server[];
type Each<T> = Readonly<Record<Server, T>>;

interface Row {
  readonly path: string;
  readonly rounds: Each<Round[]>;
}

export const tracer: Experiment = {
  name: 'tracer',
  wanted: ({ only }) => 'tracer'.includes(only),
  run: measureTracer,
};

async function measureTracer(options: Options): Promise<Section> {
  const entry = await buildWithoutTracer();
  const paths = PATHS.filter(({ name }) => MEASURED.includes(name));
  const rows = new Map(paths.map((path): [Path, Row] => [path, emptyRow(path)]));
  for (let turn = 1; turn <= PROCESSES; turn += 1) {
    const running = await startAll(entry);
    try {
      const watching = await watchFlows(running.watched);
      for (const [path, row] of rows) await measurePath(path, running, row, options);
      await assertTold(running, watching);
    } finally {
      await Promise.all(NAMES.map((name) => running[name].stop()));
    }
    say(`tracer ${turn} of ${PROCESSES}`);
  }
  return section([...rows.values()], options);
}

function emptyRow({ name }: Path): Row {
  return { path: name, rounds: { without: [], unwatched: [], watched: [] } };
}

async function startAll(entry: string): Promise<Each<Candidate>> {
  const document = { ...DOCUMENT, service_accounts: ADMIN_ACCOUNTS };
  const start = (name: Server, others: { readonly entry?: string } = {}) =>
    startLanyard({ name: SERVERS[name], document, ...others });
  return {
    without: await start('without', { entry }),
    unwatched: await start('unwatched'),
    watched: await start('watched'),
  };
}

async function measurePath(path: Path, running: Each<Candidate>, { rounds }: Row, options: Options): Promise<void> {
  const measure = (seconds: number) =>
    Promise.all(
      NAMES.map(async (name) => [name, await measureRound(path, running[name], { ...options, seconds })] as const),
    );
  for (const name of NAMES) await path.check(running[name]);
  await measure(WARM_UP_S);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [name, taken] of await measure(options.seconds)) rounds[name].push(taken);
  }
}

/** That one told what happened, and that the other would have had nothing to tell. */
async function assertTold({ without, watched }: Each<Candidate>, watching: Watching): Promise<void> {
  await machineToken(watched, 'bench-opaque');
  if (watching.events() === 0) throw new Error('nothing was told to the one who watched');
  await watching.stop();
  const other = await watchFlows(without);
  await machineToken(without, 'bench-opaque');
  const response = await fetch(`${without.issuer}/api/v1/trace/flows`, { headers: await adminHeaders(without) });
  const { items } = (await response.json()) as { readonly items: readonly unknown[] };
  await other.stop();
  if (items.length > 0) throw new Error('the server that was built without a tracer has one');
}

function section(rows: readonly Row[], { connections, seconds }: Options): Section {
  const each = rows[0]?.rounds.without.length ?? 0;
  return {
    title: `Tracer: what it costs the token endpoint (${connections} connections to each, ${each} rounds of ${seconds} s)`,
    tables: [
      {
        columns: ['path', 'tracer', '/s', 'CPU µs', 'p50 ms', 'p99 ms'],
        rows: rows.flatMap(({ path, rounds }) =>
          NAMES.map((name) => {
            const { per_second, cpu_us, p50_ms, p99_ms } = medians(ROUND_FIGURES, rounds[name]);
            return [path, SERVERS[name], per_second, cpu_us, p50_ms, p99_ms];
          }),
        ),
      },
    ],
    remarks: [
      'All of them at the same time on one core. With somebody watching, at most 50 requests a second are traced.',
    ],
    goals: rows.flatMap(({ path, rounds: { without, unwatched, watched } }) => [
      {
        what: `tracer, nobody watches: CPU of ${path} without one over ours`,
        least: LEAST_UNWATCHED,
        reached: medianRatio('cpu_us', without, unwatched),
      },
      {
        what: `tracer, one watches: rate of ${path} over nobody`,
        least: LEAST_WATCHED,
        reached: medianRatio('per_second', watched, unwatched),
      },
    ]),
    figures: { rows },
  };
}

/** Of the rounds that were at the same time. */
function medianRatio(figure: 'cpu_us' | 'per_second', of: readonly Round[], over: readonly Round[]): number {
  return median(of.map((round, at) => round[figure] / (over[at]?.[figure] ?? NaN)));
}
