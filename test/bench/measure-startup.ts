/** From spawning to the ready line: with an office that was set up before, and the very first time. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Candidate, startLanyard, startPeer } from './candidate.ts';
import { checkDiscovery, checkOpaque } from './checks.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { generate } from './generate.ts';
import { opaqueTokens } from './kinds.ts';
import { median } from './statistics.ts';

const TOKENS = 5_000;

/** What is started, in turns. */
interface Start {
  readonly name: string;
  run(): Promise<Candidate>;
}

interface Taken {
  readonly ready_ms: number[];
  readonly answered_ms: number[];
}

export const startup: Experiment = {
  name: 'startup',
  wanted: ({ only }) => 'startup'.includes(only),
  run: measureStartup,
};

async function measureStartup({ starts }: Options): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-startup-'));
  try {
    const data = join(directory, 'data');
    const keys = join(directory, 'keys.json');
    await prepareOffice(data);
    await writeFile(keys, JSON.stringify(peerKeys()));
    const rows: readonly Start[] = [
      { name: 'Lanyard, existing data', run: () => startLanyard({ data, document: null }) },
      { name: 'peer, existing keys', run: () => startPeer(keys) },
      { name: 'Lanyard, first start', run: () => startLanyard() },
      { name: 'peer, first start', run: () => startPeer() },
    ];
    return section(await takeStarts(rows, starts), starts);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** An office that has worked: imported, with tokens that live. */
async function prepareOffice(data: string): Promise<void> {
  const lanyard = await startLanyard({ data });
  await generate({
    origin: lanyard.issuer,
    connections: 16,
    seconds: 60,
    requests: TOKENS,
    kinds: [opaqueTokens(lanyard)],
  });
  await lanyard.stop();
}

function peerKeys(): object {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ];
  return { keys: pairs.map(({ privateKey }) => privateKey.export({ format: 'jwk' })) };
}

/** The first of each warms the caches of the disk and does not count. */
async function takeStarts(rows: readonly Start[], starts: number): Promise<ReadonlyMap<string, Taken>> {
  const taken = new Map(rows.map(({ name }): [string, Taken] => [name, { ready_ms: [], answered_ms: [] }]));
  for (let round = 0; round <= starts; round += 1) {
    for (const { name, run } of rows) {
      const candidate = await run();
      try {
        if (round === 0) await check(candidate);
        else note(taken.get(name), candidate);
      } finally {
        await candidate.stop();
      }
    }
    if (round > 0) say(`startup ${round} of ${starts}`);
  }
  return taken;
}

async function check(candidate: Candidate): Promise<void> {
  await checkDiscovery(candidate);
  await checkOpaque(candidate);
}

function note(taken: Taken | undefined, { started_in_ms, answered_in_ms }: Candidate): void {
  taken?.ready_ms.push(started_in_ms);
  taken?.answered_ms.push(answered_in_ms);
}

function section(taken: ReadonlyMap<string, Taken>, starts: number): Section {
  const ready = (name: string) => median(taken.get(name)?.ready_ms ?? []);
  const ratio = ready('Lanyard, existing data') / ready('peer, existing keys');
  return {
    title: `Start to ready (medians of ${starts} starts, in turns)`,
    tables: [
      {
        columns: ['what', 'ready after ms', 'first answer after ms', 'fastest ready', 'slowest ready'],
        rows: [...taken].map(([name, { ready_ms, answered_ms }]) => [
          name,
          median(ready_ms),
          median(answered_ms),
          Math.min(...ready_ms),
          Math.max(...ready_ms),
        ]),
      },
    ],
    remarks: [`The existing data is an office with ${TOKENS} live tokens. The peer has nothing to read but its keys.`],
    goals: [{ what: 'start to ready with existing data, over the peer', most: 0.7, reached: ratio }],
    figures: Object.fromEntries(taken),
  };
}
