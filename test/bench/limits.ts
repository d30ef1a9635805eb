/** What this machine could do at most: how fast its disk makes appends durable, and how fast one of its cores signs. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Limits {
  /** Durable appends of 400 bytes per second with a shared flush, by the number of writers. */
  readonly appends: Readonly<Record<16 | 64, number>>;
  /** Signatures per second of one core. */
  readonly signs: Readonly<Record<'ES256' | 'RS256', number>>;
}

const SECONDS = 2;

export async function measureLimits(): Promise<Limits> {
  return {
    appends: { 16: await appends(16), 64: await appends(64) },
    signs: {
      ES256: signs(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      RS256: signs(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    },
  };
}

/** Every writer waits for its own line; all that wait share one write and one flush. Nothing else is done. */
async function appends(writers: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-limit-'));
  const file = await open(join(directory, 'journal'), 'a');
  const line = Buffer.alloc(400, 'x');
  let written = 0;
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    await file.write(Buffer.concat(Array.from({ length: writers }, () => line)));
    await file.datasync();
    written += writers;
  }
  await file.close();
  await rm(directory, { recursive: true, force: true });
  return written / SECONDS;
}

function signs(key: Parameters<typeof sign>[2]): number {
  const data = Buffer.alloc(500, 'x');
  let signed = 0;
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    for (let turn = 0; turn < 50; turn += 1) sign('sha256', data, key);
    signed += 50;
  }
  return signed / SECONDS;
}
