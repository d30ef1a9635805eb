/** Lists of the admin API in an office of ten thousand people beside one of a hundred, in turns: whether growth slows them. */
import { adminHeaders, ADMIN_ACCOUNTS } from './admin-access.ts';
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { type Load, lua, luaTable, sameRequest } from './load.ts';
import type { Answer } from './oauth-client.ts';
import { DOCUMENT } from './office.ts';
import { measureLoad, othersRemark, type Round, ROUND_FIGURES } from './round.ts';
import { medians } from './statistics.ts';

const WARM_UP_S = 1;
const LEAST_RATE = 0.7;
const LIMIT = 50;

const OFFICES = { small: 100, large: 10_000 } as const;
type Office = keyof typeof OFFICES;
const NAMES = ['small', 'large'] as const satisfies readonly Office[];
type Both<T> = Readonly<Record<Office, T>>;

/** As many in both offices. */
const APPLICATIONS = 100;

interface List {
  readonly name: string;
  readonly path: string;
  /** How many there are of which it is a page. */
  readonly total: (people: number) => number;
  /** Searched for by each request in turn, so that none finds what the one before has found: a word for each number. */
  readonly searched?: { readonly format: string; readonly numbers: number };
}

const LISTS: readonly List[] = [
  { name: 'people by username', path: '/api/v1/users?sort=username', total: (people) => people },
  {
    name: 'people, a search that finds one',
    path: '/api/v1/users?sort=username',
    total: () => 1,
    searched: { format: 'person-%05d', numbers: OFFICES.small - DOCUMENT.users.length },
  },
  {
    name: 'applications by name',
    path: '/api/v1/applications?sort=client_name',
    total: () => APPLICATIONS + DOCUMENT.applications.length,
  },
];

interface Row {
  readonly list: string;
  readonly rounds: Both<Round>;
}

export const lists: Experiment = {
  name: 'lists',
  wanted: ({ only }) => 'lists'.includes(only),
  run: measureLists,
};

async function measureLists(asked: Options): Promise<Section> {
  const options = { ...asked, seconds: Math.max(1, Math.floor(asked.seconds / 2)) };
  const small = await startLanyard({ name: 'the small office', document: documentOf(OFFICES.small) });
  try {
    const large = await startLanyard({ name: 'the large office', document: documentOf(OFFICES.large) });
    try {
      say(`lists: ${OFFICES.large} people are there`);
      const rows: Row[] = [];
      for (const list of LISTS) {
        rows.push(await measureList(list, { small, large }, options));
        say(`lists: ${list.name}`);
      }
      return section(rows, options);
    } finally {
      await large.stop();
    }
  } finally {
    await small.stop();
  }
}

function documentOf(people: number): object {
  return {
    ...DOCUMENT,
    users: [...DOCUMENT.users, ...Array.from({ length: people - DOCUMENT.users.length }, (_none, at) => personOf(at))],
    applications: [...DOCUMENT.applications, ...Array.from({ length: APPLICATIONS }, (_none, at) => applicationOf(at))],
    service_accounts: ADMIN_ACCOUNTS,
  };
}

function personOf(at: number): object {
  const username = `person-${String(at).padStart(5, '0')}`;
  return { username, name: `Person Number ${at}`, email: `${username}@example.lan` };
}

function applicationOf(at: number): object {
  const client_id = `application-${String(at).padStart(3, '0')}`;
  return { client_id, client_name: `Application ${at}`, redirect_uris: [`https://${client_id}.example.lan/callback`] };
}

async function measureList(list: List, running: Both<Candidate>, options: Options): Promise<Row> {
  const loads: Both<Load> = {
    small: await prepare(list, running.small, OFFICES.small),
    large: await prepare(list, running.large, OFFICES.large),
  };
  const taken: Both<Round[]> = { small: [], large: [] };
  const measure = (office: Office, seconds: number) =>
    measureLoad(list, loads[office], running[office], { ...options, seconds });
  for (const office of NAMES) await measure(office, WARM_UP_S);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const office of NAMES) taken[office].push(await measure(office, options.seconds));
  }
  const middle = (office: Office) => medians(ROUND_FIGURES, taken[office]);
  return { list: list.name, rounds: { small: middle('small'), large: middle('large') } };
}

/** Asks once, because a wrong answer may well be fast. */
async function prepare({ path, total, searched }: List, candidate: Candidate, people: number): Promise<Load> {
  const headers = await adminHeaders(candidate);
  const url = `${candidate.issuer}${path}&limit=${LIMIT}`;
  const asked = searched === undefined ? url : `${url}&q=${searched.format.replace('%05d', '00042')}`;
  const response = await fetch(asked, { headers });
  const answer = (await response.json()) as Answer;
  const wanted = total(people);
  const items = answer['items'];
  if (answer['total'] !== wanted || !Array.isArray(items) || items.length !== Math.min(LIMIT, wanted)) {
    throw new Error(`${asked} answers ${response.status} ${JSON.stringify(answer).slice(0, 300)}, not ${wanted}`);
  }
  const source = searched === undefined ? sameRequest('GET', headers) : searches(url, searched, headers);
  return { url, lua: source, requests_per_operation: 1 };
}

function searches(
  url: string,
  { format, numbers }: NonNullable<List['searched']>,
  headers: Readonly<Record<string, string>>,
): string {
  const { pathname, search } = new URL(url);
  return `local number = 0
local headers = ${luaTable(headers)}
request = function()
  number = (number + 1) % ${numbers}
  return wrk.format('GET', ${lua(`${pathname}${search}&q=`)} .. string.format(${lua(format)}, number), headers)
end`;
}

function section(rows: readonly Row[], { rounds, seconds, connections }: Options): Section {
  const { small, large } = OFFICES;
  return {
    title: `Lists of ${LIMIT}: ${large} people beside ${small} (${connections} connections, ${rounds} rounds of ${seconds} s)`,
    tables: [
      {
        columns: ['list', `${large} /s`, `${small} /s`, 'ratio', `${large}: CPU µs`, `${small}: CPU µs`, 'p99 ms'],
        rows: rows.map(({ list, rounds: taken }) => [
          list,
          taken.large.per_second,
          taken.small.per_second,
          taken.large.per_second / taken.small.per_second,
          taken.large.cpu_us,
          taken.small.cpu_us,
          taken.large.p99_ms,
        ]),
      },
    ],
    remarks: [othersRemark(rows.flatMap(({ rounds: taken }) => [taken.small, taken.large]))],
    goals: rows.map(({ list, rounds: taken }) => ({
      what: `lists: rate of ${list} at ${large} people over ${small}`,
      least: LEAST_RATE,
      reached: taken.large.per_second / taken.small.per_second,
    })),
    figures: { offices: OFFICES, rows },
  };
}
