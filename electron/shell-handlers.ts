/** Answers the calls of shell-api.ts: who asks is checked first, then what is asked. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Autostart } from './autostart.ts';
import { type CallingFrame, isOnOrigin, isPanel } from './navigation.ts';
import type { SignInAnswer } from './server-run.ts';
import { channelOf, SHELL_CALLS, type ShellCall, type ShellCalls } from './shell-api.ts';

export type ShellHandlers = {
  readonly [Name in ShellCall]: (
    takes: ShellCalls[Name]['takes'],
  ) => Promise<ShellCalls[Name]['answers']> | ShellCalls[Name]['answers'];
};

/** What the handlers need of the desktop. */
export interface Desk {
  readonly autostart: Autostart | undefined;
  /** The folder that a save begins in. */
  readonly downloads: () => string;
  copyText(text: string): Promise<void>;
  /** Answers an absolute path, or undefined when the person thought better of it. */
  askWhereToSave(suggested: string): Promise<string | undefined>;
  showLog(): void;
  /** The panel's address, where an owner's address has to lead. */
  panel(): string | undefined;
  askOwnerSignIn(): Promise<SignInAnswer>;
}

export function createShellHandlers(desk: Desk): ShellHandlers {
  const autostart = () => desk.autostart?.isOn() ?? null;
  return {
    async copyText(text) {
      await desk.copyText(text);
      return null;
    },
    async saveFile({ suggested_name, text }) {
      const file = await desk.askWhereToSave(join(desk.downloads(), nameAlone(suggested_name)));
      if (file === undefined) return false;
      await writeFile(file, text);
      return true;
    },
    getAutostart: autostart,
    setAutostart(on) {
      desk.autostart?.set(on);
      return autostart();
    },
    showLog() {
      desk.showLog();
      return null;
    },
    async ownerAddress() {
      const answer = await desk.askOwnerSignIn();
      return 'url' in answer && isOnOrigin(answer.url, desk.panel()) ? answer.url : null;
    },
  };
}

/** What of Electron's `ipcMain` is used. */
export interface Calls {
  handle(channel: string, answer: (event: CallEvent, given: unknown) => unknown): void;
}

export interface CallEvent {
  readonly senderFrame: CallingFrame | null;
}

/** `panel` is the panel's address; undefined while there is none, and then nobody may call. */
export function installShellHandlers(calls: Calls, handlers: ShellHandlers, panel: () => string | undefined): void {
  const install = <Name extends ShellCall>(name: Name): void => {
    calls.handle(channelOf(name), ({ senderFrame }, given) => {
      if (!isPanel(senderFrame, panel())) throw new Error(`${name} is not for this page to call`);
      const takes: (given: unknown) => given is ShellCalls[Name]['takes'] = SHELL_CALLS[name];
      if (!takes(given)) throw new Error(`${name} takes something else`);
      return handlers[name](given);
    });
  };
  for (const name of Object.keys(SHELL_CALLS) as ShellCall[]) install(name);
}

/** A path would choose the folder, and a leading dot hide the file. */
function nameAlone(suggested: string): string {
  const name = basename(suggested.replaceAll('\\', '/'))
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '');
  return name === '' ? 'lanyard' : name;
}
