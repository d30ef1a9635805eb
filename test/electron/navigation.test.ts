/** The lock on the one window and on the calls of the shell: every address that gets through, and its neighbours that don't. */
import { describe, expect, test } from 'vitest';
import { allowsPermission, forBrowser, isPanel, judgeNavigation, LOCAL_PAGE } from '../../electron/navigation.ts';
import { placeToOpen } from '../../electron/place-to-open.ts';
import { READY } from './programs.ts';

const PANEL = 'http://127.0.0.1:5263/panel/';
const CLICK = { from: PANEL, panel: PANEL, isMainFrame: true, isRedirect: false };

describe('the window', () => {
  test.each([`${PANEL}users`, 'http://127.0.0.1:5263/setup?token=x', 'http://127.0.0.1:5263/interaction/login'])(
    'goes to %s',
    (to) => {
      expect(judgeNavigation({ ...CLICK, to })).toEqual({ kind: 'stay' });
      expect(judgeNavigation({ ...CLICK, to, isRedirect: true })).toEqual({ kind: 'stay' });
    },
  );

  test.each([
    'https://127.0.0.1:5263/panel/',
    'http://127.0.0.1:5264/panel/',
    'http://localhost:5263/panel/',
    'http://127.0.0.1.example.com:5263/panel/',
    'https://wiki.example.lan/',
    'mailto:alice@example.lan',
  ])('leaves %s to the browser, but only when somebody clicks', (to) => {
    expect(judgeNavigation({ ...CLICK, to })).toEqual({ kind: 'browser', url: new URL(to).href });
    expect(judgeNavigation({ ...CLICK, to, isRedirect: true })).toEqual({ kind: 'refuse' });
    expect(judgeNavigation({ ...CLICK, to, isMainFrame: false })).toEqual({ kind: 'refuse' });
  });

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,hello',
    'ms-msdt:/id',
    'blob:https://wiki.example.lan/x',
    'http://127.0.0.1:5263@evil.example/',
    'not an address',
    LOCAL_PAGE,
  ])('goes to %s in no way', (to) => {
    expect(judgeNavigation({ ...CLICK, to })).toEqual({ kind: 'refuse' });
  });

  test('goes nowhere on the panel’s origin while there is no panel', () => {
    expect(judgeNavigation({ ...CLICK, to: PANEL, panel: undefined }).kind).toBe('browser');
  });

  test('obeys the links of the shell’s own page, and those of no other', () => {
    const to = 'lanyard-shell://do/restart';
    expect(judgeNavigation({ ...CLICK, to, from: LOCAL_PAGE })).toEqual({ kind: 'act', act: 'restart' });
    expect(judgeNavigation({ ...CLICK, to })).toEqual({ kind: 'refuse' });
    expect(judgeNavigation({ ...CLICK, to: 'lanyard-shell://do/format-disk', from: LOCAL_PAGE })).toEqual({
      kind: 'refuse',
    });
  });
});

describe('a call of the shell', () => {
  const top = (url: string) => ({ url, parent: null });

  test('is for the panel to make, on each of its screens', () => {
    expect(isPanel(top(PANEL), PANEL)).toBe(true);
    expect(isPanel(top(`${PANEL}users/alice?x#y`), PANEL)).toBe(true);
  });

  test.each([
    ['a frame in the panel', { url: PANEL, parent: {} }],
    ['a frame that is gone', null],
    ['another page of the server', top('http://127.0.0.1:5263/interaction/login')],
    ['a page with a similar path', top('http://127.0.0.1:5263/panel-evil/')],
    ['another port', top('http://127.0.0.1:5264/panel/')],
    ['another scheme', top('https://127.0.0.1:5263/panel/')],
    ['the shell’s own page', top(LOCAL_PAGE)],
    ['a page without an address', top('')],
  ])('is not for %s', (_who, frame) => {
    expect(isPanel(frame, PANEL)).toBe(false);
  });

  test('is for nobody while there is no panel', () => {
    expect(isPanel(top(PANEL), undefined)).toBe(false);
  });
});

test('the system opens nothing but pages and mail, and no address with a name and a password in it', () => {
  expect(forBrowser('https://wiki.example.lan')).toBe('https://wiki.example.lan/');
  expect(forBrowser('https://alice:secret@wiki.example.lan')).toBeUndefined();
  expect(forBrowser('smb://server/share')).toBeUndefined();
});

test('no permission is given but to copy, and that to the panel alone', () => {
  expect(allowsPermission('clipboard-sanitized-write', PANEL, PANEL)).toBe(true);
  expect(allowsPermission('clipboard-sanitized-write', 'https://wiki.example.lan/', PANEL)).toBe(false);
  expect(allowsPermission('clipboard-sanitized-write', PANEL, undefined)).toBe(false);
  for (const permission of ['clipboard-read', 'geolocation', 'media', 'notifications', 'openExternal', 'hid']) {
    expect(allowsPermission(permission, PANEL, PANEL)).toBe(false);
  }
});

describe('the window opens', () => {
  const setup = 'http://127.0.0.1:5263/setup?token=x';
  const refused = { refused: 'there is no admin yet' };

  test('the one-time address of its owner', () => {
    const url = `${PANEL}enter?once=1`;
    expect(placeToOpen({ ready: READY, answer: { url }, seenPanel: false })).toBe(url);
  });

  test('the panel, where that is refused or leads away', () => {
    expect(placeToOpen({ ready: READY, answer: refused, seenPanel: false })).toBe(PANEL);
    expect(placeToOpen({ ready: READY, answer: { url: 'https://evil.example/' }, seenPanel: false })).toBe(PANEL);
  });

  test('the set-up while there is no admin, and not once the panel was seen', () => {
    expect(placeToOpen({ ready: { ...READY, setup }, answer: refused, seenPanel: false })).toBe(setup);
    expect(placeToOpen({ ready: { ...READY, setup }, answer: refused, seenPanel: true })).toBe(PANEL);
  });

  test('nothing of the server where the panel is off', () => {
    expect(placeToOpen({ ready: { ...READY, panel: null }, answer: { url: PANEL }, seenPanel: false })).toBeUndefined();
  });
});
