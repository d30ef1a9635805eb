/** Web pages of strangers at the back channel: they are turned away before anything is counted; registered ones are not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'robot-secret-robot-secret-robot-01';

let directory: string;
let server: RunningServer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-origins-'));
  const office = join(directory, 'office.json');
  const robot = {
    client_id: 'robot',
    client_secret: SECRET,
    redirect_uris: [],
    web_origins: ['https://spa.test'],
    grant_types: ['client_credentials'],
  };
  await writeFile(office, JSON.stringify({ lanyard: 1, applications: [robot] }));
  server = await startServer({ args: ['--import', office] });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

function ask(secret: string, headers: Record<string, string> = {}) {
  return fetch(`${server.ready.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { ...headers, authorization: `Basic ${Buffer.from(`robot:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
}

it('refuses what the page of a stranger posts, and counts none of it against the application', async () => {
  for (let attempt = 0; attempt < 80; attempt += 1) {
    const answer = await ask('wrong', { origin: attempt % 2 === 0 ? 'https://evil.test' : 'null' });
    expect(answer.status).toBe(403);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  }
  expect((await ask(SECRET)).status).toBe(200);
});

it('lets the page of a registered origin in, and whoever sends no origin', async () => {
  const answer = await ask(SECRET, { origin: 'https://spa.test' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://spa.test');
  expect((await ask(SECRET, { origin: 'https://spa.test.evil.test' })).status).toBe(403);
  expect((await ask(SECRET)).status).toBe(200);
});

it('keeps set-up open for the one who holds the link, however often others guess', async () => {
  const { setup } = server.ready;
  if (setup === null) throw new Error('there is an admin already');
  const guess = new URL(setup);
  guess.searchParams.set('token', 'x');
  const statuses = new Set<number>();
  for (let attempt = 0; attempt < 15; attempt += 1) statuses.add((await fetch(guess)).status);
  expect(statuses).toEqual(new Set([404, 429]));
  expect((await fetch(setup)).status).toBe(200);
});
