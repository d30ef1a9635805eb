/**
 * What only the desktop program can do for the panel. In a browser there is no such program, and whoever offers one of
 * these has another way or offers nothing:
 *
 *     const desktop = shell();
 *     if (desktop !== undefined) await desktop.showLog();
 *
 * Each call, what it takes and what it answers, is a row of electron/shell-api.ts:
 * - `showLog()` opens the server's log, also while the server is away.
 * - `getAutostart()` and `setAutostart(on)` answer whether Lanyard starts with this computer; null where it can't.
 * - `ownerAddress()` is for askOwnerTicket below.
 * - `copyText(text)` and `saveFile({ suggested_name, text })` are for components/copy-text.ts and
 *   screens/exports/save-as.ts: call those, which know a way in browsers too.
 *
 * A call rejects where the program refuses it or fails at it.
 */
import type { ShellApi } from '../../electron/shell-api.ts';
import { OWNER_TICKET_FRAGMENT } from '../../server/contract/admin/settings.ts';

declare global {
  interface Window {
    /** The desktop program puts it there before anything of the page runs. */
    readonly lanyard?: ShellApi;
  }
}

/** Undefined in a browser. */
export function shell(): ShellApi | undefined {
  return window.lanyard;
}

/**
 * A ticket that signs the owner of this computer in, once: the body of the operation `signInOwner`. So the page stays
 * where it is, with what was typed behind the door. Undefined in a browser, and where the server refuses (then the way
 * in is the password). Rejects as a call does.
 */
export async function askOwnerTicket(): Promise<string | undefined> {
  const address = (await shell()?.ownerAddress()) ?? null;
  if (address === null) return undefined;
  const fragment = new URL(address).hash.slice(1);
  return fragment.startsWith(OWNER_TICKET_FRAGMENT) ? fragment.slice(OWNER_TICKET_FRAGMENT.length) : undefined;
}
