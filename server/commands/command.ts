/** The types of a row in the table of commands: those that work on the data directory while no server does, and those that only look. */
import type { Option } from '../config/option.ts';
import type { PasswordSealing } from '../directory/mail-settings.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import type { Examination } from '../doctor/examine.ts';
import type { KeptKeyring } from '../keys/open-keyring.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';

export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** Its own options, beside those of every command of its kind. */
  readonly options: readonly Option<unknown>[];
}

export interface Command extends CommandRow {
  /** What its operands stand for in the help (`FILE…`, at least one); absent where it takes none. */
  readonly operands?: string;
  /** Works also where a store lost the admins that it had, because it makes one. */
  readonly makesAdmin?: true;
  /** Answers what goes to standard output, line by line. */
  run(work: CommandWork): Promise<readonly string[]>;
}

export interface CommandWork {
  readonly store: Store;
  readonly keys: KeptKeyring;
  readonly passwords: PasswordHasher;
  /** Epoch seconds. */
  readonly now: number;
  /** What a new application of a dialect has where nobody says otherwise. */
  readonly defaultsFor: (dialect: DialectName) => Partial<Application>;
  /** For secrets that applications sign with. */
  readonly seal: (plain: string) => string;
  /** For the password of the server that sends mail. */
  readonly secrets: PasswordSealing;
  /** Absolute or relative to the working directory, as they were given. */
  readonly operands: readonly string[];
  /** The text of one of its own options. */
  option(name: string): string | undefined;
  /** Tells the operator something beside the answer: one line on standard error. */
  remark(line: string): void;
}

/** Takes the options of serve. It holds no lock and writes nothing, so that a server may run meanwhile. */
export interface LookingCommand extends CommandRow {
  look(at: CommandLook): Promise<CommandOutcome>;
}

export interface CommandLook extends Examination {
  /** The text of one of its own options. */
  option(name: string): string | undefined;
}

export interface CommandOutcome {
  /** What goes to standard output. */
  readonly lines: readonly string[];
  /** Whether the process ends with 0, or with 1. */
  readonly well: boolean;
}
