/** The panel's first screen: what it weighs on the wire, and how soon a person can begin over a slow network. */
import { chromium } from '@playwright/test';
import { get } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { chromiumLaunchOptions, findChromium, NO_CHROMIUM } from '../../build/find-chromium.ts';
import { PANEL_SESSION_FRAGMENT } from '../../server/contract/admin/settings.ts';
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { PERSON } from './office.ts';
import { type Asked, NETWORK, visit, type Visit } from './panel-visit.ts';
import { median, medians } from './statistics.ts';

const MOST_BYTES = 250_000;
const MOST_MS = 1_500;

/** Chromium takes `br` over https and from its own computer, and `gzip` from everybody. */
const CODINGS = ['br', 'gzip', 'identity'] as const;
type Coding = (typeof CODINGS)[number];
/** Goals are for what a browser takes. */
const JUDGED = ['br', 'gzip'] as const satisfies readonly Coding[];

interface Weight {
  readonly coding: Coding;
  readonly script_bytes: number;
  readonly style_bytes: number;
  readonly files: number;
}

const VISIT_FIGURES = ['usable_ms', 'wire_bytes', 'requests'] as const;

interface Row {
  readonly what: string;
  readonly visits: readonly Visit[];
}

export const panel: Experiment = {
  name: 'panel',
  wanted: ({ only }) => 'panel'.includes(only),
  run: measurePanel,
};

async function measurePanel(options: Options): Promise<Section> {
  const lanyard = await startLanyard();
  try {
    const weights: Weight[] = [];
    for (const coding of CODINGS) weights.push(await weigh(lanyard, coding));
    return section(weights, await visitAll(lanyard, options), options);
  } finally {
    await lanyard.stop();
  }
}

/** Of what the page itself asks for. What its screens load later on is counted by the visits. */
async function weigh({ issuer }: Candidate, coding: Coding): Promise<Weight> {
  const page = (await fetched(`${issuer}/panel/`, 'identity')).toString('utf8');
  const weightOf = async (extension: string) => {
    const paths = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    const bodies = paths.filter((path) => path.endsWith(extension)).map((path) => fetched(issuer + path, coding));
    return (await Promise.all(bodies)).map(({ length }) => length);
  };
  const [scripts, styles] = [await weightOf('.js'), await weightOf('.css')];
  if (scripts.length === 0) throw new Error(`the panel asks for no script: ${page.slice(0, 500)}`);
  const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0);
  return { coding, script_bytes: sum(scripts), style_bytes: sum(styles), files: scripts.length + styles.length };
}

/** The body as it comes over the wire; `fetch` would unpack it. */
async function fetched(url: string, coding: Coding): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  get(url, { headers: { 'accept-encoding': coding } }, (response) => {
    if (response.statusCode === 200) buffer(response).then(resolve, reject);
    else reject(new Error(`${url} answers ${response.statusCode ?? ''}`));
  }).on('error', reject);
  return promise;
}

async function visitAll({ issuer }: Candidate, { rounds }: Options): Promise<readonly Row[]> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  const url = `${issuer}/panel/`;
  const rows: readonly (Asked & { readonly what: string; readonly visits: Visit[] })[] = [
    { what: 'the door', usable: 'input[name=username]', prepare: () => Promise.resolve(url), visits: [] },
    {
      what: 'home, signed in',
      usable: '#screen h1',
      async prepare({ request }) {
        const { username, password } = PERSON;
        const headers = { origin: issuer };
        const answer = await request.post(`${issuer}/api/v1/session`, { headers, data: { username, password } });
        const { csrf } = (await answer.json()) as { readonly csrf?: string };
        if (csrf === undefined) throw new Error(`not signed in: ${answer.status()} ${await answer.text()}`);
        return `${url}#${PANEL_SESSION_FRAGMENT}${csrf}`;
      },
      visits: [],
    },
  ];
  const browser = await chromium.launch(chromiumLaunchOptions(executablePath));
  try {
    // The first of each finds a browser that has to wake up, and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const row of rows) {
        const seen = await visit(browser, row);
        if (round > 0) row.visits.push(seen);
      }
      if (round > 0) say(`panel ${round} of ${rounds}`);
    }
  } finally {
    await browser.close();
  }
  return rows;
}

function section(weights: readonly Weight[], rows: readonly Row[], { rounds }: Options): Section {
  const times = (visits: readonly Visit[]) => visits.map(({ usable_ms }) => usable_ms);
  const weightBy = (coding: Coding) => weights.find((weight) => weight.coding === coding)?.script_bytes ?? NaN;
  return {
    title: `The panel's first screen, over ${NETWORK.megabits_per_s} Mbit/s and ${NETWORK.latency_ms} ms (medians of ${rounds} visits)`,
    tables: [
      {
        columns: ['what the page asks for', 'scripts, bytes', 'style sheets, bytes', 'files'],
        rows: weights.map(({ coding, script_bytes, style_bytes, files }) => [coding, script_bytes, style_bytes, files]),
      },
      {
        columns: ['visit', 'usable after ms', 'fastest', 'slowest', 'bytes on the wire', 'requests'],
        rows: rows.map(({ what, visits }) => {
          const { usable_ms, wire_bytes, requests } = medians(VISIT_FIGURES, visits);
          const sorted = times(visits);
          return [what, usable_ms, Math.min(...sorted), Math.max(...sorted), wire_bytes, requests];
        }),
      },
    ],
    remarks: ['Each visit is by a browser that has nothing in its cache, on the core that the load has otherwise.'],
    goals: [
      ...JUDGED.map((coding) => ({
        what: `panel: first JavaScript as ${coding}, bytes`,
        most: MOST_BYTES,
        reached: weightBy(coding),
      })),
      ...rows.map(({ what, visits }) => ({
        what: `panel: ${what}, usable after ms`,
        most: MOST_MS,
        reached: median(times(visits)),
      })),
    ],
    figures: { weights, rows: rows.map(({ what, visits }) => ({ what, visits })) },
  };
}
