/** Text on the clipboard, and what to press where it can't be put there. */
import { shell } from '../api/shell.ts';

/**
 * Puts text on the clipboard. The desktop program can wherever it is. Browsers offer the clipboard API to https and
 * localhost only, so a page on a plain-http network copies through a selection, as old browsers did. Answers false where
 * nothing works.
 */
export async function copyText(text: string): Promise<boolean> {
  for (const copy of [copyThroughShell, copyThroughBrowser]) {
    try {
      if (await copy(text)) return true;
    } catch {
      // Refused by the program, the person or a policy: the next way may still do.
    }
  }
  return copyThroughSelection(text);
}

/** What copies a selection on this system: as it is shown on a button, and in a sentence. */
export interface CopyKeys {
  readonly short: string;
  readonly spoken: string;
}

export function copyKeys(userAgent: string): CopyKeys {
  return /Mac OS X/.test(userAgent)
    ? { short: '⌘C', spoken: 'Command and C' }
    : { short: 'Ctrl C', spoken: 'Ctrl and C' };
}

async function copyThroughShell(text: string): Promise<boolean> {
  const desktop = shell();
  if (desktop === undefined) return false;
  await desktop.copyText(text);
  return true;
}

async function copyThroughBrowser(text: string): Promise<boolean> {
  if (!window.isSecureContext) return false;
  await navigator.clipboard.writeText(text);
  return true;
}

function copyThroughSelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
