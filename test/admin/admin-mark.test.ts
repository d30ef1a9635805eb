/** A store that lost its people is a loss, and never a first start. */
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runLanyard, startServer } from '../support/start-server.ts';

const SAMPLE = join(import.meta.dirname, '../imports/example.lanyard.yaml');
const QUIET = ['--log-level', 'warn'];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-mark-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function emptyStore(): Promise<void> {
  const store = join(directory, 'store');
  for (const name of await readdir(store)) await rm(join(store, name), { recursive: true });
}

it('an office whose store was emptied is refused with exit 4, and nobody is offered to set it up', async () => {
  await (await startServer({ directory, args: ['--import', SAMPLE, ...QUIET] })).stop();
  expect((await stat(join(directory, 'has-admin'))).mode & 0o077).toBe(0);
  await emptyStore();
  const { code, stdout, stderr } = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(/has had an admin.*reset-admin/s);

  const reset = await runLanyard(['reset-admin', '--data-dir', directory]);
  expect(reset.code).toBe(0);
  const server = await startServer({ directory, args: QUIET });
  expect(server.ready.setup).toBeNull();
  await server.stop();
});

it('a place that never had an admin can be begun anew, also after its store was emptied', async () => {
  await (await startServer({ directory, args: QUIET })).stop();
  await emptyStore();
  const server = await startServer({ directory, args: QUIET });
  expect(server.ready.setup).toContain('/setup?token=');
  await server.stop();
});

it('closes a store that other accounts could read', async () => {
  await (await startServer({ directory, args: QUIET })).stop();
  await chmod(join(directory, 'store'), 0o755);
  const server = await startServer({ directory, args: QUIET });
  expect((await stat(join(directory, 'store'))).mode & 0o777).toBe(0o700);
  await server.stop();
  expect(server.stderr()).toContain('could be read by other accounts');
});
