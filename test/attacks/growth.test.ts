import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttackedOffice, authorizePath, basic, post, startOffice } from './office.ts';

let office: AttackedOffice;
beforeAll(async () => {
  office = await startOffice(['--log-level', 'warn']);
});
afterAll(() => office.stop());

function storedBytes(): number {
  const store = join(office.directory, 'store');
  return readdirSync(store).reduce((sum, name) => sum + statSync(join(store, name)).size, 0);
}

function residentMegabytes(): number {
  const status = readFileSync(`/proc/${office.ready.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

const MANY = 1_500;
const LONG = 'x'.repeat(4_096);

async function inTurns(times: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

it('keeps nothing of refused requests and unknown tokens', async () => {
  const before = storedBytes();
  await inTurns(500, async (at) => {
    const requests = [
      fetch(`${office.origin}${authorizePath({ redirect_uri: `https://evil.test/${at}` })}`),
      fetch(`${office.origin}${authorizePath({ prompt: 'none' })}`, { redirect: 'manual' }),
      fetch(`${office.origin}/oauth2/userinfo`, { headers: { authorization: `Bearer unknown-${at}` } }),
      fetch(`${office.origin}/interaction/login?ticket=unknown-${at}`),
      post(
        office.origin,
        '/oauth2/token',
        { grant_type: 'refresh_token', refresh_token: `x-${at}` },
        { authorization: basic('rp1') },
      ),
      post(office.origin, '/oauth2/introspect', { token: `x-${at}` }, { authorization: basic('rp1') }),
    ];
    await Promise.all(requests);
  });
  expect(storedBytes() - before).toBeLessThan(50_000);
});

it('does not let strangers fill disk and memory with failed authentications of clients that do not exist', async () => {
  const before = storedBytes();
  await inTurns(MANY, (at) =>
    post(office.origin, '/oauth2/introspect', { token: LONG }, { authorization: basic(`nobody-${at}-${LONG}`) }),
  );
  expect(storedBytes() - before).toBeLessThan(600_000);
});

it('does not let strangers fill disk and memory with sign-ins that nobody finishes', async () => {
  const before = { bytes: storedBytes(), memory: residentMegabytes() };
  const path = authorizePath({ state: LONG, nonce: LONG, login_hint: LONG });
  let refused = 0;
  await inTurns(MANY, async () => {
    const response = await fetch(`${office.origin}${path}`, { redirect: 'manual' });
    await response.arrayBuffer();
    if (response.status === 429) refused += 1;
  });
  // Whoever is refused costs nothing; whoever is not must be bounded in number or in bytes.
  const grown = storedBytes() - before.bytes;
  expect(refused > 0 || grown < 8_000_000, `${MANY} requests, ${refused} refused, ${grown} bytes kept`).toBe(true);
  expect(residentMegabytes() - before.memory).toBeLessThan(300);
});
