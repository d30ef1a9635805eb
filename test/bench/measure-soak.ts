/** Minutes at half the peak rate: whether memory and event-loop delay stay what they are once as many tokens end as begin. */
import { type Candidate, startLanyard } from './candidate.ts';
import { type Experiment, type Goal, type Options, say, type Section } from './experiment.ts';
import { generate } from './generate.ts';
import type { Plan, Window } from './plan.ts';
import type { Figures } from './probe.ts';
import { ACCESS_TOKEN_S, REFRESH_TOKEN_S, SOAK_DOCUMENT, soakMix } from './soak-mix.ts';
import { medians, slope } from './statistics.ts';

const PEAK_SECONDS = 10;
const SAMPLE_MS = 5_000;
/** From here on as many tokens end as begin: the longest life, and twice the pause between two sweeps. */
const STEADY_AFTER_S = REFRESH_TOKEN_S + 60;
/** Of the median, in ten minutes. */
const MOST_RSS_GROWTH = 0.05;
/** In ten minutes. */
const MOST_DELAY_GROWTH_MS = 1;
const TEN_MINUTES = 10;
/** A shorter soak has no part that is long and steady enough to say anything about slopes. */
const LEAST_MINUTES = 6;

const SAMPLE_FIGURES = [
  'per_second',
  'rss_mib',
  'heap_mib',
  'delay_p50_ms',
  'delay_p99_ms',
  'delay_max_ms',
  'latency_p50_ms',
  'latency_p99_ms',
] as const;
type Sample = Readonly<Record<(typeof SAMPLE_FIGURES)[number] | 'minute', number>>;

interface Soaked {
  readonly peak: number;
  readonly samples: readonly Sample[];
  /** Those that count for the slopes. */
  readonly steady: readonly Sample[];
  /** Whether it was long enough for one. */
  readonly verdict: boolean;
}

export const soak: Experiment = {
  name: 'soak',
  // Too long to be part of everything.
  wanted: ({ only }) => only !== '' && 'soak'.includes(only),
  run: measureSoak,
};

async function measureSoak({ soak_minutes, connections }: Options): Promise<Section> {
  const peak = await measurePeak(connections);
  say(`soak: the peak is ${peak.toFixed(0)} requests per second`);
  const lanyard = await startLanyard({ document: SOAK_DOCUMENT, probe: true });
  try {
    const plan: Plan = {
      origin: lanyard.issuer,
      connections,
      per_second: Math.floor(peak / 2),
      seconds: soak_minutes * 60,
      window_ms: SAMPLE_MS,
      ...(await soakMix(lanyard)),
    };
    const samples = await takeSamples(lanyard, plan);
    // The first half at most, so that a short soak still has something to show.
    const from = Math.min(STEADY_AFTER_S / 60, soak_minutes / 2);
    const steady = samples.filter(({ minute }) => minute >= from);
    return section({ peak, samples, steady, verdict: soak_minutes >= LEAST_MINUTES });
  } finally {
    await lanyard.stop();
  }
}

/** Of a server of its own, so that the soak begins with an empty office. */
async function measurePeak(connections: number): Promise<number> {
  const lanyard = await startLanyard({ document: SOAK_DOCUMENT });
  try {
    const plan: Plan = { origin: lanyard.issuer, connections, seconds: PEAK_SECONDS, ...(await soakMix(lanyard)) };
    return (await generate(plan)).per_second;
  } finally {
    await lanyard.stop();
  }
}

async function takeSamples(lanyard: Candidate, plan: Plan): Promise<readonly Sample[]> {
  const asked: Promise<Sample>[] = [];
  const began = Date.now();
  await generate(plan, (window) => {
    asked.push(
      lanyard.ask({ ask: 'figures' }).then((figures) => {
        const sample = sampleOf(window, figures, began);
        say(`soak: ${SAMPLE_FIGURES.map((figure) => `${figure} ${sample[figure].toFixed(1)}`).join(', ')}`);
        return sample;
      }),
    );
  });
  return Promise.all(asked);
}

function sampleOf({ at_ms, answers, p50_ms, p99_ms }: Window, figures: Figures, began: number): Sample {
  return {
    minute: (at_ms - began) / 60_000,
    per_second: (answers * 1000) / SAMPLE_MS,
    ...figures,
    latency_p50_ms: p50_ms,
    latency_p99_ms: p99_ms,
  };
}

function section({ peak, samples, steady, verdict }: Soaked): Section {
  const middle = medians(SAMPLE_FIGURES, steady);
  const slopeOf = (figure: keyof Sample) => slope(steady.map((sample) => ({ x: sample.minute, y: sample[figure] })));
  const goals: readonly Goal[] = [
    {
      what: 'soak: growth of RSS in ten minutes, as part of its median',
      most: MOST_RSS_GROWTH,
      reached: (slopeOf('rss_mib') * TEN_MINUTES) / middle.rss_mib,
    },
    {
      what: 'soak: growth of the event-loop delay’s p99 in ten minutes, ms',
      most: MOST_DELAY_GROWTH_MS,
      reached: slopeOf('delay_p99_ms') * TEN_MINUTES,
    },
  ];
  return {
    title: `Soak at half the peak of ${peak.toFixed(0)} requests per second`,
    tables: [
      {
        columns: ['minute', ...SAMPLE_FIGURES],
        rows: [...Map.groupBy(samples, ({ minute }) => Math.ceil(minute))].map(([minute, within]) => [
          minute,
          ...SAMPLE_FIGURES.map((figure) => medians([figure], within)[figure]),
        ]),
      },
      {
        columns: ['', 'median of the steady part', 'slope per minute'],
        rows: SAMPLE_FIGURES.map((figure) => [figure, middle[figure], slopeOf(figure)]),
      },
    ],
    remarks: [
      `Access tokens live ${ACCESS_TOKEN_S} s and refresh token families ${REFRESH_TOKEN_S} s: until both end as often as they begin, what lives piles up and memory with it. The slopes are taken from minute ${(steady[0]?.minute ?? NaN).toFixed(1)} on.`,
      ...(verdict ? [] : [`Shorter than ${LEAST_MINUTES} minutes: no verdict.`]),
    ],
    goals: verdict ? goals : [],
    figures: { peak, samples, slopes: Object.fromEntries(SAMPLE_FIGURES.map((figure) => [figure, slopeOf(figure)])) },
  };
}
