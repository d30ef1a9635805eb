/** JWTs that count once each: made before the clock runs, and read line by line by whoever sends them. */
import { type KeyObject, sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than any server here answers in a round. */
export const MOST_IN_A_ROUND = 60_000;

/** A file with a line for each; it is there until this process ends. */
export async function fileOfLines(lines: readonly string[]): Promise<string> {
  const file = join(await directoryUntilExit(), 'lines');
  await writeFile(file, lines.join('\n'));
  return file;
}

export async function directoryUntilExit(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-lines-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** `header` is encoded already (encodePart). RFC 7518 §3.4 */
export function signEs256(header: string, claims: object, key: KeyObject): string {
  const input = `${header}.${encodePart(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export function encodePart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
