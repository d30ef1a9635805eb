/** A real disk that is full: nothing is promised that is not written, what needs no writing goes on, and it recovers by itself. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askToken, call, DISK_OFFICE, personToken, statusOf } from '../support/disk-office.ts';
import { mountSmallDisk, unmount } from '../support/small-disk.ts';
import { startServer } from '../support/start-server.ts';

it('answers 503 while the disk is full, keeps reading and signing, and writes again when there is space', async (context) => {
  const base = await mkdtemp(join(tmpdir(), 'lanyard-full-'));
  const reason = mountSmallDisk(base);
  if (reason !== undefined) {
    await rm(base, { recursive: true });
    return context.skip(reason);
  }
  try {
    const office = join(base, 'office.json');
    const ballast = join(base, 'ballast');
    await writeFile(office, JSON.stringify(DISK_OFFICE));
    const directory = join(base, 'data');
    const server = await startServer({ directory, args: ['--import', office, '--log-level', 'error'] });
    const { issuer } = server.ready;
    const ask = (client_id: string) => askToken(issuer, client_id);
    const health = () => statusOf(`${issuer}/health`);
    const before = await ask('opaque');
    expect([before.status, await health()]).toEqual([200, 200]);
    const alices = await personToken(issuer);

    await writeFile(ballast, Buffer.alloc(8 * 1024 * 1024)).catch(() => undefined);
    // The journal's last page has room for a few more; then there is none.
    let refused = await ask('opaque');
    for (let more = 0; refused.status === 200 && more < 200; more += 1) refused = await ask('opaque');
    expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await health()).toBe(503);
    // What needs no disk goes on: a token that was promised, and tokens that carry everything themselves.
    const token = String(before.body['access_token']);
    expect((await call(issuer, 'introspect', 'opaque', { token })).body).toMatchObject({ active: true });
    expect(await statusOf(`${issuer}/oauth2/userinfo`, alices)).toBe(200);
    expect(await statusOf(`${issuer}/oauth2/jwks`)).toBe(200);
    const signed = await ask('jwt');
    expect(signed.status).toBe(200);
    const seen = await call(issuer, 'introspect', 'jwt', { token: String(signed.body['access_token']) });
    expect(seen.body).toMatchObject({ active: true });

    await rm(ballast);
    await expect.poll(health, { timeout: 30_000, interval: 250 }).toBe(200);
    expect((await ask('opaque')).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0 });

    const again = await startServer({ directory, args: ['--log-level', 'error'] });
    expect((await call(again.ready.issuer, 'introspect', 'opaque', { token })).body).toMatchObject({ active: true });
    await again.stop();
  } finally {
    unmount(base);
    await rm(base, { recursive: true });
  }
});
