/** The packaged program, made for real with a stand-in for Electron's distribution: what is in it, and that it serves. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { getRawHeader, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageConfiguration, requireNativeModule } from '../../build/package-configuration.ts';
import { ROOT } from '../../build/paths.ts';
import { parseReadyLine } from '../../server/contract/ready.ts';
import { HttpPerson } from '../support/http-person.ts';
import { environmentWithoutOurs } from '../support/start-server.ts';

/** By which the tool that sets the fuses finds them; then version, count, and one character for each. */
const FUSE_WIRE = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'0'.repeat(9)}`;
const NATIVE = /^node_modules\/@node-rs\/argon2-linux-(x64|arm64)-gnu\/argon2\.linux-\1-gnu\.node$/;

const IN_ARCHIVE: readonly RegExp[] = [
  /^package\.json$/,
  /^build\/out\/electron\/main\.js$/,
  /^build\/out\/preload\/preload\.cjs$/,
  /^build\/out\/icons\/256x256\.png$/,
  /^build\/out\/icons\/tray\/(starting|running|attention|stopped)(Dark|Light|Template)(@2x)?\.png$/,
];
const BESIDE: readonly RegExp[] = [
  /^build\/out\/server\/package\.json$/,
  /^build\/out\/server\/[\w-]+\.js$/,
  /^build\/out\/server\/assets\/[\w-]+\.woff2$/,
  /^build\/out\/renderer\/index\.html$/,
  /^build\/out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
  /^build\/out\/renderer\/assets\/[\w.-]+\.(js|css|svg)\.br$/,
  /^build\/out\/renderer\/assets\/[\w.-]+\.(js|css|svg)\.gz$/,
  /^node_modules\/@node-rs\/argon2\/(index\.js|package\.json|LICENSE)$/,
  /^node_modules\/@node-rs\/argon2-linux-(x64|arm64)-gnu\/package\.json$/,
  NATIVE,
];

const packable = whyNotPackable();
const directory = mkdtempSync(join(tmpdir(), 'lanyard-package-'));
const unpacked = join(directory, 'out', process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
const resources = join(unpacked, 'resources');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the packaged program', () => {
  let archived: readonly string[] = [];
  let beside: readonly string[] = [];
  beforeAll(() => {
    if (packable !== undefined) return;
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['build/require-node.mjs', 'build/package.ts', '--dir'],
      {
        cwd: ROOT,
        env: {
          ...environmentWithoutOurs(),
          LANYARD_ELECTRON_DIST: standInDistribution(),
          LANYARD_PACKAGE_OUTPUT: join(directory, 'out'),
        },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`packing failed (${status}):\n${stdout}\n${stderr}`);
    beside = filesUnder(join(resources, 'app.asar.unpacked'));
    const all = filesInArchive(join(resources, 'app.asar'));
    archived = all.filter((file) => !beside.includes(file));
  });

  test('holds the shell in its archive, and nothing else', (context) => {
    context.skip(packable !== undefined, packable);
    expect(archived.filter((file) => !IN_ARCHIVE.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(IN_ARCHIVE.filter((pattern) => !archived.some((file) => pattern.test(file)))).toEqual([]);
  });

  test('holds the server, the panel and the native module beside it, and nothing else', (context) => {
    context.skip(packable !== undefined, packable);
    expect(beside.filter((file) => !BESIDE.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(BESIDE.filter((pattern) => !beside.some((file) => pattern.test(file)))).toEqual([]);
    expect(beside.filter((file) => NATIVE.test(file))).toHaveLength(1);
  });

  test('comes with the licences of everything in it', (context) => {
    context.skip(packable !== undefined, packable);
    expect(readFileSync(join(resources, 'LICENSE.txt'), 'utf8')).toContain('Apache License');
    const licences = `\n${readFileSync(join(resources, 'licences.txt'), 'utf8')}`;
    for (const name of ['express 5', 'jose 6', 'react 19', '@node-rs/argon2 2', '@fontsource-variable/inter 5']) {
      expect(licences).toContain(`\n${name}`);
    }
    const besideIt = readdirSync(unpacked);
    expect(besideIt).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']));
  });

  test('keeps only the languages that it speaks', (context) => {
    context.skip(packable !== undefined, packable);
    expect(readdirSync(join(unpacked, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak']);
  });

  test('has every fuse set, in the program itself', (context) => {
    context.skip(packable !== undefined, packable);
    const program = readFileSync(join(unpacked, 'lanyard'), 'latin1');
    const wire = program.slice(program.indexOf(FUSE_WIRE.slice(0, 32)) + 34).slice(0, 9);
    // Run as Node and encrypt cookies, but no NODE_OPTIONS and no inspector; check the archive and take nothing else for
    // it; no other snapshot, no rights for files; the last one, how WebAssembly's faults are caught, is Electron's.
    expect(wire).toBe('110011000');
  });

  test('serves, hashes passwords and lets the admin in when plain Node runs it', async (context) => {
    context.skip(packable !== undefined, packable);
    const entry = join(resources, 'app.asar.unpacked/build/out/server/main.js');
    const args = ['serve', '--port', '0', '--data-dir', join(directory, 'data')];
    const child = spawn(process.execPath, [entry, ...args], {
      cwd: directory,
      env: environmentWithoutOurs(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise((done) => child.once('close', done));
    try {
      const ready = await new Promise<string>((found, failed) => {
        void ended.then(() => failed(new Error(`it ended:\n${stderr}`)));
        createInterface({ input: child.stdout }).once('line', found);
      });
      const said = parseReadyLine(ready);
      const issuer = typeof said === 'object' ? said.issuer : '';
      expect(await (await fetch(`${issuer}/health`)).json()).toEqual({ status: 'ok' });
      const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
      expect(await discovery.json()).toMatchObject({ issuer });
      const panel = await fetch(`${issuer}/panel/`);
      expect([panel.status, await panel.text()]).toEqual([200, expect.stringContaining('<script')]);
      const setup = typeof said === 'object' ? (said.setup ?? '') : '';
      expect(await setUpAndSignIn(issuer, setup)).toMatchObject({ user: { username: 'founder' } });
      expect(await refusalOf(issuer)).toBe(401);
      expect(stderr).not.toContain('Warning');
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });

  test('offers its commands when plain Node runs it', (context) => {
    context.skip(packable !== undefined, packable);
    const entry = join(resources, 'app.asar.unpacked/build/out/server/main.js');
    const run = (command: string) => spawnSync(process.execPath, [entry, command], { encoding: 'utf8' });
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
    expect(run('version').stdout.trim()).toBe(version);
    expect(run('help').stdout).toMatch(/serve[^]*export[^]*doctor/);
    expect(run('dance').status).toBe(2);
  });
});

describe('the configuration', () => {
  const places = { electronDist: undefined, output: 'build/dist' };
  const require = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
    readonly validateConfiguration: (config: object, debug: object) => Promise<void>;
  };
  /** Where it collects what it has to say. */
  const debug = { isEnabled: false, add: () => undefined };

  test('is one by the builder’s own schema, for all three systems', async () => {
    const config = packageConfiguration(places);
    expect([config.win, config.mac, config.linux].map(({ target }) => target)).not.toContain(undefined);
    await expect(validateConfiguration(config, debug)).resolves.toBeUndefined();
  });

  test('would be refused with a word that the builder does not know', async () => {
    const config = { ...packageConfiguration(places), asarr: true };
    await expect(validateConfiguration(config, debug)).rejects.toThrow('asarr');
  });

  test('is refused where the part that hashes passwords is not there for the system', () => {
    expect(() => requireNativeModule('sunos', 'x64')).toThrow(
      '@node-rs/argon2-sunos-x64 is not installed; npm install --no-save --os=sunos --cpu=x64',
    );
    if (process.platform === 'linux') expect(() => requireNativeModule('linux', process.arch)).not.toThrow();
  });
});

/** Undefined where it can be packed here. */
function whyNotPackable(): string | undefined {
  if (process.platform !== 'linux') return 'the stand-in for Electron is one for Linux';
  if (!lstatSync(join(ROOT, 'node_modules')).isSymbolicLink()) return undefined;
  return 'node_modules is a link, behind which electron-builder does not find the native module: run npm ci here';
}

const PASSWORD = 'a password of the founder';

/** Makes the first admin at the one-time address `setup`, then signs them in to the panel; answers the session. */
async function setUpAndSignIn(issuer: string, setup: string): Promise<unknown> {
  const founder = new HttpPerson(issuer);
  const names = { issuer_name: 'Packed Office', username: 'founder', name: 'Frieda Founder' };
  const done = await founder.submit(await founder.open(setup), {
    ...names,
    password: PASSWORD,
    password_again: PASSWORD,
  });
  expect(done.status).toBe(200);
  return (await signIn(issuer, PASSWORD)).json();
}

/** The status that a wrong password is answered with. */
async function refusalOf(issuer: string): Promise<number> {
  return (await signIn(issuer, `${PASSWORD}!`)).status;
}

function signIn(issuer: string, password: string): Promise<Response> {
  return fetch(`${issuer}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'founder', password }),
  });
}

/** What electron-builder looks for in a distribution of Electron for Linux, with nothing in it that runs. */
function standInDistribution(): string {
  const dist = join(directory, 'electron');
  for (const folder of ['', 'resources', 'locales']) mkdirSync(join(dist, folder), { recursive: true });
  const files = [
    'icudtl.dat',
    'libffmpeg.so',
    'LICENSE',
    'LICENSES.chromium.html',
    'resources.pak',
    'snapshot_blob.bin',
  ];
  for (const name of [...files, 'locales/en-US.pak', 'locales/de.pak', 'locales/fr.pak'])
    writeFileSync(join(dist, name), name);
  writeFileSync(join(dist, 'version'), '45.4.1');
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(
      join(dist, name),
      Buffer.from(`#!/bin/sh\n${name === 'electron' ? `# ${FUSE_WIRE}` : ''}\n`, 'latin1'),
    );
    chmodSync(join(dist, name), 0o755);
  }
  return dist;
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function filesInArchive(archive: string): readonly string[] {
  const { header } = getRawHeader(archive);
  const isFile = (path: string) => {
    let at: unknown = header;
    for (const part of path.split('/')) at = (at as { files: Record<string, unknown> }).files[part];
    return typeof at === 'object' && at !== null && !('files' in at);
  };
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .filter(isFile);
}
