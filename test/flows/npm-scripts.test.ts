/** The commands of the contract as a person types them, through npm itself: what npm does to signals is part of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { findOnPath } from '../../build/find-chromium.ts';
import { ROOT } from '../../build/paths.ts';
import { parseReadyLine, type Ready } from '../../server/contract/ready.ts';
import { environmentWithoutOurs } from '../support/start-server.ts';

const NPM = findOnPath(['npm'], process.env['PATH'] ?? '');
const WITHIN_MS = 120_000;

interface Npm {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Standard output so far. */
  output(): string;
}

let directory: string;
let npm: Npm | undefined;
let server: number | undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-npm-'));
  if (!ensureBuilt()) throw new Error('the server could not be built; the lines above say why');
});
beforeEach((context) => {
  context.skip(process.platform === 'win32', 'Windows has no signals to send');
  context.skip(NPM === undefined, 'there is no npm on the PATH');
});
afterEach(() => {
  // Whatever a failed test has left.
  if (npm?.child.pid !== undefined && npm.child.exitCode === null) kill(-npm.child.pid, 'SIGKILL');
  if (server !== undefined) kill(server, 'SIGKILL');
  npm = server = undefined;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('npm run serve says that it is ready, answers, and ends with npm, leaving no server behind', async () => {
  npm = run(['run', 'serve', '--', '--port', '0', '--data-dir', join(directory, 'serve')]);
  const ready = await eventually(() => readyLineOf(npm), 'a ready line');
  server = ready.pid;
  expect(ready.data_dir).toBe(join(directory, 'serve'));
  const health = await fetch(`${ready.issuer}/health`);
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);

  npm.child.kill('SIGTERM');
  await npm.ended;
  await eventually(() => (isAlive(ready.pid) ? undefined : true), 'the end of the server');
  await expect(fetch(`${ready.issuer}/health`)).rejects.toThrow('fetch failed');
});

test('npm start says where to go, and ends with Ctrl C', async () => {
  npm = run(['start', '--', '--port', '0', '--data-dir', join(directory, 'start')]);
  const issuer = await eventually(
    () => /What applications ask for +(http:\S+)/.exec(npm?.output() ?? '')?.[1],
    'the address for applications',
  );
  const said = npm.output();
  expect(said).toContain('Lanyard is running.');
  expect(said).toMatch(new RegExp(`The panel +${issuer}/panel/\n`));
  expect(said).toMatch(new RegExp(`make yourself the admin +${issuer}/setup\\?token=\\S+\n`));
  expect(said).toContain(join(directory, 'start'));
  expect(said).not.toContain('LANYARD_READY');
  expect((await fetch(`${issuer}/health`)).status).toBe(200);

  // A terminal tells the whole group that is in front.
  kill(-(npm.child.pid ?? 0), 'SIGINT');
  await npm.ended;
  const gone = () =>
    fetch(`${issuer}/health`).then(
      () => undefined,
      () => true,
    );
  await eventually(gone, 'the end of the server');
});

test('npm run lanyard takes commands', async () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  npm = run(['run', 'lanyard', '--', 'version']);
  expect(await npm.ended).toEqual({ code: 0, signal: null });
  expect(npm.output().trimEnd().split('\n').at(-1)).toBe(manifest.version);
});

/** In a group of its own, as a terminal starts what is typed. */
function run(args: readonly string[]): Npm {
  if (NPM === undefined) throw new Error('there is no npm on the PATH');
  const child = spawn(NPM, args, {
    cwd: ROOT,
    env: { ...environmentWithoutOurs(), npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<Awaited<Npm['ended']>>((done) => {
    child.once('exit', (code, signal) => done({ code, signal }));
  });
  return { child, ended, output: () => output };
}

function readyLineOf(started: Npm | undefined): Ready | undefined {
  for (const line of started?.output().split('\n').slice(0, -1) ?? []) {
    const said = parseReadyLine(line);
    if (typeof said === 'object') return said;
  }
  return undefined;
}

/** What `look` finds as soon as it finds something. Throws when that takes too long. */
async function eventually<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited for ${what} in vain`);
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  return kill(pid, 0);
}

/** Answers whether there was anybody to tell. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
