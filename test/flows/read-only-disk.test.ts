/**
 * A store that nobody may write any more, in the middle of its work and at a start. A disk can't be remounted while a
 * server has a file open for writing, so that the running one is stopped by the files' own attribute instead.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askToken, call, DISK_OFFICE, personToken, statusOf } from '../support/disk-office.ts';
import { mountSmallDisk, remountReadOnly, unmount } from '../support/small-disk.ts';
import { runLanyard, startServer } from '../support/start-server.ts';

/** Lets nobody, root included, change the files of a folder or add one; or lets them again. */
function setImmutable(folder: string, immutable: boolean): void {
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  execFileSync('chattr', [immutable ? '+i' : '-i', ...paths], { stdio: 'pipe' });
}

/** The reason why files that are open can't be made immutable here; undefined where they can. */
async function whyNotImmutable(folder: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can make files immutable';
  await mkdir(folder);
  const file = openSync(join(folder, 'probe'), 'w');
  try {
    setImmutable(folder, true);
    writeSync(file, 'x');
    return 'this file system lets immutable files be written that are open';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EPERM' ? undefined : 'this file system knows no immutable files';
  } finally {
    closeSync(file);
    try {
      setImmutable(folder, false);
    } catch {
      // Where it could not be set, there is nothing to take back.
    }
  }
}

it('answers 503 while nothing can be written, goes on with all that needs no writing, and recovers by itself', async (context) => {
  const base = await mkdtemp(join(tmpdir(), 'lanyard-read-only-'));
  const directory = join(base, 'data');
  const store = join(directory, 'store');
  try {
    const reason = await whyNotImmutable(join(base, 'probe'));
    if (reason !== undefined) return context.skip(reason);
    const office = join(base, 'office.json');
    await writeFile(office, JSON.stringify(DISK_OFFICE));
    const server = await startServer({ directory, args: ['--import', office, '--log-level', 'error'] });
    const { issuer } = server.ready;
    const token = String((await askToken(issuer, 'opaque')).body['access_token']);
    const alices = await personToken(issuer);
    const isActive = async (at: string) => (await call(at, 'introspect', 'opaque', { token })).body['active'];

    setImmutable(store, true);
    for (let time = 0; time < 3; time += 1) {
      const refused = await askToken(issuer, 'opaque');
      expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(await statusOf(`${issuer}/health`)).toBe(503);
    expect(await isActive(issuer)).toBe(true);
    expect(await statusOf(`${issuer}/oauth2/userinfo`, alices)).toBe(200);
    expect(await statusOf(`${issuer}/oauth2/jwks`)).toBe(200);
    expect(await statusOf(`${issuer}/.well-known/openid-configuration`)).toBe(200);
    const signed = await askToken(issuer, 'jwt');
    expect(signed.status).toBe(200);
    const seen = await call(issuer, 'introspect', 'jwt', { token: String(signed.body['access_token']) });
    expect(seen.body).toMatchObject({ active: true });
    // A revocation that can't be kept is not promised, and the token lives on.
    expect((await call(issuer, 'revoke', 'opaque', { token })).status).toBe(503);
    expect(await isActive(issuer)).toBe(true);

    setImmutable(store, false);
    await expect.poll(() => statusOf(`${issuer}/health`), { timeout: 30_000, interval: 250 }).toBe(200);
    const later = String((await askToken(issuer, 'opaque')).body['access_token']);
    expect(await server.stop()).toMatchObject({ code: 0 });

    const again = await startServer({ directory, args: ['--log-level', 'error'] });
    expect(await isActive(again.ready.issuer)).toBe(true);
    const kept = await call(again.ready.issuer, 'introspect', 'opaque', { token: later });
    expect(kept.body).toMatchObject({ active: true });
    expect(await statusOf(`${again.ready.issuer}/oauth2/userinfo`, alices)).toBe(200);
    await again.stop();
  } finally {
    execFileSync('chattr', ['-R', '-f', '-i', base], { stdio: 'ignore' });
    await rm(base, { recursive: true });
  }
});

it('says in one line that it can not start on a read-only disk, changes nothing there, and starts when it can', async (context) => {
  const base = await mkdtemp(join(tmpdir(), 'lanyard-read-only-'));
  const reason = mountSmallDisk(base);
  if (reason !== undefined) {
    await rm(base, { recursive: true });
    return context.skip(reason);
  }
  try {
    const directory = join(base, 'data');
    const office = join(base, 'office.json');
    await writeFile(office, JSON.stringify(DISK_OFFICE));
    const server = await startServer({ directory, args: ['--import', office, '--log-level', 'error'] });
    const token = String((await askToken(server.ready.issuer, 'opaque')).body['access_token']);
    await server.stop();
    const before = readdirSync(join(directory, 'store')).toSorted();

    remountReadOnly(base);
    const refused = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.trim().split('\n')).toEqual([expect.stringMatching(/^lanyard: .*data.*read-only/) as string]);
    expect(readdirSync(join(directory, 'store')).toSorted()).toEqual(before);

    execFileSync('mount', ['-o', 'remount,rw', base]);
    const again = await startServer({ directory, args: ['--log-level', 'error'] });
    const { body } = await call(again.ready.issuer, 'introspect', 'opaque', { token });
    expect(body).toMatchObject({ active: true });
    await again.stop();
  } finally {
    unmount(base);
    await rm(base, { recursive: true });
  }
});
