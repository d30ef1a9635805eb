/** What this machine could do at most, measured several times between everything else, because its mood changes. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { startBare } from './candidate.ts';
import { pinned } from './cores.ts';
import { runLoad, sameRequest } from './load.ts';
import { CLIENT_CREDENTIALS, FORM } from './oauth-client.ts';
import { medians } from './statistics.ts';

const OF_DISK_AND_CORE = [
  'durable appends, 16 writers',
  'durable appends, 64 writers',
  'ES256 signatures',
  'RS256 signatures',
  'EdDSA signatures',
] as const;
const OF_HTTP = ['bare GET answers', 'bare POST answers'] as const;

export const LIMIT_NAMES = [...OF_DISK_AND_CORE, ...OF_HTTP] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];
/** Per second. */
export type Limits = Readonly<Record<LimitName, number>>;

const SECONDS = 1;

export class LimitGauge {
  readonly #taken: Limits[] = [];
  readonly #connections: number;

  constructor(connections: number) {
    this.#connections = connections;
  }

  async take(): Promise<void> {
    this.#taken.push({ ...(await ofDiskAndCore()), ...(await ofHttp(this.#connections)) });
  }

  medians(): Limits {
    return medians(LIMIT_NAMES, this.#taken);
  }
}

async function ofDiskAndCore(): Promise<Readonly<Record<(typeof OF_DISK_AND_CORE)[number], number>>> {
  const script = join(import.meta.dirname, 'limits-process.ts');
  const [command, args] = pinned('server', process.execPath, [script, ...OF_DISK_AND_CORE]);
  const { stdout } = await promisify(execFile)(command, args, { timeout: 60_000 });
  return JSON.parse(stdout) as Readonly<Record<(typeof OF_DISK_AND_CORE)[number], number>>;
}

async function ofHttp(connections: number): Promise<Readonly<Record<(typeof OF_HTTP)[number], number>>> {
  const bare = await startBare();
  try {
    const rate = async (source: string) => {
      const load = { url: bare.url, lua: source, requests_per_operation: 1 } as const;
      return (await runLoad(load, connections, SECONDS)).per_second;
    };
    await rate(sameRequest('GET', {}));
    return {
      'bare GET answers': await rate(sameRequest('GET', {})),
      'bare POST answers': await rate(sameRequest('POST', FORM, CLIENT_CREDENTIALS)),
    };
  } finally {
    await bare.stop();
  }
}
