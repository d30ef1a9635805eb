/** import: applies configuration documents, one after the other, each as a whole or not at all. serve --import does the same. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/config-error.ts';
import type { Applied } from '../imports/apply-document.ts';
import type { Importing } from '../imports/configuration.ts';
import type { Refusal } from '../imports/refusal.ts';
import type { Log } from '../log/log.ts';
import type { Command } from './command.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'applies configuration documents',
  options: [],
  operands: 'FILE…',
  async run(work) {
    const { store, passwords, now, operands, defaultsFor, seal } = work;
    const importing = { store, passwords, now, actor: 'operator', defaultsFor, seal, secrets: work.secrets };
    const lines: string[] = [];
    for (const file of operands) {
      const applied = await importFile(file, importing);
      const { created, changed, unchanged, kept_passwords, secrets } = applied;
      lines.push(`${file}: ${created.length} created, ${changed.length} changed, ${unchanged} unchanged`);
      if (created.length > 0) lines.push(`created: ${named(created)}`);
      if (changed.length > 0) lines.push(`changed: ${named(changed)}`);
      if (kept_passwords > 0) lines.push(keptPasswords(kept_passwords));
      lines.push(
        ...secrets.map((made) => `client_secret of ${made.client_id}, shown this once: ${made.client_secret}`),
      );
    }
    return lines;
  },
};

/** Passwords, while an import hashes them: some seconds. */
const PROGRESS_EVERY = 200;

/** Applies the files that a start names, and tells the log. Throws as importFile does; later files are not touched then. */
export async function importAtStart(files: readonly string[], importing: Importing, log: Log): Promise<void> {
  for (const file of files) {
    const progress = (hashed: number, of: number) => {
      if (hashed % PROGRESS_EVERY === 0) log.info('importing', { file, hashed_passwords: hashed, of });
    };
    const { created, changed, unchanged, kept_passwords, secrets } = await importFile(file, { ...importing, progress });
    log.info('imported', {
      file,
      created: created.length,
      changed: changed.length,
      unchanged,
      ...(created.length > 0 && { created_names: named(created) }),
      ...(changed.length > 0 && { changed_names: named(changed) }),
    });
    if (kept_passwords > 0) log.info(keptPasswords(kept_passwords), { file });
    // A log is no place for secrets: lanyard import prints them, the panel makes new ones.
    for (const { client_id } of secrets) log.warn('a client_secret was made that nobody was shown', { client_id });
  }
}

/** As many as a person would read. */
const MOST_NAMED = 50;

/** What was created or changed, by name: `group staff, user alice`. */
function named(entries: readonly string[]): string {
  const more = entries.length - MOST_NAMED;
  return entries.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Said where a document names passwords of people who have their own. */
function keptPasswords(count: number): string {
  return `passwords of people who exist already were left as they are (${count})`;
}

/** Throws ConfigError when the file can't be read, or, with a line for each fault, when nothing of it was applied. */
async function importFile(file: string, importing: Importing): Promise<Applied> {
  // Reading documents takes more code than all else of a start, and most starts import nothing.
  const { importConfiguration, readConfiguration } = await import('../imports/configuration.ts');
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
