/** An application that asks to administer the office: of somebody fresh, each time, whatever its consent says. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsentPolicy } from '../../../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  walk,
} from '../../../support/sign-in.ts';

const QUARTER_S = 15 * 60;
const SCOPE = 'openid lanyard:admin';

let house: House;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addUser({ username: 'ada', admin: true });
  browser = house.browser();
});

async function addTool(consent: ConsentPolicy) {
  const tool = { redirect_uris: [CALLBACK], consent, grant_types: ['authorization_code', 'refresh_token'] as const };
  await house.addApplication({ client_id: 'tool', ...tool, scope: `${SCOPE} offline_access` });
}

const ask = (changes: Asked = {}) =>
  browser.open('authorize', authorizationRequest({ client_id: 'tool', scope: SCOPE, ...changes }));

async function signIn(username: string) {
  return walk(browser, await ask({ scope: 'openid' }), username);
}

describe.each(['skip', 'remember', 'always'] as const)('with consent: %s', (consent) => {
  beforeEach(() => addTool(consent));

  it('an admin is asked each time, and what they allow is granted', async () => {
    await signIn('ada');
    for (const round of [1, 2]) {
      const view = pageOf(await ask(), 'consent');
      expect(view.scopes.map(({ name }) => name)).toEqual(['openid', 'lanyard:admin']);
      const left = leftWith(await browser.submit(view, { decision: 'allow', scope: ['openid', 'lanyard:admin'] }));
      const { body } = await redeem(house, left['code'], {}, basic('tool'));
      expect([round, body['scope']]).toEqual([round, SCOPE]);
      const told = await house.post(
        'introspect',
        { token: body['access_token'] as string },
        { authorization: basic('tool') },
      );
      expect(told.body).toMatchObject({ active: true, scope: SCOPE });
    }
    const [kept] = (await house.store.collection('consents').list({ limit: 5 })).items;
    expect(kept?.scope.includes('lanyard:admin') ?? false).toBe(false);
  });

  it('nothing is answered behind an admin’s back', async () => {
    await signIn('ada');
    expect(leftWith(await ask({ prompt: 'none' }))).toMatchObject({ error: 'consent_required' });
  });

  it('an admin who signed in long ago types the password first', async () => {
    await signIn('ada');
    house.clock.now += QUARTER_S - 1;
    pageOf(await ask(), 'consent');
    house.clock.now += 1;
    pageOf(await ask(), 'login');
    expect(leftWith(await ask({ prompt: 'none' }))).toMatchObject({ error: 'login_required' });
    // What asks for less is asked as before.
    const plain = await ask({ scope: 'openid' });
    expect(plain.kind === 'page' && plain.view.page === 'login').toBe(false);
  });

  it('who is no admin is refused', async () => {
    await signIn('alice');
    expect(await walk(browser, await ask())).toMatchObject({ params: { error: 'access_denied' } });
  });
});

it('of the scope alone nothing is remembered, and the grant stands by itself', async () => {
  await addTool('remember');
  const view = pageOf(
    await walk(browser, await ask({ scope: 'openid' }), 'ada').then(() => ask({ scope: 'lanyard:admin' })),
    'consent',
  );
  const left = leftWith(await browser.submit(view, { decision: 'allow', scope: ['lanyard:admin'] }));
  const { body } = await redeem(house, left['code'], {}, basic('tool'));
  expect(body['scope']).toBe('lanyard:admin');
});
