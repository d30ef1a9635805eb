/** Whom the end of a session is told, long after what they were granted is forgotten. */
import { beforeEach, expect, it } from 'vitest';
import { isByBrowser } from '../../server/directory/logout-deliveries.ts';
import { applicationsOf } from '../../server/directory/session-applications.ts';
import { aGrant } from '../support/records.ts';
import { buildHouse, type House, type TestBrowser } from '../support/house.ts';
import { type Asked, authorizationRequest, authorize, furnish, pageOf } from '../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
  for (const client_id of ['wiki', 'other', 'no-identity']) {
    await house.addApplication({
      client_id,
      redirect_uris: [callbackOf(client_id)],
      grant_types: ['authorization_code', 'refresh_token'],
      backchannel_logout_uri: `https://${client_id}.test/told`,
      frontchannel_logout_uri: `https://${client_id}.test/shown`,
      scope: 'openid profile offline_access',
    });
  }
});

const callbackOf = (client_id: string) => `https://${client_id}.test/callback`;

const use = (client_id: string, changes: Asked = {}, by = browser) =>
  authorize(house, by, { client_id, redirect_uri: callbackOf(client_id), scope: 'openid', ...changes });

/** What the sweep, which runs all the time, leaves of it. */
async function later(seconds: number): Promise<void> {
  house.clock.now += seconds;
  await house.store.sweep(house.clock.now);
}

async function signOut(): Promise<{ readonly shown: readonly string[]; readonly told: readonly string[] }> {
  const question = pageOf(await browser.open('end-session', {}), 'sign-out');
  const answered = await browser.open('end-session', { csrf: question.csrf, decision: 'yes' }, 'POST');
  const { frames = [] } = pageOf(answered, 'signed-out');
  const { items } = await house.store.collection('logout_deliveries').list({ limit: 100 });
  const told = items.flatMap((one) => (isByBrowser(one) ? [] : [one.client_id])).toSorted();
  return { shown: frames.map((frame) => new URL(frame).hostname), told };
}

const grants = async () => (await house.store.collection('grants').list({ limit: 100 })).items;

it('tells an application whose grant ran out when the session was prolonged for another one', async () => {
  await use('wiki');
  await later(house.DEFAULT_SETTINGS.session_lifetime_s - 60);
  await use('other', { prompt: 'login' });
  await later(120);
  expect((await grants()).map(({ client_id }) => client_id)).toEqual(['other']);
  expect(await signOut()).toEqual({ shown: ['other.test', 'wiki.test'], told: ['other', 'wiki'] });
});

it('tells an application whose refresh tokens live shorter than the session', async () => {
  await house.setSettings({ refresh_token_lifetime_s: 3600 });
  await use('wiki', { scope: 'openid offline_access' });
  await later(3700);
  expect(await grants()).toEqual([]);
  expect(await signOut()).toEqual({ shown: ['wiki.test'], told: ['wiki'] });
});

it('tells each once, and nobody who learned nothing of the session or is in another one', async () => {
  await use('wiki');
  await use('wiki');
  await use('no-identity', { scope: 'profile' });
  await use('other', {}, house.browser());
  expect(await signOut()).toEqual({ shown: ['wiki.test'], told: ['wiki'] });
});

it('tells nobody of a sign-in that the person refused', async () => {
  await use('wiki');
  const changes = { client_id: 'other', redirect_uri: callbackOf('other'), scope: 'openid' };
  const consent = pageOf(await browser.open('authorize', authorizationRequest(changes)), 'consent');
  await browser.submit(consent, { decision: 'deny' });
  expect((await signOut()).told).toEqual(['wiki']);
});

it('knows a session that began before this was kept with it by its grants', async () => {
  await house.store.collection('grants').insert(aGrant({ client_id: 'wiki', sid: 'an-old-one', scope: ['openid'] }));
  const found = await applicationsOf(house.store, { sid: 'an-old-one' });
  expect(found.map(({ client_id }) => client_id)).toEqual(['wiki']);
});
