/** A store that lost its people is a loss, and never a first start. */
import { access, chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Browser, hiddenOf } from '../attacks/browser.ts';
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

const isThere = (name: string) =>
  access(join(directory, name)).then(
    () => true,
    () => false,
  );
const serve = (...args: string[]) => runLanyard(['serve', '--port', '0', '--data-dir', directory, ...args]);

describe('an office that lost its people', () => {
  it('is refused too where its journal was cut to nothing but its header', async () => {
    await runLanyard(['import', SAMPLE, '--data-dir', directory]);
    const store = join(directory, 'store');
    const journals = (await readdir(store)).filter((name) => name.startsWith('journal-'));
    for (const name of journals) {
      await truncate(join(store, name), (await readFile(join(store, name))).indexOf('\n') + 1);
    }
    const { code, stdout, stderr } = await serve();
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(join(directory, 'has-admin'));
  });

  it('is refused before a document is brought in, and before a good export is written over', async () => {
    const exported = join(directory, 'office.yaml');
    await runLanyard(['import', SAMPLE, '--data-dir', directory]);
    await runLanyard(['export', '--out', exported, '--data-dir', directory]);
    const before = await readFile(exported, 'utf8');
    await emptyStore();
    expect((await serve('--import', SAMPLE)).code).toBe(4);
    expect((await runLanyard(['import', SAMPLE, '--data-dir', directory])).code).toBe(4);
    expect((await runLanyard(['export', '--out', exported, '--data-dir', directory])).code).toBe(4);
    expect(await readFile(exported, 'utf8')).toBe(before);
  });

  it('begins anew when somebody says so by removing the mark', async () => {
    await runLanyard(['reset-admin', '--data-dir', directory]);
    await emptyStore();
    expect((await serve()).code).toBe(4);
    await rm(join(directory, 'has-admin'));
    const server = await startServer({ directory, args: QUIET });
    expect(server.ready.setup).toContain('/setup?token=');
    await server.stop();
  });
});

describe('the mark', () => {
  it('is there as soon as somebody has set the office up, also when the power fails right then', async () => {
    const server = await startServer({ directory, args: QUIET });
    expect(await isThere('has-admin')).toBe(false);
    const link = new URL(server.ready.setup ?? '');
    const browser = new Browser(link.origin);
    const form = {
      ...hiddenOf(await browser.get(link.pathname + link.search)),
      issuer_name: 'Office',
      username: 'root',
    };
    const password = 'long enough for anybody';
    const done = await browser.post('/setup', { ...form, name: 'Root', password, password_again: password });
    expect(done.status).toBe(200);
    await server.stop('SIGKILL');
    expect(await isThere('has-admin')).toBe(true);
    await emptyStore();
    expect((await serve()).code).toBe(4);
  });

  it('is made by the commands that make an admin, and at the next start of an office that has none yet', async () => {
    for (const command of [['import', SAMPLE], ['reset-admin']]) {
      await runLanyard([...command, '--data-dir', directory]);
      expect([command[0], await isThere('has-admin')]).toEqual([command[0], true]);
      await emptyStore();
      await rm(join(directory, 'has-admin'));
    }
    await runLanyard(['import', SAMPLE, '--data-dir', directory]);
    await rm(join(directory, 'has-admin'));
    await (await startServer({ directory, args: QUIET })).stop();
    expect(await isThere('has-admin')).toBe(true);
  });

  it('is not made where there are people but no admin', async () => {
    const file = join(directory, 'people.yaml');
    await writeFile(file, 'lanyard: 1\nusers: [{ username: bob }]\n');
    const server = await startServer({ directory, args: ['--import', file, ...QUIET] });
    expect(server.ready.setup).not.toBeNull();
    await server.stop();
    expect(await isThere('has-admin')).toBe(false);
  });
});

describe('a first start that a crash cut short is begun again', () => {
  /** What a first start leaves behind, which the tests then cut down to an earlier moment. */
  async function firstStart(): Promise<{ readonly store: string; readonly journal: string }> {
    await (await startServer({ directory, args: QUIET })).stop('SIGKILL');
    const store = join(directory, 'store');
    const journal = (await readdir(store)).find((name) => name.startsWith('journal-')) ?? '';
    return { store, journal: join(store, journal) };
  }
  const expectBeginning = async () => {
    const server = await startServer({ directory, args: QUIET });
    expect(server.ready.setup).toContain('/setup?token=');
    await server.stop();
  };

  it('when the store’s folder was made, and nothing in it', async () => {
    const { store } = await firstStart();
    await rm(join(directory, 'sealing.key'));
    for (const name of await readdir(store)) await rm(join(store, name));
    await expectBeginning();
  });

  it('when the lock was taken, and there was a key', async () => {
    const { store } = await firstStart();
    for (const name of await readdir(store)) if (!name.endsWith('.lock')) await rm(join(store, name));
    expect(await readdir(store)).toEqual(['lanyard-store.lock']);
    await expectBeginning();
  });

  it('when the first journal was half written', async () => {
    const { store, journal } = await firstStart();
    await copyFile(journal, `${journal}.new`);
    await truncate(`${journal}.new`, 10);
    await rm(journal);
    await rm(join(store, 'lanyard-store.json'));
    await expectBeginning();
  });

  it('when the journal stood, but not the marker', async () => {
    const { store, journal } = await firstStart();
    await truncate(journal, (await readFile(journal)).indexOf('\n') + 1);
    await rm(join(store, 'lanyard-store.json'));
    await expectBeginning();
  });

  it('when the store stood, without any key in it', async () => {
    const { journal } = await firstStart();
    await truncate(journal, (await readFile(journal)).indexOf('\n') + 1);
    await expectBeginning();
  });

  it('when the signing keys were half written', async () => {
    const { journal } = await firstStart();
    await truncate(journal, (await readFile(journal)).indexOf('\n') + 100);
    await expectBeginning();
  });
});
