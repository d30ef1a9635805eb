/** `npm start` on machines with and without a display, with and without Electron's binary, which small programs play. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { ROOT } from '../../build/paths.ts';
import { findElectron, lineOf, type Surroundings } from '../../electron/find-electron.ts';
import { environmentWithoutOurs } from '../support/start-server.ts';
import { eventually, openPrograms, type Programs } from './programs.ts';

let programs: Programs;
beforeAll(async () => {
  programs = await openPrograms();
  if (!ensureBuilt()) throw new Error('the server could not be built; the lines above say why');
});
afterAll(() => programs.remove());

describe('Electron', () => {
  const told: string[] = [];
  beforeEach(() => void told.splice(0));

  test('is not looked for where there is no display', async () => {
    expect(await find({ env: {} })).toEqual({ lacking: 'there is no display' });
    expect(told).toEqual([]);
  });

  test.each([{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }])(
    'is taken where it is, on a display %j',
    async (env) => {
      const folder = packageFolder('process.exit(1);', { withBinary: true });
      expect(await find({ env, folder })).toEqual({ electron: join(folder, 'dist/electron') });
      expect(told).toEqual([]);
    },
  );

  test.each([
    ['win32', 'electron.exe'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ] as const)('on %s needs no sign of a display', async (platform, program) => {
    const folder = packageFolder('process.exit(1);', { withBinary: true, program });
    expect(await find({ env: {}, platform, folder })).toEqual({ electron: join(folder, 'dist', program) });
  });

  test('is fetched where its binary lacks, and that is said', async () => {
    const folder = packageFolder(
      `require('fs').mkdirSync(__dirname + '/dist'); require('fs').writeFileSync(__dirname + '/dist/electron', '');`,
    );
    expect(await find({ folder })).toEqual({ electron: join(folder, 'dist/electron') });
    expect(told).toEqual(["Fetching Electron's binary, once; this may take up to 5 minutes …"]);
  });

  test('is done without where it can’t be fetched, or not in time', async () => {
    const offline = packageFolder(`throw new TypeError('fetch failed');`);
    expect(await find({ folder: offline })).toEqual({
      lacking: "Electron's binary could not be fetched: TypeError: fetch failed",
    });
    const slow = packageFolder('setInterval(() => {}, 1000);');
    expect(await find({ folder: slow, fetch_within_ms: 500 })).toEqual({
      lacking: "Electron's binary could not be fetched: it took longer than 0.5 seconds",
    });
  });

  test('is done without where its package is not installed', async () => {
    const { lacking } = (await find({ folder: join(programs.directory, 'nowhere') })) as { lacking: string };
    expect(lacking).toContain('npm ci --include=dev');
  });

  function find(changed: Partial<Surroundings>) {
    const folder = changed.folder ?? packageFolder('process.exit(1);');
    const at = { platform: 'linux', env: { DISPLAY: ':0' }, fetch_within_ms: 300_000, ...changed } as const;
    return findElectron({ ...at, folder, tell: (line) => told.push(line) });
  }
});

test.each([
  ['\n  at x (y)\nTypeError: fetch failed\n    at z\nmore', 'TypeError: fetch failed'],
  ["throw new TypeError('no');\nTypeError: no", 'TypeError: no'],
  ['[1:2] FATAL:sandbox.cc no sandbox\nmore', '[1:2] FATAL:sandbox.cc no sandbox'],
  ['one\ntwo\n', 'two'],
  ['', 'it said nothing'],
])('of %j the telling line is %j', (said, line) => {
  expect(lineOf(said)).toBe(line);
});

describe('npm start with a display', () => {
  beforeEach((context) => {
    context.skip(process.platform !== 'linux', 'only on Linux is a display something that a test can claim to have');
  });
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGTERM');
  });

  test('opens the desktop program, and ends as it ends', async () => {
    const { child, ended, output } = launch(
      distribution(`
        console.log('LANYARD_SHELL_UP');
        console.log('args ' + process.argv.slice(2).join(' '));
        process.on('SIGTERM', () => process.exit(7));
        setInterval(() => {}, 1000);`),
      ['--port', '0'],
    );
    await eventually(() => output().includes('args '), 'the program');
    expect(output()).toBe(`args ${ROOT} --announce --port 0\n`);
    child.kill('SIGTERM');
    expect(await ended).toBe(7);
  });

  test('says in one line why there is no window when Electron ends at once, and serves', async () => {
    const data = join(programs.directory, 'no-gtk');
    const { child, ended, output } = launch(
      distribution(`console.error('error while loading shared libraries: libgtk-3.so.0'); process.exit(127);`),
      ['--port', '0', '--data-dir', data],
    );
    const issuer = await eventually(() => /What applications ask for +(\S+)/.exec(output())?.[1], 'the address');
    expect(output().split('\n')[0]).toBe(
      'Lanyard runs in this terminal, without a window, because Electron ended while it was starting (127): ' +
        'error while loading shared libraries: libgtk-3.so.0.',
    );
    expect((await fetch(`${issuer}/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('starts no server in the place of a program that was stopped while it was starting', async () => {
    const mark = join(programs.directory, 'begun');
    const { child, ended, output } = launch(
      distribution(`
        process.on('SIGINT', () => process.exit(0));
        require('fs').writeFileSync(${JSON.stringify(mark)}, '');
        setInterval(() => {}, 1000);`),
    );
    await eventually(() => existsSync(mark), 'the program');
    child.kill('SIGINT');
    expect([await ended, output()]).toEqual([0, '']);
  });

  test('opens no window when told so', async () => {
    const data = join(programs.directory, 'headless');
    const { child, ended, output } = launch(distribution('process.exit(1);'), [
      '--headless',
      '--port',
      '0',
      '--data-dir',
      data,
    ]);
    await eventually(() => output().includes('Press Ctrl C to stop.'), 'the server');
    expect(output()).toMatch(/^Lanyard runs in this terminal, without a window, because --headless says so\.\n/);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  function launch(dist: string, args: readonly string[] = []) {
    const child = spawn(process.execPath, ['build/require-node.mjs', 'electron/launch.ts', ...args], {
      cwd: ROOT,
      env: { ...environmentWithoutOurs(), DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: dist },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = new Promise<number | null>((done) => child.once('close', done));
    return { child, ended, output: () => output };
  }
});

/** A folder like that of the package `electron`; `install` is the text of the script that fetches. */
function packageFolder(install: string, { withBinary = false, program = 'electron' } = {}): string {
  const folder = join(programs.directory, crypto.randomUUID());
  const binary = join(folder, 'dist', program);
  mkdirSync(withBinary ? join(binary, '..') : folder, { recursive: true });
  writeFileSync(join(folder, 'install.js'), install);
  if (withBinary) writeFileSync(binary, '');
  return folder;
}

/** A distribution of Electron whose program is this script. */
function distribution(script: string): string {
  const folder = join(programs.directory, crypto.randomUUID());
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'electron');
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}
