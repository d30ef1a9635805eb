/** The promise that no test of a part can make: what a killed server had answered holds at the next start. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const ROUNDS = Number(process.env['LANYARD_KILL_ROUNDS'] ?? 10);
const SECRET = 'a-secret-that-survives-the-plug-0001';
const CALLBACK = 'http://127.0.0.1:9/callback';

/** One application whose people are not asked, so that codes come as fast as they can be redeemed. */
const OFFICE = {
  lanyard: 1,
  users: [{ ...ALICE, name: 'Alice', admin: true }],
  applications: [
    {
      client_id: 'app',
      client_secret: SECRET,
      consent: 'skip',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
      scope: 'openid offline_access',
    },
  ],
};

/** What the server has answered, and is therefore bound to. */
interface Promised {
  readonly access_tokens: Set<string>;
  readonly revoked: Set<string>;
  /** Refresh tokens that were handed out and not used since. */
  readonly refresh_tokens: Set<string>;
  readonly used_codes: { readonly code: string; readonly verifier: string }[];
}

let directory: string;
let office: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-kill-'));
  office = join(directory, 'office.json');
  await writeFile(office, JSON.stringify(OFFICE));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it(
  `loses nothing that was answered when it is killed in the middle of token requests, ${ROUNDS} times`,
  async () => {
    const data = join(directory, 'data');
    let answered = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const promised: Promised = {
        access_tokens: new Set(),
        revoked: new Set(),
        refresh_tokens: new Set(),
        used_codes: [],
      };
      const server = await startServer({ directory: data, args: ['--import', office, '--log-level', 'error'] });
      const { issuer } = server.ready;
      const clients = [
        ...Array.from({ length: 4 }, () => machine(issuer, promised)),
        ...Array.from({ length: 2 }, () => person(issuer, promised)),
      ];
      await new Promise((waited) => setTimeout(waited, 250 + Math.random() * 500));
      await server.stop('SIGKILL');
      await Promise.all(clients);
      answered +=
        promised.access_tokens.size + promised.refresh_tokens.size + promised.used_codes.length + promised.revoked.size;

      const after = await startServer({ directory: data, args: ['--log-level', 'error'] });
      await check(after, promised);
      await after.stop();
    }
    // A run in which nothing was promised would prove nothing.
    expect(answered).toBeGreaterThan(ROUNDS * 20);
  },
  30_000 + ROUNDS * 12_000,
);

async function check(server: RunningServer, promised: Promised): Promise<void> {
  const { issuer } = server.ready;
  for (const token of promised.access_tokens) {
    expect(await post(issuer, 'introspect', { token })).toMatchObject({ active: !promised.revoked.has(token) });
  }
  for (const refresh_token of promised.refresh_tokens) {
    const answer = await post(issuer, 'token', { grant_type: 'refresh_token', refresh_token });
    expect(answer).toMatchObject({ access_token: expect.any(String) });
  }
  for (const { code, verifier } of promised.used_codes) {
    expect(await redeem(issuer, code, verifier)).toMatchObject({ error: 'invalid_grant' });
  }
}

/** Asks for tokens and gives some of them back, until the server is gone. */
async function machine(issuer: string, promised: Promised): Promise<void> {
  await untilGone(async () => {
    const { access_token: token } = await post(issuer, 'token', { grant_type: 'client_credentials' });
    if (token === undefined) return;
    promised.access_tokens.add(token);
    if (Math.random() > 0.2) return;
    // From the moment of asking until the answer either outcome is right: the token leaves both lists.
    promised.access_tokens.delete(token);
    await post(issuer, 'revoke', { token });
    promised.access_tokens.add(token);
    promised.revoked.add(token);
  });
}

/** Signs in once, then lets codes be made, redeemed and refreshed, until the server is gone. */
async function person(issuer: string, promised: Promised): Promise<void> {
  const browser = new HttpPerson(issuer);
  await untilGone(async () => {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'app',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid offline_access',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const asked = await browser.open(`${issuer}/oauth2/authorize?${query.toString()}`);
    const arrived = asked.left === undefined ? await browser.submit(asked, ALICE) : asked;
    const code = arrived.left?.searchParams.get('code');
    if (code === undefined || code === null) throw new Error(`no code, but ${arrived.html.slice(0, 500)}`);
    const first = await redeem(issuer, code, verifier);
    if (first.access_token === undefined || first.refresh_token === undefined) throw new Error(JSON.stringify(first));
    promised.used_codes.push({ code, verifier });
    const second = await post(issuer, 'token', { grant_type: 'refresh_token', refresh_token: first.refresh_token });
    if (second.refresh_token === undefined) throw new Error(JSON.stringify(second));
    promised.refresh_tokens.add(second.refresh_token);
  });
}

async function untilGone(turn: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await turn();
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

function redeem(issuer: string, code: string, code_verifier: string): Promise<Record<string, string>> {
  return post(issuer, 'token', { grant_type: 'authorization_code', code, code_verifier, redirect_uri: CALLBACK });
}

/** Throws TypeError, as fetch does, when the server is gone before the answer was whole. */
async function post(issuer: string, endpoint: string, fields: Record<string, string>): Promise<Record<string, string>> {
  const headers = { authorization: `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}` };
  const response = await fetch(`${issuer}/oauth2/${endpoint}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}
