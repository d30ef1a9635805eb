/**
 * Measures what this machine could do at most, in a process of its own on the server's core: how fast its disk makes
 * appends durable, how fast one core signs, and how fast Node answers with nothing behind it. Prints one line of JSON.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECONDS = 1;
/** Like the line of an opaque token in the journal. */
const LINE_BYTES = 400;

const [, , ...names] = process.argv;
const WORK: Readonly<Record<string, () => number | Promise<number>>> = {
  'durable appends, 16 writers': () => appends(16),
  'durable appends, 64 writers': () => appends(64),
  'ES256 signatures': () => signatures('sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  'RS256 signatures': () => signatures('sha256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  'EdDSA signatures': () => signatures(null, generateKeyPairSync('ed25519').privateKey),
};
const measured: Record<string, number> = {};
for (const name of names) measured[name] = (await WORK[name]?.()) ?? NaN;
process.stdout.write(`${JSON.stringify(measured)}\n`);

/** Every writer waits for its own line; all that wait share one write and one flush. Nothing else is done. */
async function appends(writers: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-limit-'));
  // As the journal does it: on Linux the write itself is durable, elsewhere a sync follows.
  const durable = process.platform === 'linux';
  const flags = constants.O_RDWR | constants.O_CREAT | (durable ? constants.O_DSYNC : 0);
  const file = await open(join(directory, 'journal'), flags, 0o600);
  const batch = Buffer.alloc(LINE_BYTES * writers, 'x');
  let written = 0;
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    await file.write(batch, 0, batch.length, written * LINE_BYTES);
    if (!durable) await file.datasync();
    written += writers;
  }
  await file.close();
  await rm(directory, { recursive: true, force: true });
  return written / SECONDS;
}

function signatures(digest: string | null, key: KeyObject): number {
  const data = Buffer.alloc(500, 'x');
  let signed = 0;
  const until = performance.now() + SECONDS * 1000;
  while (performance.now() < until) {
    for (let turn = 0; turn < 50; turn += 1) sign(digest, data, key);
    signed += 50;
  }
  return signed / SECONDS;
}
