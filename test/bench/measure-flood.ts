/**
 * What other people's calls keep of their rate while somebody floods the sign-in page with wrong passwords, in turns with
 * the same flood sent elsewhere: the load's core has as much to do in both.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Goal, type Options, say, type Section } from './experiment.ts';
import { FLOOD_CONNECTIONS, flood, type Flooded, floodElsewhere, floodKinds, POSTS_PER_SECOND } from './flood.ts';
import type { Load } from './load.ts';
import { DOCUMENT } from './office.ts';
import { type Path, PATHS } from './paths.ts';
import { measureLoad, othersRemark, type Round, ROUND_FIGURES } from './round.ts';
import { medians } from './statistics.ts';

const LEAST_KEPT = 0.7;
/** The flood begins before the round and lasts beyond it. */
const BEFORE_MS = 700;
const AFTER_MS = 300;
const SETTLING_MS = 500;
const MEASURED = ['client_credentials ES256 JWT', 'client_credentials opaque', 'userinfo'];
const USERNAMES = Array.from({ length: 8 }, (_none, at) => `person-${at}`);
const FLOOD_FIGURES = ['hashed', 'throttled', 'busy'] as const;

/** Whose limits let everything through to the hasher, and whose limits are as they are delivered. */
const OFFICES: readonly { readonly name: string; readonly settings: object }[] = [
  { name: 'limits lifted', settings: { login_attempts_per_minute: 100_000 } },
  { name: 'default limits', settings: {} },
];

interface Row {
  readonly office: string;
  readonly path: string;
  readonly without: Round;
  readonly flooded: Round;
  readonly flood: Flooded;
}

export const floods: Experiment = {
  name: 'flood',
  wanted: ({ only }) => 'flood'.includes(only),
  run: measureFloods,
};

async function measureFloods(options: Options): Promise<Section> {
  const rows: Row[] = [];
  for (const { name, settings } of OFFICES) {
    const lanyard = await startLanyard({
      document: {
        ...DOCUMENT,
        settings: { ...DOCUMENT.settings, ...settings },
        users: [...DOCUMENT.users, ...USERNAMES.map((username) => ({ username, password: `${username}-password` }))],
      },
    });
    try {
      rows.push(...(await measureOffice(name, lanyard, options)));
    } finally {
      await lanyard.stop();
    }
  }
  return section(rows, options);
}

/** Every load is prepared before the first flood: later nobody could sign in any more. */
async function measureOffice(office: string, lanyard: Candidate, options: Options): Promise<readonly Row[]> {
  const kinds = await floodKinds(lanyard, USERNAMES);
  const prepared: { readonly path: Path; readonly load: Load }[] = [];
  for (const path of PATHS.filter(({ name }) => MEASURED.includes(name))) {
    await path.check(lanyard);
    prepared.push({ path, load: await path.prepare(lanyard, options.connections) });
  }
  const rows: Row[] = [];
  for (const { path, load } of prepared) {
    const taken: { readonly without: Round[]; readonly flooded: Round[]; readonly flood: Flooded[] } = {
      without: [],
      flooded: [],
      flood: [],
    };
    await measureLoad(path, load, lanyard, { ...options, seconds: 1 });
    for (let round = 0; round < options.rounds; round += 1) {
      const seconds = options.seconds + (BEFORE_MS + AFTER_MS) / 1000;
      const measure = () => pause(BEFORE_MS).then(() => measureLoad(path, load, lanyard, options));
      const [without] = await Promise.all([measure(), floodElsewhere(kinds, seconds)]);
      const [flooded, flooding] = await Promise.all([measure(), flood(lanyard, kinds, seconds)]);
      taken.without.push(without);
      taken.flooded.push(flooded);
      taken.flood.push(flooding);
      await pause(SETTLING_MS);
    }
    say(`flood, ${office}: ${path.name}`);
    rows.push({
      office,
      path: path.name,
      without: medians(ROUND_FIGURES, taken.without),
      flooded: medians(ROUND_FIGURES, taken.flooded),
      flood: medians(FLOOD_FIGURES, taken.flood),
    });
  }
  return rows;
}

function section(rows: readonly Row[], { rounds, seconds }: Options): Section {
  const goals = rows.map(
    ({ office, path, without, flooded }): Goal => ({
      what: `flood, ${office}: kept rate of ${path}`,
      least: LEAST_KEPT,
      reached: flooded.per_second / without.per_second,
    }),
  );
  return {
    title: `Flood of wrong passwords (${rounds} rounds of ${seconds} s, in turns with and without)`,
    tables: [
      {
        columns: [
          'office',
          'path',
          'without /s',
          'flooded /s',
          'kept',
          'p99 ms',
          'flooded p99',
          'hashed /s',
          '429 /s',
          '503 /s',
        ],
        rows: rows.map(({ office, path, without, flooded, flood: { hashed, throttled, busy } }) => [
          office,
          path,
          without.per_second,
          flooded.per_second,
          flooded.per_second / without.per_second,
          without.p99_ms,
          flooded.p99_ms,
          hashed,
          throttled,
          busy,
        ]),
      },
    ],
    remarks: [
      `${POSTS_PER_SECOND} sign-ins per second over ${FLOOD_CONNECTIONS} connections from 8 loopback addresses, of ${USERNAMES.length} people; without it they go to a process on the load's core.`,
      othersRemark(rows.flatMap(({ without, flooded }) => [without, flooded])),
    ],
    goals,
    figures: rows,
  };
}
