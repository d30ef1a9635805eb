/** A real disk that is full: nothing is promised that is not written, what needs no writing goes on, and it recovers by itself. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startServer } from '../support/start-server.ts';

const SECRET = 'robot-secret-robot-secret-robot-01';
const robot = { client_secret: SECRET, redirect_uris: [], grant_types: ['client_credentials'] };
const OFFICE = {
  lanyard: 1,
  applications: [
    { ...robot, client_id: 'opaque' },
    { ...robot, client_id: 'jwt', access_token_format: 'jwt' },
  ],
};

/** A small disk of its own at `path`; the reason why not where that takes more rights than we have. */
function mountSmallDisk(path: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no disk can be mounted here';
  }
}

async function post(issuer: string, endpoint: string, client_id: string, fields: Record<string, string>) {
  const response = await fetch(`${issuer}/oauth2/${endpoint}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams(fields),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

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
    await writeFile(office, JSON.stringify(OFFICE));
    const directory = join(base, 'data');
    const server = await startServer({ directory, args: ['--import', office, '--log-level', 'error'] });
    const { issuer } = server.ready;
    const ask = (client_id: string) => post(issuer, 'token', client_id, { grant_type: 'client_credentials' });
    const health = async () => (await fetch(`${issuer}/health`)).status;
    const before = await ask('opaque');
    expect([before.status, await health()]).toEqual([200, 200]);

    await writeFile(ballast, Buffer.alloc(8 * 1024 * 1024)).catch(() => undefined);
    // The journal's last page has room for a few more; then there is none.
    let refused = await ask('opaque');
    for (let more = 0; refused.status === 200 && more < 200; more += 1) refused = await ask('opaque');
    expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await health()).toBe(503);
    // What needs no disk goes on: a token that was promised, and tokens that carry everything themselves.
    const token = String(before.body['access_token']);
    expect((await post(issuer, 'introspect', 'opaque', { token })).body).toMatchObject({ active: true });
    const signed = await ask('jwt');
    expect(signed.status).toBe(200);
    const seen = await post(issuer, 'introspect', 'jwt', { token: String(signed.body['access_token']) });
    expect(seen.body).toMatchObject({ active: true });

    await rm(ballast);
    await expect.poll(health, { timeout: 10_000, interval: 250 }).toBe(200);
    expect((await ask('opaque')).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0 });

    const again = await startServer({ directory, args: ['--log-level', 'error'] });
    expect((await post(again.ready.issuer, 'introspect', 'opaque', { token })).body).toMatchObject({ active: true });
    await again.stop();
  } finally {
    execFileSync('umount', ['-l', base]);
    await rm(base, { recursive: true });
  }
}, 60_000);
