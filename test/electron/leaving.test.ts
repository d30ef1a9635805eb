/** What was typed in the panel and not saved: closing, quitting and a server that is away lose nothing of it unasked. */
import { describe, expect, test, vi } from 'vitest';
import { createDeparture } from '../../electron/departure.ts';
import { ONCE, openDesktops, PANEL } from './desktop.ts';
import { answerSignIn, eventually, OBEY, READY, sayReady, STAY } from './programs.ts';
import type { StandIn } from './stand-in-electron.ts';

const LOCAL = 'lanyard-shell://page/';
const { start, running } = openDesktops();

/** At the panel, with a form that is not saved. */
async function typing(program?: string, page?: string): Promise<StandIn> {
  const standIn = await running(program, page);
  contentsOf(standIn).holdsUnsaved = true;
  return standIn;
}

function contentsOf({ windows }: StandIn) {
  const contents = windows[0]?.webContents;
  if (contents === undefined) throw new Error('there is no window');
  return contents;
}

function isRunning({ forked }: StandIn, index = 0): boolean {
  try {
    return process.kill(forked[index]?.process.pid ?? 0, 0);
  } catch {
    return false;
  }
}

describe('closing the window', () => {
  test('asks, and stays open when the person stays', async () => {
    const { windows, asked, told } = await typing();
    windows[0]?.close();
    expect(asked[0]).toMatchObject({
      message: 'Leave without saving?',
      detail: 'What you typed on this screen is not saved yet. It will be lost.',
      buttons: ['Leave', 'Stay here'],
    });
    asked[0]?.choose('Stay here');
    await settle();
    expect([windows[0]?.isClosed, told, asked.length]).toEqual([false, [], 1]);
    windows[0]?.close();
    expect(asked).toHaveLength(2);
  });

  test('closes when the person leaves, and says then that Lanyard goes on', async () => {
    const { windows, asked, told } = await typing();
    windows[0]?.close();
    asked[0]?.choose('Leave');
    await eventually(() => windows[0]?.isClosed, 'the end of the window');
    expect([told, asked.length]).toEqual([['Lanyard goes on serving'], 1]);
  });

  test('asks once, however often it is closed', async () => {
    const { windows, asked } = await typing();
    windows[0]?.close();
    windows[0]?.close();
    expect(asked).toHaveLength(1);
  });

  test('asks nothing when everything is saved', async () => {
    const { windows, asked } = await running();
    windows[0]?.close();
    expect([windows[0]?.isClosed, asked]).toEqual([true, []]);
  });

  test('a page that is loaded again asks as well', async () => {
    const standIn = await typing();
    const contents = contentsOf(standIn);
    const before = contents.loaded.length;
    contents.reload();
    expect(contents.loaded).toHaveLength(before);
    standIn.asked[0]?.choose('Leave');
    await eventually(() => contents.loaded.length === before + 1, 'the page again');
  });
});

describe('quitting', () => {
  test('asks while the server runs, and leaves everything as it is when the person stays', async () => {
    const standIn = await typing();
    const { app, asked, windows, trays } = standIn;
    app.quit();
    expect([asked.length, isRunning(standIn)]).toEqual([1, true]);
    asked[0]?.choose('Stay here');
    await settle();
    expect([windows[0]?.isClosed, isRunning(standIn), trays[0]?.tip]).toEqual([false, true, 'Lanyard is running']);
    app.quit();
    expect(asked).toHaveLength(2);
  });

  test('ends the server and the program when the person leaves, and tells nothing of going on', async () => {
    const standIn = await typing();
    standIn.trays[0]?.choose('Quit Lanyard');
    standIn.asked[0]?.choose('Leave');
    await standIn.app.ended.promise;
    expect([isRunning(standIn), standIn.told, standIn.asked.length]).toEqual([false, [], 1]);
  });

  test('while the window is being closed is asked about once, and quits', async () => {
    const standIn = await typing();
    standIn.windows[0]?.close();
    standIn.app.quit();
    expect(standIn.asked).toHaveLength(1);
    standIn.asked[0]?.choose('Leave');
    await standIn.app.ended.promise;
    expect(isRunning(standIn)).toBe(false);
  });

  test('by a signal asks nobody', async () => {
    const standIn = await typing();
    process.emit('SIGTERM');
    await standIn.app.ended.promise;
    expect([isRunning(standIn), standIn.told]).toEqual([false, []]);
  });

  test('by a signal while the question stands ends it', async () => {
    const standIn = await typing();
    standIn.app.quit();
    expect(standIn.asked).toHaveLength(1);
    process.emit('SIGINT');
    await standIn.app.ended.promise;
    expect(isRunning(standIn)).toBe(false);
  });

  test('during a restart starts no other server', async () => {
    const standIn = await running();
    standIn.trays[0]?.choose('Restart the server');
    standIn.app.quit();
    await standIn.app.ended.promise;
    await settle();
    expect([standIn.forked.length, isRunning(standIn)]).toEqual([1, false]);
  });
});

describe('a server that is away for a while', () => {
  test('leaves the panel in the window, with all that was typed, and is found again by it', async () => {
    const standIn = await typing();
    const contents = contentsOf(standIn);
    const loaded = [...contents.loaded];
    process.kill(standIn.forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => standIn.trays[0]?.image.includes('attention'), 'the attention');
    expect(contents.loaded).toEqual(loaded);
    await eventually(() => standIn.forked.length === 2 && standIn.trays[0]?.image.includes('running'), 'the next one');
    await settle();
    expect([contents.loaded, contents.holdsUnsaved, standIn.asked]).toEqual([loaded, true, []]);
  });

  test('is restarted from the tray without a change of the page', async () => {
    const standIn = await typing();
    const contents = contentsOf(standIn);
    const loaded = [...contents.loaded];
    standIn.trays[0]?.choose('Restart the server');
    await eventually(() => standIn.forked.length === 2 && standIn.trays[0]?.image.includes('running'), 'the next one');
    await settle();
    expect([contents.loaded, standIn.asked]).toEqual([loaded, []]);
  });

  test('shows its log to the panel meanwhile, and keeps the panel’s links in the window', async () => {
    const standIn = await running();
    process.kill(standIn.forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => standIn.trays[0]?.image.includes('attention'), 'the attention');
    const panel = { senderFrame: { url: PANEL, parent: null } };
    expect(await standIn.calls.get('lanyard:showLog')?.(panel, undefined)).toBeNull();
    expect(await standIn.calls.get('lanyard:ownerAddress')?.(panel, undefined)).toBeNull();
    expect(contentsOf(standIn).click(`${PANEL}people`, PANEL)).toBe(true);
  });

  test('is told about by the window’s own page when the panel is loaded again', async () => {
    const standIn = await running();
    process.kill(standIn.forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => standIn.trays[0]?.image.includes('attention'), 'the attention');
    contentsOf(standIn).emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', PANEL, true);
    expect(contentsOf(standIn).loaded.at(-1)).toBe(LOCAL);
    const page = await standIn.schemes.get('lanyard-shell')?.({ url: LOCAL }).text();
    expect(page).toContain('Lanyard stopped and will start again');
    await eventually(() => contentsOf(standIn).loaded.at(-1) === ONCE, 'the panel again');
  });

  test('and comes back at another address brings the panel from there', async () => {
    const moved = { ...READY, issuer: 'http://127.0.0.1:5264', panel: 'http://127.0.0.1:5264/panel/' };
    const standIn = await running(onceThen(sayReady(), sayReady(moved)), PANEL);
    process.kill(standIn.forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => contentsOf(standIn).loaded.includes(moved.panel), 'the panel at its new address');
    expect(contentsOf(standIn).loaded.at(-1)).toBe(moved.panel);
  });

  test('and fails for good is asked about before its page takes the place of what was typed', async () => {
    const standIn = await typing(onceThen(sayReady(), 'process.exit(4);'), PANEL);
    const contents = contentsOf(standIn);
    process.kill(standIn.forked[0]?.process.pid ?? 0, 'SIGKILL');
    await eventually(() => standIn.asked.length === 1, 'the question');
    expect(standIn.asked[0]?.detail).toMatch(/^What Lanyard has stored is damaged\. What you typed/);
    expect(contents.loaded.at(-1)).not.toBe(LOCAL);
    standIn.asked[0]?.choose('Leave');
    await eventually(() => contents.loaded.at(-1) === LOCAL, 'the page of the failure');
  });

  test('shows the window’s own page where the panel was not in it', async () => {
    const { windows } = await start(`setTimeout(() => process.exit(9), 300); ${STAY}`);
    await eventually(() => (windows[0]?.webContents.loaded.length ?? 0) > 1, 'the next page');
    expect(windows[0]?.webContents.loaded.every((url) => url === LOCAL)).toBe(true);
  });
});

describe('a page that ends by itself', () => {
  test('is loaded again, but not for ever', async () => {
    const standIn = await running();
    const contents = contentsOf(standIn);
    contents.emit('render-process-gone', {}, { reason: 'crashed' });
    await eventually(() => contents.loaded.filter((url) => url === ONCE).length === 2, 'the panel again');
    contents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(contents.loaded.at(-1)).toBe(LOCAL);
    const page = await standIn.schemes.get('lanyard-shell')?.({ url: LOCAL }).text();
    expect(page).toContain('could not load http://127.0.0.1:5263/panel/ (crashed)');
    const before = contents.loaded.length;
    contents.emit('render-process-gone', {}, { reason: 'crashed' });
    await settle();
    expect(contents.loaded).toHaveLength(before);
  });
});

test('where it can’t be asked, nothing is lost', async () => {
  const go = vi.fn<() => void>();
  const departure = createDeparture({ ask: () => Promise.reject(new Error('no screen')), otherwise: { go } });
  expect(departure.overrules()).toBe(false);
  await settle();
  expect([go.mock.calls.length, departure.overrules()]).toEqual([0, false]);
});

/** A server that does one thing in its first life and another one in each later life. */
function onceThen(first: string, later: string): string {
  return `
    import { existsSync, writeFileSync } from 'node:fs';
    const lived = import.meta.filename + '.lived';
    ${answerSignIn({ refused: 'not here' })} ${OBEY} ${STAY}
    if (existsSync(lived)) { ${later} } else { writeFileSync(lived, ''); ${first} }
  `;
}

/** Long enough for what is not to happen. */
function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, 100));
}
