/**
 * What only a shell can do for the panel: one row for each call, with what it takes and what it answers. preload.ts puts
 * exactly these on `window.lanyard`, and shell-handlers.ts answers them; in a browser there is no `window.lanyard`.
 */

export interface ShellCalls {
  /** Opens an http, https or mailto address outside; false for any other. */
  readonly openExternal: { readonly takes: string; readonly answers: boolean };
  /** Puts text on the clipboard, also where the page's address is not one that a browser trusts with it. */
  readonly copyText: { readonly takes: string; readonly answers: null };
  /** Asks where, and writes; false when the person thought better of it. */
  readonly saveFile: { readonly takes: FileToSave; readonly answers: boolean };
  /** Asks for a file and reads it as UTF-8; null when the person thought better of it. Refuses one of more than 20 MB. */
  readonly chooseFile: { readonly takes: FileKind; readonly answers: ChosenFile | null };
  /** Whether Lanyard starts with this computer; null where it can't. */
  readonly getAutostart: { readonly takes: undefined; readonly answers: boolean | null };
  /** Answers what it is afterwards. */
  readonly setAutostart: { readonly takes: boolean; readonly answers: boolean | null };
  readonly showLog: { readonly takes: undefined; readonly answers: null };
  readonly serverStatus: { readonly takes: undefined; readonly answers: ServerStatus };
  /** Signs the desktop's owner in again: the window goes to a one-time address. False where the server refuses. */
  readonly signInAsOwner: { readonly takes: undefined; readonly answers: boolean };
  /** Stops the server and ends the program. */
  readonly quit: { readonly takes: undefined; readonly answers: null };
}

export interface FileToSave {
  /** A name, not a path. */
  readonly suggested_name: string;
  readonly text: string;
}

export interface FileKind {
  /** What stands before the choice: `Configuration`. */
  readonly title: string;
  /** Without dots: `['yaml', 'json']`. */
  readonly extensions: readonly string[];
}

export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

export interface ServerStatus {
  readonly state: 'starting' | 'running' | 'waiting' | 'failed' | 'stopping' | 'stopped';
  /** What applications ask for, while it runs. */
  readonly issuer: string | null;
  readonly data_dir: string | null;
  readonly pid: number | null;
}

export type ShellCall = keyof ShellCalls;

/** `window.lanyard`. A call rejects when it is not for this page to make, or takes something else. */
export type ShellApi = {
  readonly [Name in ShellCall]: (
    ...takes: ShellCalls[Name]['takes'] extends undefined ? [] : [ShellCalls[Name]['takes']]
  ) => Promise<ShellCalls[Name]['answers']>;
};

/** How the name is called on `window`. */
export const SHELL_GLOBAL = 'lanyard';

export function channelOf(name: ShellCall): string {
  return `lanyard:${name}`;
}

/** For each call, whether what arrived is what it takes. */
export const SHELL_CALLS: { readonly [Name in ShellCall]: (given: unknown) => given is ShellCalls[Name]['takes'] } = {
  openExternal: isText(2_048),
  copyText: isText(1_000_000),
  saveFile: isFileToSave,
  chooseFile: isFileKind,
  getAutostart: isNothing,
  setAutostart: (given) => typeof given === 'boolean',
  showLog: isNothing,
  serverStatus: isNothing,
  signInAsOwner: isNothing,
  quit: isNothing,
};

const MOST_CHARACTERS = 50_000_000;

function isNothing(given: unknown): given is undefined {
  return given === undefined;
}

function isText(most: number): (given: unknown) => given is string {
  return (given): given is string => typeof given === 'string' && given.length <= most;
}

function isFileToSave(given: unknown): given is FileToSave {
  if (typeof given !== 'object' || given === null || !('suggested_name' in given) || !('text' in given)) return false;
  return isText(200)(given.suggested_name) && isText(MOST_CHARACTERS)(given.text);
}

function isFileKind(given: unknown): given is FileKind {
  if (typeof given !== 'object' || given === null || !('title' in given) || !('extensions' in given)) return false;
  const { title, extensions } = given;
  return isText(100)(title) && Array.isArray(extensions) && extensions.length <= 20 && extensions.every(isExtension);
}

function isExtension(given: unknown): given is string {
  return typeof given === 'string' && /^[a-z0-9]{1,10}$/.test(given);
}
