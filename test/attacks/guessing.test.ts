import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actionOf, type Answer, type Browser, hiddenOf } from './browser.ts';
import { ADA, ALICE, type AttackedOffice, authorizePath, BOB, startOffice } from './office.ts';

/** argon2id of nothing that matters, with the least work that an import accepts. */
const CHEAP_HASH = '$argon2id$v=19$m=8,t=1,p=1$giY6rLqO1w/loyFBXAapZg$BLWHe8rdDu7+rm/plCV+iPhf1h9dd1eEgTbvc7iLYXg';

let office: AttackedOffice;
let browser: Browser;
let page: Answer;
beforeAll(async () => {
  office = await startOffice([], {
    settings: { login_attempts_per_minute: 50 },
    users: [{ ...ADA, admin: true }, ALICE, BOB, { username: 'carol', password_hash: CHEAP_HASH }],
  });
  browser = office.browser();
  page = await browser.open(authorizePath());
});
afterAll(() => office.stop());

/**
 * By what factor wrong passwords take longer for one of two people, who alternate. Of each the quickest counts: what the
 * machine does besides can only make the others slower.
 */
async function factorBetween(first: string, second: string): Promise<number> {
  const times: Record<string, number[]> = { [first]: [], [second]: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const username of round % 2 === 0 ? [first, second] : [second, first]) {
      const began = performance.now();
      expect((await browser.send(page, { username, password: `wrong-${round}` })).status).toBe(401);
      times[username]?.push(performance.now() - began);
    }
  }
  const quickest = [Math.min(...(times[first] ?? [])), Math.min(...(times[second] ?? []))];
  return Math.max(...quickest) / Math.min(...quickest);
}

// A hash that is missing or cheap is a factor of five and more, each time; a machine with much else to do is that only once.
const ALIKE = 2.5;
// Together fewer than one person may get wrong.
const ROUNDS = 12;
const TRIES = 4;

it.each([
  ['who is not there as for a wrong password', 'alice', 'nobody'],
  ['whose hash was made elsewhere, with other parameters', 'carol', 'nobody-else'],
])('takes as long for a person %s', async (_who, first, second) => {
  const factors: number[] = [];
  do factors.push(await factorBetween(first, second));
  while (Math.min(...factors) >= ALIKE && factors.length < TRIES);
  expect(Math.min(...factors)).toBeLessThan(ALIKE);
});

it.skipIf(process.platform !== 'linux')(
  'slows down whoever guesses at one person from ever new addresses of one network',
  async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 120; at += 1) statuses.push(await guessFrom(`127.0.1.${at + 1}`, at));
    expect(statuses).toContain(429);
  },
);

function guessFrom(localAddress: string, at: number): Promise<number> {
  const body = new URLSearchParams({ ...hiddenOf(page), username: 'bob', password: `guess-${at}` }).toString();
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    http
      .request(`${office.origin}${actionOf(page)}`, { method: 'POST', localAddress, headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      })
      .on('error', reject)
      .end(body);
  });
}
