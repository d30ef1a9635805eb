/** The shell's calls from both ends: what the preload puts on the page, and what the handlers make of it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { channelOf, SHELL_CALLS, type ShellCall } from '../../electron/shell-api.ts';
import type { SignInAnswer } from '../../electron/server-run.ts';
import { createShellHandlers, type Desk, installShellHandlers } from '../../electron/shell-handlers.ts';
import { READY } from './programs.ts';

const PANEL = { url: READY.panel ?? '', parent: null };
const ONCE = `${PANEL.url}#owner-ticket=once`;
const CALLS = Object.keys(SHELL_CALLS) as ShellCall[];

const directory = mkdtempSync(join(tmpdir(), 'lanyard-handlers-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function install(changed: Partial<Desk> = {}, panel: string | undefined = PANEL.url) {
  const happened: string[] = [];
  const desk: Desk = {
    autostart: undefined,
    downloads: () => directory,
    copyText: (text) => Promise.resolve(void happened.push(`copy ${text}`)),
    askWhereToSave: (suggested) => Promise.resolve(suggested),
    showLog: () => happened.push('log'),
    panel: () => panel,
    askOwnerSignIn: () => Promise.resolve({ url: ONCE }),
    ...changed,
  };
  const answers = new Map<string, (event: { senderFrame: typeof PANEL | null }, given: unknown) => unknown>();
  const handle = (channel: string, answer: typeof answers extends Map<string, infer A> ? A : never) =>
    answers.set(channel, answer);
  installShellHandlers({ handle }, createShellHandlers(desk), () => panel);
  const call = async (name: ShellCall, given?: unknown, senderFrame: typeof PANEL | null = PANEL) =>
    answers.get(channelOf(name))?.({ senderFrame }, given);
  return { call, happened, channels: [...answers.keys()] };
}

test('there is a handler for every call, and for nothing else', () => {
  expect(install().channels).toEqual(CALLS.map(channelOf));
});

describe('who may call', () => {
  test.each(CALLS)('%s is for the panel alone', async (name) => {
    const { call, happened } = install();
    const elsewhere = { url: 'http://127.0.0.1:5263/interaction/login', parent: null };
    await expect(call(name, undefined, elsewhere)).rejects.toThrow('is not for this page to call');
    await expect(call(name, undefined, null)).rejects.toThrow('is not for this page to call');
    expect(happened).toEqual([]);
  });

  test('nobody while there is no panel', async () => {
    const { call } = install({}, 'http://127.0.0.1:1/panel/');
    await expect(call('showLog')).rejects.toThrow('showLog is not for this page to call');
  });
});

describe('what they take', () => {
  const WRONG: readonly unknown[] = [null, 7, [], {}, { suggested_name: 'x' }, { text: 'x' }];
  test.each(CALLS)('%s refuses everything else', async (name) => {
    const { call, happened } = install();
    for (const given of WRONG) await expect(call(name, given)).rejects.toThrow(`${name} takes something else`);
    expect(happened).toEqual([]);
  });

  test('text is not endless', async () => {
    await expect(install().call('copyText', 'x'.repeat(1_000_001))).rejects.toThrow('takes something else');
  });
});

describe('what they do', () => {
  test('copy', async () => {
    const { call, happened } = install();
    expect(await call('copyText', 'a secret')).toBeNull();
    expect(happened).toEqual(['copy a secret']);
  });

  test.each([
    ['office.yaml', 'office.yaml'],
    ['../../.bashrc', 'bashrc'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['a:b\u0000c', 'a_b_c'],
    ['', 'lanyard'],
  ])('suggest for %j to save as %j in the folder of downloads', async (suggested_name, name) => {
    const { call } = install();
    expect(await call('saveFile', { suggested_name, text: 'what it holds' })).toBe(true);
    expect(readFileSync(join(directory, name), 'utf8')).toBe('what it holds');
  });

  test('save nothing when the person thinks better of it', async () => {
    const { call } = install({ askWhereToSave: () => Promise.resolve(undefined) });
    expect(await call('saveFile', { suggested_name: 'x', text: '' })).toBe(false);
  });

  test('turn the start with the computer on and off, where it can be had', async () => {
    let on = false;
    const { call } = install({ autostart: { isOn: () => on, set: (wanted) => void (on = wanted) } });
    expect(await call('setAutostart', true)).toBe(true);
    expect(await call('getAutostart')).toBe(true);
    expect(await call('setAutostart', false)).toBe(false);
    expect(await install().call('setAutostart', true)).toBeNull();
  });

  test('hand on the one-time address of the owner, and none that is refused or leads elsewhere', async () => {
    expect(await install().call('ownerAddress')).toBe(ONCE);
    const answers: readonly SignInAnswer[] = [
      { refused: 'there is no admin yet' },
      { url: 'https://evil.example/#owner-ticket=once' },
    ];
    for (const answer of answers) {
      const { call } = install({ askOwnerSignIn: () => Promise.resolve(answer) });
      expect(await call('ownerAddress')).toBeNull();
    }
  });

  test('show the log', async () => {
    const { call, happened } = install();
    expect([await call('showLog'), happened]).toEqual([null, ['log']]);
  });
});

test('the preload puts exactly the calls on the page, and sends each to its channel', async () => {
  const sent: unknown[] = [];
  const onPage: Record<string, Record<string, (given?: unknown) => Promise<unknown>>> = {};
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, api: (typeof onPage)[string]) => (onPage[name] = api) },
    ipcRenderer: { invoke: (...given: unknown[]) => Promise.resolve(void sent.push(given)) },
  }));
  await import('../../electron/preload.ts');
  expect(Object.keys(onPage)).toEqual(['lanyard']);
  expect(Object.keys(onPage['lanyard'] ?? {})).toEqual(CALLS);
  await onPage['lanyard']?.['copyText']?.('a secret');
  expect(sent).toEqual([['lanyard:copyText', 'a secret']]);
});
