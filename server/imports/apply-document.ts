/** Applies a configuration document inside of a transaction; what may not be is thrown and so undone. */
import type { ConfigurationDocument, Entries, SectionName } from '../contract/configuration.ts';
import { DomainError } from '../directory/domain-error.ts';
import { type PasswordSealing, withSealedPassword } from '../directory/mail-settings.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import { hasAbleAdmin, hasAdmin } from '../directory/users.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Transaction } from '../storage/store.ts';
import { undefinedScopesIn } from './defined-scopes.ts';
import { differs } from './differs.ts';
import type { DocumentPath, Fault } from './refusal.ts';
import { SECTION_NAMES, SECTIONS } from './sections/index.ts';
import type { ApplyContext, Outcome, Section } from './section.ts';

export interface Surroundings {
  readonly within: Transaction;
  readonly now: number;
  readonly defaultsFor: (dialect: DialectName) => Partial<Application>;
  readonly seal: (plain: string) => string;
  readonly secrets: PasswordSealing;
  /** Password in clear → argon2id hash, as far as they are made. */
  readonly hashes: ReadonlyMap<string, string>;
}

export interface MadeSecret {
  readonly client_id: string;
  /** In clear; told this once. */
  readonly client_secret: string;
}

export interface Applied {
  /** `user alice`, `application grafana` … */
  readonly created: readonly string[];
  readonly changed: readonly string[];
  /** How many entries are as they were. */
  readonly unchanged: number;
  /** How many people came with a password in clear and keep the one that they have. */
  readonly kept_passwords: number;
  readonly secrets: readonly MadeSecret[];
}

/** Thrown to undo the transaction: the document has faults, or passwords must be hashed before it can be applied. */
export class NotApplied extends Error {
  readonly faults: readonly Fault[];
  readonly passwords: readonly string[];

  constructor(faults: readonly Fault[], passwords: readonly string[]) {
    super('the configuration document was not applied');
    this.name = 'NotApplied';
    this.faults = faults;
    this.passwords = passwords;
  }
}

/** Throws NotApplied. */
export async function applyDocument(document: ConfigurationDocument, surroundings: Surroundings): Promise<Applied> {
  const run = new Run(surroundings);
  const { within } = surroundings;
  const [hadAdmin, hadAbleAdmin] = [await hasAdmin(within), await hasAbleAdmin(within)];
  if (document.settings !== undefined)
    await run.attempt(['settings'], 'settings', () => applySettings(document.settings ?? {}, surroundings));
  for (const name of SECTION_NAMES) await applySection(name, document, run);
  const lost = (hadAdmin && !(await hasAdmin(within))) || (hadAbleAdmin && !(await hasAbleAdmin(within)));
  if (lost) {
    for (const path of run.demoted) run.fault(path, 'would lose the rights of the last admin among people');
  }
  return run.result();
}

async function applySettings(
  entry: NonNullable<ConfigurationDocument['settings']>,
  { within, now, secrets }: Surroundings,
): Promise<Outcome> {
  const before = await readSettings(within);
  const changes = withSealedPassword(entry, before, secrets);
  if (!differs(before, changes)) return 'unchanged';
  await changeSettings(within, changes, now);
  return 'changed';
}

type Lists = { readonly [S in SectionName]?: readonly Entries[S][] };

async function applySection<S extends SectionName>(name: S, document: Lists, run: Run): Promise<void> {
  const section: Section<Entries[S]> = SECTIONS[name];
  const entries: readonly Entries[S][] = document[name] ?? [];
  for (const [index, entry] of entries.entries()) {
    const place = [name, index];
    await run.attempt(place, `${section.noun} ${section.key(entry)}`, () => section.apply(entry, run.contextAt(place)));
  }
}

/** What one round gathers. */
class Run {
  readonly demoted: DocumentPath[] = [];
  readonly #surroundings: Surroundings;
  readonly #undefinedScopes: ApplyContext['undefinedScopes'];
  readonly #created: string[] = [];
  readonly #changed: string[] = [];
  #unchanged = 0;
  #keptPasswords = 0;
  readonly #secrets: MadeSecret[] = [];
  readonly #faults: Fault[] = [];
  readonly #passwords = new Set<string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#undefinedScopes = undefinedScopesIn(surroundings.within);
  }

  contextAt(place: DocumentPath): ApplyContext {
    const { within, now, defaultsFor, seal, hashes } = this.#surroundings;
    return {
      within,
      now,
      defaultsFor,
      seal,
      undefinedScopes: this.#undefinedScopes,
      refuse: (path, reason) => this.fault([...place, ...path], reason),
      demotes: () => this.demoted.push(place),
      keepsPassword: () => {
        this.#keptPasswords += 1;
      },
      reveal: (client_id, client_secret) => this.#secrets.push({ client_id, client_secret }),
      hashOf: (password) => {
        const hash = hashes.get(password);
        if (hash === undefined) this.#passwords.add(password);
        return hash;
      },
    };
  }

  async attempt(place: DocumentPath, what: string, work: () => Promise<Outcome>): Promise<void> {
    try {
      this.note(what, await work());
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.fault(error.field === undefined ? place : [...place, error.field], error.message);
    }
  }

  fault(path: DocumentPath, reason: string): void {
    this.#faults.push({ path, reason });
  }

  note(what: string, outcome: Outcome): void {
    if (outcome === 'created') this.#created.push(what);
    else if (outcome === 'changed') this.#changed.push(what);
    else this.#unchanged += 1;
  }

  result(): Applied {
    if (this.#faults.length > 0 || this.#passwords.size > 0) throw new NotApplied(this.#faults, [...this.#passwords]);
    return {
      created: this.#created,
      changed: this.#changed,
      unchanged: this.#unchanged,
      kept_passwords: this.#keptPasswords,
      secrets: this.#secrets,
    };
  }
}
