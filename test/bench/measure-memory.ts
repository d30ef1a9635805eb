/** Resident memory of fresh processes: idle, and after 100,000 opaque tokens that all live. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Candidate, startLanyard, startPeer } from './candidate.ts';
import { type Experiment, type Options, say, type Section } from './experiment.ts';
import { generate } from './generate.ts';
import { opaqueTokens } from './kinds.ts';
import { introspect } from './oauth-client.ts';
import { median } from './statistics.ts';

const TOKENS = 100_000;
/** How many of them are introspected afterwards, spread over all. */
const SAMPLES = 200;
/** The same for both, and nobody is told to collect garbage. */
const IDLE_MS = 2_000;
const SETTLING_MS = 5_000;
const MOST_ROUNDS = 3;
const SECONDS = 120;

interface Taken {
  readonly idle_mib: number;
  readonly after_mib: number;
}

const CANDIDATES = { lanyard: () => startLanyard(), peer: () => startPeer() } as const;

export const memory: Experiment = {
  name: 'memory',
  wanted: ({ only }) => 'memory'.includes(only),
  run: measureMemory,
};

async function measureMemory(options: Options): Promise<Section> {
  const rounds = Math.min(options.rounds, MOST_ROUNDS);
  const taken: Record<keyof typeof CANDIDATES, Taken[]> = { lanyard: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    taken.lanyard.push(await measureOne(await CANDIDATES.lanyard(), options.connections));
    taken.peer.push(await measureOne(await CANDIDATES.peer(), options.connections));
    say(`memory ${round + 1} of ${rounds}`);
  }
  return section(taken, rounds);
}

async function measureOne(candidate: Candidate, connections: number): Promise<Taken> {
  try {
    await pause(IDLE_MS);
    const idle = await candidate.cost();
    const { pools } = await generate({
      origin: new URL(candidate.metadata.token_endpoint).origin,
      connections,
      seconds: SECONDS,
      requests: TOKENS,
      kinds: [opaqueTokens(candidate, 'sample')],
      pools: { sample: { values: [], once: true, most: SAMPLES, every: TOKENS / SAMPLES } },
    });
    await pause(SETTLING_MS);
    const after = await candidate.cost();
    await assertAlive(candidate, pools['sample'] ?? []);
    return { idle_mib: idle.rss_mib, after_mib: after.rss_mib };
  } finally {
    await candidate.stop();
  }
}

/** Whoever forgets tokens needs no memory for them. */
async function assertAlive(candidate: Candidate, tokens: readonly string[]): Promise<void> {
  if (tokens.length !== SAMPLES) throw new Error(`${candidate.name} gave ${tokens.length} of ${SAMPLES} sample tokens`);
  for (const token of tokens) {
    const { active } = await introspect(candidate, token);
    if (active !== true) throw new Error(`${candidate.name} forgot a token that lives`);
  }
}

function section(taken: Readonly<Record<keyof typeof CANDIDATES, readonly Taken[]>>, rounds: number): Section {
  const of = (name: keyof typeof CANDIDATES, figure: keyof Taken) => median(taken[name].map((one) => one[figure]));
  const row = (label: string, figure: keyof Taken) => {
    const [own, its] = [of('lanyard', figure), of('peer', figure)];
    return [label, own, its, own / its];
  };
  return {
    title: `Memory (resident, MiB; medians of ${rounds} fresh processes each)`,
    tables: [
      {
        columns: ['when', 'Lanyard', 'peer', 'ratio'],
        rows: [row('idle', 'idle_mib'), row(`after ${TOKENS} opaque tokens`, 'after_mib')],
      },
    ],
    remarks: [`${SAMPLES} of the tokens, spread over all, were introspected afterwards and were alive.`],
    goals: [
      {
        what: `memory after ${TOKENS} opaque tokens, over the peer`,
        most: 0.6,
        reached: of('lanyard', 'after_mib') / of('peer', 'after_mib'),
      },
    ],
    figures: taken,
  };
}
