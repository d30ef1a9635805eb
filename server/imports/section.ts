/** The shape of a section: how one entry of the configuration document is checked and applied. */
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Transaction } from '../storage/store.ts';
import type { DocumentPath } from './refusal.ts';

export type Outcome = 'created' | 'changed' | 'unchanged';

/** Takes note that something about the entry is wrong, at a path within it (`['groups', 1]`). Nothing will be applied then. */
export type Refuse = (path: DocumentPath, reason: string) => void;

export interface ApplyContext {
  readonly within: Transaction;
  readonly now: number;
  readonly refuse: Refuse;
  readonly defaultsFor: (dialect: DialectName) => Partial<Application>;
  /** For secrets that applications sign with. */
  readonly seal: (plain: string) => string;
  /**
   * The hash of a new person's password. Hashing can't happen inside of a transaction: undefined means that it is not made
   * yet, and that this round will be undone and repeated with it.
   */
  readonly hashOf: (password: string) => string | undefined;
  /** Notes that a password was given for somebody who has their own already. */
  readonly keepsPassword: () => void;
  /** Tells the one who imports a secret that was made just now. */
  readonly reveal: (client_id: string, client_secret: string) => void;
  /** Notes that this entry took the rights of an admin; refused at the end when no admin remains. */
  readonly demotes: () => void;
  /** Scopes of this list that nobody defines: neither Lanyard, nor the office, nor an API. */
  readonly undefinedScopes: (scope: readonly string[]) => Promise<readonly string[]>;
}

export interface Section<E> {
  /** What an entry is, for reports: `user`. */
  readonly noun: string;
  /** The field that entries are matched by. */
  readonly keyField: string;
  /** That field as it compares: two entries with equal keys are the same thing. */
  key(entry: E): string;
  /** What the entry alone shows and the schema cannot say. */
  check?(entry: E, refuse: Refuse): void;
  apply(entry: E, cx: ApplyContext): Promise<Outcome>;
}
