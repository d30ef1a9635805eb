/** The whole desktop program with a stand-in for Electron: what happens to window, tray and server, and when. */
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { GOOD, ONCE, openDesktops, PANEL } from './desktop.ts';
import { eventually, OBEY, READY, STAY } from './programs.ts';

const LOCAL = 'lanyard-shell://page/';
const { start, running, folder } = openDesktops();

describe('a start', () => {
  test('opens the window on a page of its own, then on the one-time address of its owner', async () => {
    const { windows, trays } = await start(GOOD);
    const loaded = windows[0]?.webContents.loaded ?? [];
    expect(loaded[0]).toBe(LOCAL);
    await eventually(() => loaded.includes(ONCE), 'the address of the owner');
    expect(windows).toHaveLength(1);
    await eventually(() => trays[0]?.tip === 'Lanyard is running', 'the tray');
    expect(trays[0]?.image).toMatch(/running(Dark|Light|Template)\.png$/);
    expect(trays[0]?.menu.map(({ label }) => label)).toContain(READY.issuer);
  });

  test('hands the server its options, and opens no window where none is wanted', async () => {
    const { windows, forked, trays } = await start(GOOD, { args: ['--hidden', '--port', '0'] });
    await eventually(() => trays[0]?.tip === 'Lanyard is running', 'the tray');
    expect([windows.length, forked[0]?.args]).toEqual([0, ['serve', '--port', '0']]);
  });

  test('locks the window: no Node, a sandbox, nothing opened inside', async () => {
    const { windows, opened } = await start(GOOD);
    expect(windows[0]?.options['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
    const contents = windows[0]?.webContents;
    expect(contents?.windowOpen?.({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(contents?.windowOpen?.({ url: 'https://wiki.example.lan/' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://wiki.example.lan/']);
    const attach = { preventDefault: vi.fn<() => void>() };
    contents?.emit('will-attach-webview', attach);
    expect(attach.preventDefault).toHaveBeenCalled();
  });

  test('a second one brings the first one’s window to the front and ends', async () => {
    const second = await start(GOOD, { isSecond: true });
    expect([second.windows.length, second.forked.length]).toEqual([0, 0]);
    const { windows, app } = await start(GOOD);
    const before = windows[0]?.shown ?? 0;
    app.emit('second-instance', {}, [], '/', second.app.told);
    expect([windows.length, windows[0]?.shown]).toEqual([1, before + 1]);
  });

  test('a second one that nobody wants to see leaves the first one’s window alone', async () => {
    const second = await start(GOOD, { isSecond: true, args: ['--hidden'] });
    const { windows, app } = await start(GOOD);
    const before = windows[0]?.shown ?? 0;
    app.emit('second-instance', {}, [], '/', second.app.told);
    expect(windows[0]?.shown).toBe(before);
  });

  test('keeps its own files away from the server’s data', async () => {
    const { app } = await start(GOOD);
    expect(app.getPath('userData')).toBe(join(app.getPath('appData'), 'Lanyard Desktop'));
  });
});

describe('the window', () => {
  test('goes nowhere but on the panel’s origin', async () => {
    const { windows, opened } = await running();
    const contents = windows[0]?.webContents;
    const go = (url: string) => contents?.click(url, PANEL);
    expect([go(`${PANEL}users`), go('https://wiki.example.lan/'), go('file:///etc/passwd')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(opened).toEqual(['https://wiki.example.lan/']);
    const redirect = {
      url: 'https://wiki.example.lan/?code=x',
      isMainFrame: true,
      preventDefault: vi.fn<() => void>(),
    };
    contents?.emit('will-redirect', redirect);
    expect([redirect.preventDefault.mock.calls.length, opened.length]).toEqual([1, 1]);
  });

  test('gives no permission but to copy', async () => {
    const { permissions } = await running();
    const ask = (permission: string) => permissions['check']?.(...([null, permission, PANEL] as never[]));
    expect([ask('clipboard-sanitized-write'), ask('geolocation'), permissions['device']?.()]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('closed, leaves the server running and says so once', async () => {
    const { windows, told, forked, app, trays } = await running();
    windows[0]?.close();
    app.emit('window-all-closed');
    expect([told, forked.length]).toEqual([['Lanyard goes on serving'], 1]);
    trays[0]?.choose('Open Lanyard');
    await eventually(() => windows[1]?.webContents.loaded.includes(ONCE), 'the window again');
    windows[1]?.close();
    expect(told).toHaveLength(1);
    expect(windows[1]?.options).toMatchObject({ x: 10, y: 20, width: 900, height: 700 });
  });

  test('says what it could not load, without the secret in its address', async () => {
    const { windows, schemes } = await running();
    windows[0]?.webContents.emit('did-fail-load', {}, -202, 'ERR_CERT_AUTHORITY_INVALID', ONCE, true);
    expect(windows[0]?.webContents.loaded.at(-1)).toBe(LOCAL);
    const page = await schemes.get('lanyard-shell')?.({ url: 'lanyard-shell://page/' }).text();
    expect(page).toContain('ERR_CERT_AUTHORITY_INVALID');
    expect(page).not.toContain('once=1');
  });

  test('sends its own pages with a policy that lets nothing run', async () => {
    const { schemes } = await start(GOOD);
    const get = (path: string) => schemes.get('lanyard-shell')?.({ url: `lanyard-shell://page/${path}` });
    expect(get('')?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([get('style.css')?.status, get('inter.woff2')?.status, get('../main.js')?.status]).toEqual([200, 200, 404]);
  });
});

describe('the server', () => {
  test('that can’t start is told about in the window, even when nobody opened one', async () => {
    const line = 'lanyard: Lanyard is running with this data directory (process 4711); stop it first';
    const { windows, trays, schemes } = await start(`console.error('${line}'); process.exitCode = 3;`, {
      args: ['--hidden'],
    });
    await eventually(() => windows.length === 1, 'the window');
    expect(trays[0]).toMatchObject({ tip: 'Lanyard is running already' });
    expect(trays[0]?.image).toMatch(/stopped/);
    const page = await schemes.get('lanyard-shell')?.({ url: 'lanyard-shell://page/' }).text();
    expect(page).toContain('Process 4711 is using the same data folder.');
  });

  test('that failed is tried again from the window’s own page', async () => {
    const { windows, forked, trays } = await start('process.exit(4);');
    await eventually(() => trays[0]?.image.includes('stopped'), 'the failure');
    expect(windows[0]?.webContents.click('lanyard-shell://do/restart', LOCAL)).toBe(false);
    await eventually(() => forked.length === 2, 'the second try');
  });

  test('takes no orders from a page of the panel', async () => {
    const { windows, forked, trays } = await running();
    for (const act of ['quit', 'restart']) {
      expect(windows[0]?.webContents.click(`lanyard-shell://do/${act}`, `${PANEL}users`)).toBe(false);
    }
    expect([windows[0]?.isClosed, forked.length, trays[0]?.tip]).toEqual([false, 1, 'Lanyard is running']);
  });

  test('that ends by itself shows in the tray, and comes back', async () => {
    const { trays, forked } = await running();
    process.kill(forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => trays[0]?.image.includes('attention'), 'the attention');
    await eventually(() => forked.length === 2 && trays[0]?.image.includes('running'), 'the next one');
    expect(forked[1]?.args).toEqual(forked[0]?.args);
  });

  test('ends with the program, however often it is told to quit', async () => {
    const { app, forked, trays } = await running();
    trays[0]?.choose('Quit Lanyard');
    app.quit();
    await app.ended.promise;
    const pid = forked[0]?.process.pid ?? 0;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('a call of the shell', () => {
  const panel = { senderFrame: { url: PANEL, parent: null } };

  test('is for the panel to make, and not for another page of the server', async () => {
    const { calls, opened } = await running();
    const showLog = calls.get('lanyard:showLog');
    expect(await showLog?.(panel, undefined)).toBeNull();
    expect(opened).toHaveLength(1);
    const page = { senderFrame: { url: 'http://127.0.0.1:5263/device', parent: null } };
    expect(() => showLog?.(page, undefined)).toThrow('not for');
  });

  test('is for nobody before the panel was there', async () => {
    const { calls } = await start(`${OBEY} ${STAY}`);
    expect(() => calls.get('lanyard:showLog')?.(panel, undefined)).toThrow('not for');
  });

  test('opens the folder of the log where nothing opens the log', async () => {
    const { opened, trays } = await start(GOOD, { opensNothing: true });
    trays[0]?.choose('Show the log');
    await eventually(() => opened.length === 2, 'the folder');
    expect(opened[1]).toBe(`the folder of ${opened[0]}`);
  });

  test('hands the panel the one-time address of its owner', async () => {
    const { calls } = await running();
    expect(await calls.get('lanyard:ownerAddress')?.(panel, undefined)).toBe(ONCE);
  });
});

test('a terminal that waits is told that the program is up, and then where Lanyard is', async () => {
  const { trays } = await start(GOOD, { args: ['--announce', '--hidden'] });
  await eventually(() => trays[0]?.tip === 'Lanyard is running', 'the tray');
  const said = vi
    .mocked(process.stdout.write)
    .mock.calls.map(([text]) => String(text))
    .join('');
  expect(said).toMatch(/^LANYARD_SHELL_UP\n/);
  expect(said).toContain(`The panel                        ${PANEL}`);
});

test('with the real server it opens the set-up, and lets go of the data folder at the end', async () => {
  const data = join(folder(), 'office');
  const { windows, trays, app } = await start(undefined, { args: ['--port', '0', '--data-dir', data] });
  await eventually(() => trays[0]?.tip === 'Lanyard is running', 'the tray');
  const setup = await eventually(
    () => windows[0]?.webContents.loaded.find((url) => url.includes('/setup?token=')),
    'the set-up',
  );
  const page = await fetch(setup);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('name="username"')]);
  app.quit();
  await app.ended.promise;
  const again = await start(undefined, { args: ['--port', '0', '--data-dir', data] });
  await eventually(() => again.trays[0]?.tip === 'Lanyard is running', 'the next start');
});
