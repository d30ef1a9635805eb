/** How long refresh tokens last (RFC 6749 §5.2, RFC 9700 §4.14.2): one that lay unused too long, and any of a family that is over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Browser } from '../browser.ts';
import { type AttackedOffice, basic, post } from '../office.ts';
import { SHORT_S, startExtensions, tokensOf, toToken } from './office.ts';
import { complaints, send } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const fresh = async (client_id: string) => (await tokensOf(office, alice, client_id))['refresh_token'] ?? '';
const renewal = (client_id: string, refresh_token: string) =>
  toToken(client_id, { grant_type: 'refresh_token', refresh_token });

async function renew(client_id: string, refresh_token: string): Promise<string> {
  const { status, body } = await send(office.origin, renewal(client_id, refresh_token));
  expect(status).toBe(200);
  return String(body['refresh_token']);
}

const introspect = async (client_id: string, token: string) =>
  (await post(office.origin, '/oauth2/introspect', { token }, { authorization: basic(client_id) })).body as Readonly<
    Record<string, unknown>
  >;

/** To be asked about uses nothing up. */
async function over(client_id: string, refresh_token: string): Promise<void> {
  const isOver = async () => (await introspect(client_id, refresh_token))['active'] === false;
  await eventually(isOver, 'the end of a refresh token');
}

describe.each(['idle', 'short'])('the refresh token of an application with a limit of its own (%s)', (client_id) => {
  it('is good until then, and is refused from then on, by whomever it comes', async () => {
    const late = await fresh(client_id);
    const used = await renew(client_id, await fresh(client_id));
    expect(await introspect(client_id, late)).toMatchObject({ active: true });
    await Promise.all([over(client_id, late), over(client_id, used)]);
    for (const token of [late, used]) {
      const sent = renewal(client_id, token);
      expect(complaints(await send(office.origin, sent), { status: 400, error: 'invalid_grant' }, sent)).toEqual([]);
    }
    await renew(client_id, await fresh(client_id));
  });
});

it('each use begins the time anew in which a token may lie unused, and never that of its family', async () => {
  const began = Date.now();
  const exp = async (client_id: string, token: string) => Number((await introspect(client_id, token))['exp']);
  const [idle, short] = await Promise.all([fresh('idle'), fresh('short')]);
  const [idleEnds, shortEnds] = [await exp('idle', idle), await exp('short', short)];
  await eventually(() => Date.now() - began > 1_100, 'the next second');
  expect(await exp('idle', await renew('idle', idle))).toBeGreaterThan(idleEnds);
  expect(await exp('short', await renew('short', short))).toBe(shortEnds);
  expect(shortEnds - Math.floor(began / 1000)).toBeLessThanOrEqual(SHORT_S + 1);
});
