/**
 * The configuration document: reading it, and applying it as a whole or not at all. What each kind of entry needs is in
 * sections/; who may import, and from where, is the callers' to ask.
 */
import { appendAudit } from '../audit/append.ts';
import { configurationSchema } from '../contract/configuration.ts';
import type { ConfigurationDocument } from '../contract/configuration.ts';
import type { PasswordSealing } from '../directory/mail-settings.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import type { DialectName, JsonObject } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';
import { applyDocument, NotApplied } from './apply-document.ts';
import type { Applied } from './apply-document.ts';
import { checkEntries } from './check-entries.ts';
import { parseConfigurationText } from './configuration-text.ts';
import { refusalOf } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { schemaFaults } from './schema-faults.ts';

export interface Refused {
  readonly refusals: readonly Refusal[];
}

/** More than anybody corrects before trying again. */
const MOST_TOLD = 1000;

/** Reads YAML or JSON. Every fault that the text alone shows is told, with its line; nothing is looked up. */
export function readConfiguration(text: string): { readonly document: ConfigurationDocument } | Refused {
  const parsed = parseConfigurationText(text);
  if ('refusals' in parsed) return parsed;
  const { value, lineOf } = parsed;
  const result = configurationSchema.safeParse(value, { reportInput: true });
  const bySchema = result.success ? [] : schemaFaults(result.error.issues);
  const byEntry = typeof value === 'object' && value !== null ? checkEntries(value) : [];
  const faults = [...bySchema, ...byEntry];
  if (result.success && faults.length === 0) return { document: result.data };
  const told = faults.slice(0, MOST_TOLD).map((fault) => refusalOf(fault, lineOf(fault.path)));
  const untold = faults.length - told.length;
  return { refusals: untold === 0 ? told : [...told, { path: '', reason: `has ${untold} more faults` }] };
}

export interface Importing {
  readonly store: Store;
  readonly passwords: PasswordHasher;
  /** Epoch seconds. */
  readonly now: number;
  /** Who imports, for the audit. */
  readonly actor: string;
  /** From where; absent when it did not come by the network. */
  readonly address?: string;
  /** What a new application of a dialect has where the document says nothing. */
  readonly defaultsFor: (dialect: DialectName) => Partial<Application>;
  /** For secrets that applications sign with. */
  readonly seal: (plain: string) => string;
  /** For the password of the server that sends mail. */
  readonly secrets: PasswordSealing;
  /** Told before the first and after each password that is hashed, which is what takes long: how many of how many are. */
  readonly progress?: (hashed: number, of: number) => void;
}

/**
 * Applies a document in one transaction. Refusals mean that nothing was applied. What is as the document says is not
 * written again, so the same document twice changes nothing. Throws HashingBusy when the password queue is full.
 */
export async function importConfiguration(
  importing: Importing,
  document: ConfigurationDocument,
): Promise<Applied | Refused> {
  const faults = checkEntries(document);
  if (faults.length > 0) return { refusals: faults.map((fault) => refusalOf(fault)) };
  const hashes = new Map<string, string>();
  for (;;) {
    const outcome = await attempt(importing, document, hashes);
    if (!(outcome instanceof NotApplied)) return outcome;
    if (outcome.faults.length > 0) return { refusals: outcome.faults.map((fault) => refusalOf(fault)) };
    await hashAll(outcome.passwords, hashes, importing);
  }
}

async function attempt(
  importing: Importing,
  document: ConfigurationDocument,
  hashes: ReadonlyMap<string, string>,
): Promise<Applied | NotApplied> {
  const { store, now, actor, address = '', defaultsFor, seal, secrets } = importing;
  try {
    return await store.transaction(async (within) => {
      const applied = await applyDocument(document, { within, now, defaultsFor, seal, secrets, hashes });
      if (applied.created.length + applied.changed.length > 0) {
        const detail = summary(applied);
        await appendAudit(within, {
          at: now,
          type: 'configuration.imported',
          actor,
          target: 'configuration',
          address,
          detail,
        });
      }
      return applied;
    });
  } catch (error) {
    if (error instanceof NotApplied) return error;
    throw error;
  }
}

/** As many names as a person would read; an office of thousands still makes an event of one screen. */
const MOST_NAMED = 100;

function summary({ created, changed }: Applied): JsonObject {
  return {
    created: created.slice(0, MOST_NAMED),
    created_count: created.length,
    changed: changed.slice(0, MOST_NAMED),
    changed_count: changed.length,
  };
}

/** Two at a time, as many as the hasher runs, so that people who sign in meanwhile still find room in its queue. */
async function hashAll(
  passwords: readonly string[],
  hashes: Map<string, string>,
  { passwords: hasher, progress }: Pick<Importing, 'passwords' | 'progress'>,
): Promise<void> {
  const left = passwords.values();
  let hashed = 0;
  progress?.(0, passwords.length);
  const worker = async () => {
    for (const password of left) {
      hashes.set(password, await hasher.hash(password));
      hashed += 1;
      progress?.(hashed, passwords.length);
    }
  };
  await Promise.all([worker(), worker()]);
}
