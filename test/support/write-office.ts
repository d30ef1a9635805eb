/** A configuration document as a file for `--import`. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file's path. YAML readers take JSON as well. */
export async function writeOffice(document: object): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'lanyard-office-')), 'office.lanyard.yaml');
  await writeFile(file, JSON.stringify(document));
  return file;
}
