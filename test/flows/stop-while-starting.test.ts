/** A signal in the middle of a long start: obeyed at once, nothing half done, and no ready line for anybody to trust. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { runLanyard } from '../support/start-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');

it('gives up an import of hundreds of people when it is told to stop', async () => {
  expect(ensureBuilt()).toBe(true);
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-starting-'));
  try {
    const data = join(directory, 'data');
    const office = join(directory, 'office.json');
    const users = Array.from({ length: 600 }, (_, n) => ({
      username: `p${n}`,
      password: `a long password ${n}`,
      name: `P ${n}`,
    }));
    await writeFile(office, JSON.stringify({ lanyard: 1, users }));
    const args = ['build/out/server/main.js', 'serve', '--port', '0', '--data-dir', data, '--import', office];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    let stderr = '';
    await new Promise<void>((found) => {
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        if (stderr.includes('"hashed_passwords":200')) found();
      });
    });
    expect(stderr).toContain('"message":"importing"');
    child.kill('SIGTERM');
    const code = await new Promise<number | null>((done) => child.once('close', done));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    // It did not go on for long.
    expect(stderr).not.toContain('"hashed_passwords":400');
    expect(stderr).toContain('stopped before it was ready');
    // It let go of the data directory.
    expect(await readdir(join(data, 'store'))).not.toContain('lanyard-store.lock');
    const { stdout: exported } = await runLanyard(['export', '--data-dir', data]);
    expect(exported).not.toContain('username: p1');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
