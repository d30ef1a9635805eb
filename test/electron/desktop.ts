/** The whole desktop program, started with a stand-in for Electron: for the tests of what it does. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { answerSignIn, eventually, OBEY, openPrograms, type Programs, READY, sayReady, STAY } from './programs.ts';
import { createStandIn, type Offered, type StandIn } from './stand-in-electron.ts';

export const PANEL = READY.panel ?? '';
export const ONCE = `${PANEL}enter?once=1`;
/** A server that is soon ready, signs the owner in, and stops when it is asked. */
export const GOOD = `${answerSignIn({ url: ONCE })} ${sayReady()} ${OBEY} ${STAY}`;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface DesktopOptions extends Omit<Offered, 'userData' | 'serverProgram'> {
  readonly args?: readonly string[];
}

/** Call it at the top of a file: it cleans up after each test. */
export function openDesktops() {
  let programs: Programs;
  let started: StandIn[] = [];
  const { argv } = process;
  const heard = SIGNALS.map((signal) => process.listeners(signal));

  beforeAll(async () => {
    programs = await openPrograms();
    if (!ensureBuilt()) throw new Error('the server could not be built; the lines above say why');
  });
  afterAll(() => programs.remove());
  beforeEach(() => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    process.argv = argv;
    // Whatever a test leaves running.
    for (const { forked, app, asked } of started) {
      for (const question of asked) question.choose('Leave');
      for (const { process: server } of forked) if (server.pid !== undefined) server.kill();
      for (const window of app.windows) window.webContents.holdsUnsaved = false;
      app.quit();
      await app.ended.promise;
    }
    started = [];
    SIGNALS.forEach((signal, index) => {
      for (const listener of process.listeners(signal)) {
        if (heard[index]?.includes(listener) !== true) process.off(signal, listener);
      }
    });
  });

  /** `program` is the text of what plays the server; the real one where it is undefined. */
  async function start(program: string | undefined, { args = [], ...offered }: DesktopOptions = {}): Promise<StandIn> {
    const serverProgram = program === undefined ? {} : { serverProgram: await programs.write(program) };
    const userData = join(programs.directory, crypto.randomUUID());
    const standIn = createStandIn({ userData, ...serverProgram, ...offered });
    vi.resetModules();
    vi.doMock('electron', () => standIn.module);
    process.argv = ['electron', '/checkout', ...args];
    await import('../../electron/main.ts');
    started.push(standIn);
    if (offered.isSecond !== true) await eventually(() => standIn.trays.length === 1, 'the tray');
    return standIn;
  }

  /** With the window at the panel: `page` is the address that it was sent to. */
  async function running(program = GOOD, page = ONCE): Promise<StandIn> {
    const standIn = await start(program);
    await eventually(() => standIn.windows[0]?.webContents.loaded.includes(page), 'the panel');
    return standIn;
  }

  return { start, running, folder: () => programs.directory };
}
