/** What the panel makes of the desktop program's calls, and what it does in a browser instead. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ShellApi } from '../../electron/shell-api.ts';
import { OWNER_TICKET_FRAGMENT } from '../../server/contract/admin/settings.ts';
import { askOwnerTicket, shell } from '../../renderer/api/shell.ts';
import { copyKeys, copyText } from '../../renderer/components/copy-text.ts';
import { saveAs } from '../../renderer/screens/exports/save-as.ts';
import { READY } from './programs.ts';

const TICKET = 'a'.repeat(43);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A page of the desktop program; `calls` are those that a test is about. */
function inShell(calls: Partial<ShellApi>): void {
  vi.stubGlobal('window', { lanyard: calls, isSecureContext: false });
}

/** A page of a browser that has the clipboard API; answers what was put there and what was downloaded. */
function inBrowser({ secure = true, refuses = false } = {}) {
  const happened: string[] = [];
  vi.stubGlobal('window', { isSecureContext: secure });
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: (text: string) =>
        refuses ? Promise.reject(new Error('refused')) : Promise.resolve(void happened.push(`clipboard ${text}`)),
    },
  });
  vi.stubGlobal('HTMLElement', class {});
  vi.stubGlobal('document', {
    activeElement: null,
    body: { append: () => undefined },
    execCommand: (name: string) => happened.push(name) > 0,
    createElement: () => ({
      select: () => undefined,
      remove: () => undefined,
      click(this: { download: string }) {
        happened.push(`download ${this.download}`);
      },
    }),
  });
  vi.stubGlobal(
    'URL',
    class extends URL {
      static override createObjectURL = () => 'blob:1';
      static override revokeObjectURL = (url: string) => void happened.push(`revoke ${url}`);
    },
  );
  return happened;
}

describe('the owner’s ticket', () => {
  test('is taken from the one-time address', async () => {
    inShell({ ownerAddress: () => Promise.resolve(`${READY.panel}#${OWNER_TICKET_FRAGMENT}${TICKET}`) });
    expect(await askOwnerTicket()).toBe(TICKET);
  });

  test.each([['the server refuses', null] as const, ['the address has none', `${READY.panel}`] as const])(
    'is none where %s',
    async (_why, address) => {
      inShell({ ownerAddress: () => Promise.resolve(address) });
      expect(await askOwnerTicket()).toBeUndefined();
    },
  );

  test('is none in a browser', async () => {
    inBrowser();
    expect([shell(), await askOwnerTicket()]).toEqual([undefined, undefined]);
  });
});

describe('a text is copied', () => {
  test('by the desktop program, at any address', async () => {
    const copied: string[] = [];
    inShell({ copyText: (text) => Promise.resolve((copied.push(text), null)) });
    expect([await copyText('a secret'), copied]).toEqual([true, ['a secret']]);
  });

  test('by the browser, where it is trusted with it', async () => {
    const happened = inBrowser();
    expect([await copyText('a secret'), happened]).toEqual([true, ['clipboard a secret']]);
  });

  test.each([{ secure: false }, { refuses: true }])('through a selection elsewhere: %j', async (browser) => {
    const happened = inBrowser(browser);
    expect([await copyText('a secret'), happened]).toEqual([true, ['copy']]);
  });

  test('by the next way where the desktop program fails at it', async () => {
    const happened = inBrowser();
    Object.assign(window, { lanyard: { copyText: () => Promise.reject(new Error('no clipboard')) } });
    expect([await copyText('a secret'), happened]).toEqual([true, ['clipboard a secret']]);
  });

  test('with the keys of the system, where nothing else does', () => {
    expect(copyKeys('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)').short).toBe('⌘C');
    expect(copyKeys('Mozilla/5.0 (Windows NT 10.0; Win64; x64)').short).toBe('Ctrl C');
    expect(copyKeys('Mozilla/5.0 (X11; Linux x86_64)').spoken).toBe('Ctrl and C');
  });
});

describe('a document is saved', () => {
  const document_ = new Blob(['lanyard: 1\n']);

  test('where the person wants it, or nowhere', async () => {
    const saved: unknown[] = [];
    inShell({ saveFile: (file) => Promise.resolve(saved.push(file) === 1) });
    expect(await saveAs(document_, 'lanyard.yaml')).toBe('saved');
    expect(await saveAs(document_, 'lanyard.yaml')).toBe('nowhere');
    expect(saved[0]).toEqual({ suggested_name: 'lanyard.yaml', text: 'lanyard: 1\n' });
  });

  test('not, when it can’t be written', async () => {
    inShell({ saveFile: () => Promise.reject(new Error('EACCES')) });
    await expect(saveAs(document_, 'lanyard.yaml')).rejects.toThrow('EACCES');
  });

  test('by the browser, which has a minute to begin', async () => {
    vi.useFakeTimers();
    const happened = inBrowser();
    expect(await saveAs(document_, 'lanyard.yaml')).toBe('downloads');
    expect(happened).toEqual(['download lanyard.yaml']);
    vi.advanceTimersByTime(60_000);
    expect(happened).toEqual(['download lanyard.yaml', 'revoke blob:1']);
  });

  test('by the browser’s way in the desktop program, when it is large', async () => {
    const happened = inBrowser();
    Object.assign(window, { lanyard: { saveFile: () => Promise.reject(new Error('not for this one')) } });
    expect(await saveAs(new Blob([new Uint8Array(20_000_001)]), 'audit-events.jsonl')).toBe('downloads');
    expect(happened).toEqual(['download audit-events.jsonl']);
  });
});
