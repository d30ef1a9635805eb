/**
 * What only a shell can do for the panel: one row for each call, with what it takes and what it answers. preload.ts puts
 * exactly these on `window.lanyard`, and shell-handlers.ts answers them; in a browser there is no `window.lanyard`.
 */

export interface ShellCalls {
  /** Puts text on the clipboard, also where the page's address is not one that a browser trusts with it. */
  readonly copyText: { readonly takes: string; readonly answers: null };
  /** Asks where, and writes; false when the person thought better of it. */
  readonly saveFile: { readonly takes: FileToSave; readonly answers: boolean };
  /** Whether Lanyard starts with this computer; null where it can't. */
  readonly getAutostart: { readonly takes: undefined; readonly answers: boolean | null };
  /** Answers what it is afterwards. */
  readonly setAutostart: { readonly takes: boolean; readonly answers: boolean | null };
  /** Opens the server's log, or the folder that it lies in where nothing is there to open it. */
  readonly showLog: { readonly takes: undefined; readonly answers: null };
  /** An address on the panel's origin that signs the desktop's owner in, once; null where the server refuses. */
  readonly ownerAddress: { readonly takes: undefined; readonly answers: string | null };
}

export interface FileToSave {
  /** A name, not a path. */
  readonly suggested_name: string;
  readonly text: string;
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
  copyText: isText(1_000_000),
  saveFile: isFileToSave,
  getAutostart: isNothing,
  setAutostart: (given) => typeof given === 'boolean',
  showLog: isNothing,
  ownerAddress: isNothing,
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
