/** Applies one configuration document from a file; for the import command and for serve --import. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/config-error.ts';
import type { Applied } from '../imports/apply-document.ts';
import { importConfiguration, type Importing, readConfiguration } from '../imports/configuration.ts';
import type { Refusal } from '../imports/refusal.ts';

/** Throws ConfigError when the file can't be read, or, with a line for each fault, when nothing of it was applied. */
export async function importFile(file: string, importing: Importing): Promise<Applied> {
  const read = readConfiguration(await textOf(file));
  if ('refusals' in read) throw refused(file, read.refusals);
  const outcome = await importConfiguration(importing, read.document);
  if ('refusals' in outcome) throw refused(file, outcome.refusals);
  return outcome;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new ConfigError(`${file} can't be read (${code})`, cause);
  }
}

function refused(file: string, refusals: readonly Refusal[]): ConfigError {
  return new ConfigError(
    refusals.map(({ path, reason }) => `${file}: ${path === '' ? 'the document' : path} ${reason}`),
  );
}
