/** Strangers at the door of the panel: they are slowed down, and leave no more in the audit log than the limits allow. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ADA, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, send, bareChallenge } from './admin-client.ts';

const TRIES = 1_000;

test('a thousand tickets that are none leave a few events, and are counted beside them', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-tickets-'));
  try {
    const office = await startOffice([], {}, directory);
    const statuses: number[] = [];
    for (let done = 0; done < TRIES; done += 50) {
      const asked = Array.from({ length: 50 }, (_, n) => {
        const body = { ticket: `guessed-ticket-number-${done + n}` };
        return send(office.origin, 'signInOwner', { body });
      });
      for (const answer of await Promise.all(asked)) {
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(answer.headers.get('www-authenticate')).toBe(
          answer.status === 401 ? bareChallenge(office.origin) : null,
        );
      }
    }
    const refused = statuses.filter((status) => status === 401).length;
    const away = statuses.filter((status) => status === 429).length;
    expect(refused + away).toBe(TRIES);
    // Ten a minute; the tries may reach into a second one.
    expect(refused).toBeLessThanOrEqual(20);
    for (let time = 0; time < 15; time += 1) {
      await send(office.origin, 'signIn', { body: { username: 'ada', password: 'guess guess' } });
    }
    // Nobody is shut out of the panel by tickets, nor by guesses at somebody else.
    expect((await send(office.origin, 'signIn', { body: { ...ADA, username: 'nobody' } })).status).toBe(401);
    await office.stop();

    const again = await startOffice([], {}, directory);
    const client = adminClient(again.origin, await botCredentials(again.origin));
    const events = async (type: string) => (await client('listAuditEvents', { query: { type, limit: '200' } })).body;
    const written = (await events('panel.sign_in_refused')).items;
    expect(written.filter(({ detail }) => detail['because'] === 'no such ticket')).toHaveLength(refused);
    const counted = (await events('panel.turned_away')).items;
    const countOf = (because: string) =>
      counted
        .filter(({ detail }) => detail['because'] === because)
        .reduce((sum, { detail }) => sum + Number(detail['count']), 0);
    expect(countOf('too many tickets')).toBe(away);
    expect(countOf('too many attempts')).toBe(5);
    const hers = counted.filter(({ target }) => target === 'ada').map(({ sentence }) => sentence);
    expect(hers).not.toEqual([]);
    for (const sentence of hers) {
      expect(sentence).toMatch(
        /^\d+ attempts to sign in to the panel as ada were turned away from 127\.0\.0\.1: too many attempts$/,
      );
    }
    await again.stop();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
