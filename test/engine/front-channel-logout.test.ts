/** Applications that end their own sessions in the browser: which of them are asked to, with what, and what comes afterwards. */
import { beforeEach, expect, it } from 'vitest';
import { retryAtOnce } from '../../server/directory/logout-deliveries.ts';
import { endSession } from '../../server/directory/sessions.ts';
import { buildHouse, type House, ORIGIN, type TestBrowser } from '../support/house.ts';
import { authorizationRequest, authorize, furnish, pageOf, redeem, walk } from '../support/sign-in.ts';

const BYE = 'https://app.test/bye';
const WIKI = 'https://wiki.test/callback';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  browser = house.browser();
});

const addWiki = (fields: object = {}) =>
  house.addApplication({
    client_id: 'wiki',
    redirect_uris: [WIKI],
    frontchannel_logout_uri: 'https://wiki.test/out?app=wiki',
    scope: 'openid',
    ...fields,
  });

const useWiki = (by = browser) => authorize(house, by, { client_id: 'wiki', redirect_uri: WIKI, scope: 'openid' });

async function hintOf(by = browser): Promise<string> {
  const { code } = await authorize(house, by);
  return String((await redeem(house, code)).body['id_token']);
}

const sidOf = (hint: string) =>
  (JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;

async function signOut(hint: string, fields: Record<string, string> = { post_logout_redirect_uri: BYE }) {
  return browser.open('end-session', { id_token_hint: hint, ...fields });
}

it('shows each application that was used in the session, with iss and sid behind the query that it registered', async () => {
  await addWiki();
  const hint = await hintOf();
  await useWiki();
  const view = pageOf(await signOut(hint, { post_logout_redirect_uri: BYE, state: 'a&b' }), 'signed-out');
  const query = new URLSearchParams({ iss: ORIGIN, sid: sidOf(hint) }).toString();
  expect(view).toEqual({
    page: 'signed-out',
    stayed: false,
    frames: [`https://wiki.test/out?app=wiki&${query}`],
    goes_on: { location: `${BYE}?state=a%26b`, application: { client_name: 'The application', host: 'app.test' } },
  });
  expect(browser.cookies.session).toBeUndefined();
});

it('tells nothing of the session to an application that registered that it takes nothing', async () => {
  await addWiki({ frontchannel_logout_session_required: false });
  const hint = await hintOf();
  await useWiki();
  const { frames } = pageOf(await signOut(hint), 'signed-out');
  expect(frames).toEqual(['https://wiki.test/out?app=wiki']);
});

it('shows the application that asks as well, once', async () => {
  const { client_id } = await house.addApplication({
    client_id: 'self',
    redirect_uris: ['https://self.test/cb'],
    post_logout_redirect_uris: ['https://self.test/bye'],
    frontchannel_logout_uri: 'https://self.test/out',
    scope: 'openid',
  });
  const uses = () => authorize(house, browser, { client_id, redirect_uri: 'https://self.test/cb', scope: 'openid' });
  await uses();
  await uses();
  const hint = await hintOf();
  const { frames = [] } = pageOf(await signOut(hint), 'signed-out');
  expect(frames.map((frame) => new URL(frame).host)).toEqual(['self.test']);
});

it('shows none that was used in another browser only, or not at all', async () => {
  await addWiki();
  await useWiki(house.browser());
  const arrived = await signOut(await hintOf());
  expect(arrived.response).toMatchObject({ kind: 'redirect', location: BYE });
});

it('shows one that was switched off meanwhile', async () => {
  const wiki = await addWiki();
  const hint = await hintOf();
  await useWiki();
  await house.store.collection('applications').update(wiki.id, (old) => ({ ...old, disabled: true }));
  const { frames = [] } = pageOf(await signOut(hint, {}), 'signed-out');
  expect(frames).toHaveLength(1);
});

it('stays on the page where nobody named an address, and shows the frames there', async () => {
  await addWiki();
  const hint = await hintOf();
  await useWiki();
  const view = pageOf(await signOut(hint, {}), 'signed-out');
  expect(view.frames).toHaveLength(1);
  expect(view).not.toHaveProperty('goes_on');
});

it('shows them after the question was answered with yes, and not after a no', async () => {
  await addWiki();
  await walk(browser, await browser.open('authorize', authorizationRequest()));
  await useWiki();
  const question = pageOf(await browser.open('end-session', {}), 'sign-out');
  const answer = (decision: string) => browser.open('end-session', { csrf: question.csrf, decision }, 'POST');
  expect(pageOf(await answer('no'), 'signed-out')).toEqual({ page: 'signed-out', stayed: true });
  expect(pageOf(await answer('yes'), 'signed-out').frames).toHaveLength(1);
});

it.each([
  [50, undefined],
  [52, 2],
])('shows fifty at most, and says how many are left out: of %i', async (used, left_out) => {
  const hint = await hintOf();
  for (let at = 0; at < used; at += 1) {
    const client_id = `wiki-${at}`;
    await addWiki({ client_id, consent: 'skip' });
    await authorize(house, browser, { client_id, redirect_uri: WIKI, scope: 'openid' });
  }
  const view = pageOf(await signOut(hint), 'signed-out');
  expect([view.frames?.length, view.frames_left_out]).toEqual([50, left_out]);
});

it('is advertised', async () => {
  const supported = { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true };
  const native = (await house.post('openid-configuration', {}, { method: 'GET' })).body;
  expect(native).toMatchObject(supported);
});

it('keeps for the admin that its page was opened in the browser, or why it was not', async () => {
  await addWiki();
  const hint = await hintOf();
  await useWiki();
  const deliveries = async () => (await house.store.collection('logout_deliveries').list({ limit: 9 })).items;
  pageOf(await signOut(hint), 'signed-out');
  const [delivery, another] = await deliveries();
  expect(another).toBeUndefined();
  expect(delivery).toMatchObject({ client_id: 'wiki', tries: 0, told_at: house.clock.now });
  expect(delivery?.error).toBeUndefined();
  await useWiki(house.browser());
  const [session] = (await house.store.collection('sessions').list({ limit: 9 })).items.filter(
    ({ ended_at }) => ended_at === undefined,
  );
  await house.store.transaction((within) => endSession(within, session?.id ?? '', house.clock.now));
  const ended = (await deliveries()).find(({ sid }) => sid === session?.sid);
  expect(ended).toMatchObject({ client_id: 'wiki', error: 'nobody’s browser was there to open its page' });
  expect([ended?.told_at, ended?.next_try_at]).toEqual([undefined, undefined]);
  expect(retryAtOnce(ended!, house.clock.now)).toEqual(ended);
});
