/** Back-channel logout: whom a session's end is told, what they are sent, and what follows from their answers. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { removeApplication } from '../../server/directory/application-ends.ts';
import { changeApplication, type NewApplication } from '../../server/directory/applications.ts';
import { endWhatIsLost } from '../../server/directory/lost-rights.ts';
import { endSessionsOfUser } from '../../server/directory/sessions.ts';
import { changeUser, removeUser } from '../../server/directory/users.ts';
import { logoutTokenMint } from '../../server/engine/tokens/logout-token.ts';
import { createLogoutDeliveries, type LogoutDeliveries } from '../../server/jobs/deliver-logouts.ts';
import { createLog } from '../../server/log/log.ts';
import type { GuardedFetch } from '../../server/outbound/guarded-fetch.ts';
import { OutboundError } from '../../server/outbound/outbound-error.ts';
import type { User } from '../../server/storage/records/directory.ts';
import type { LogoutDelivery } from '../../server/storage/records/logout-deliveries.ts';
import type { Transaction } from '../../server/storage/store.ts';
import { buildHouse, type House, ORIGIN, type TestBrowser } from '../support/house.ts';
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.ts';
import { testOutbound } from '../support/outbound.ts';
import { authorize, CALLBACK, furnish, redeem } from '../support/sign-in.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let house: House;
let alice: User;
let browser: TestBrowser;
let receiver: LogoutReceiver;
let logouts: LogoutDeliveries;
let lines: string[];

beforeEach(async () => {
  house = await buildHouse();
  ({ alice } = await furnish(house));
  browser = house.browser();
  receiver = await startLogoutReceiver();
  await change('app', { backchannel_logout_uri: `${receiver.origin}/app` });
  lines = [];
  logouts = await start();
});
afterEach(async () => {
  await receiver.stop();
  await logouts.stop();
});

async function start(fetch?: GuardedFetch): Promise<LogoutDeliveries> {
  const { store, keys } = house;
  const now = () => house.clock.now;
  const { secrets } = await house.context();
  const log = createLog({ level: 'info', format: 'json', now: () => 0, write: (text) => lines.push(text) });
  const mint = logoutTokenMint({ store, keys, secrets, traits: {}, now, issuerOf: () => ORIGIN });
  return createLogoutDeliveries({ store, fetch: fetch ?? testOutbound(store, now).fetch, log, now, mint });
}

const change = (client_id: string, changes: object) =>
  house.store.transaction((within) => changeApplication(within, client_id, changes, house.clock.now));

const add = (client_id: string, fields: NewApplication = {}) =>
  house.addApplication({
    client_id,
    redirect_uris: [CALLBACK],
    backchannel_logout_uri: `${receiver.origin}/${client_id}`,
    scope: 'openid profile email offline_access',
    ...fields,
  });

async function signIn(client_id = 'app', by = browser): Promise<Record<string, string>> {
  const { code } = await authorize(house, by, { client_id, scope: 'openid profile' });
  const credentials = Buffer.from(`${client_id}:a-secret-of-the-application-0001`).toString('base64');
  const { body } = await redeem(house, code, {}, `Basic ${credentials}`);
  return body as Record<string, string>;
}

const claimsOf = (jwt: string | undefined) =>
  JSON.parse(Buffer.from((jwt ?? '').split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

const deliveries = async (): Promise<readonly LogoutDelivery[]> =>
  (await house.store.collection('logout_deliveries').list({ limit: 1000 })).items;

const audited = async (type: string) =>
  (await house.store.collection('audit_events').list({ limit: 500 })).items.filter((event) => event.type === type);

/** Lets one round run until each delivery that was due has been tried. */
async function round(): Promise<readonly LogoutDelivery[]> {
  const before = new Map((await deliveries()).map(({ id, tries }) => [id, tries]));
  const due = (await deliveries()).filter(({ next_try_at = Infinity }) => next_try_at <= house.clock.now);
  await logouts.job.run();
  return vi.waitFor(async () => {
    const after = await deliveries();
    for (const { id } of due) expect(after.find((one) => one.id === id)?.tries).toBeGreaterThan(before.get(id) ?? 0);
    return after;
  }, 8000);
}

const signOut = async (hint: string | undefined, by = browser) => by.open('end-session', { id_token_hint: hint });

describe('the logout token', () => {
  it('is what Back-Channel Logout 2.4 says, and signed with our published keys', async () => {
    const { id_token } = await signIn();
    const { sub, sid } = claimsOf(id_token);
    await signOut(id_token);
    const [delivery] = await round();
    expect(delivery).toMatchObject({ client_id: 'app', tries: 1, status: 200, told_at: house.clock.now });
    const [sent] = receiver.at('/app');
    expect(sent).toMatchObject({ method: 'POST', content_type: 'application/x-www-form-urlencoded' });
    expect([...(sent?.form.keys() ?? [])]).toEqual(['logout_token']);
    const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(sent?.form.get('logout_token') ?? '', keys, {
      issuer: ORIGIN,
      audience: 'app',
      typ: 'logout+jwt',
      currentDate: new Date(house.clock.now * 1000),
      requiredClaims: ['iat', 'exp', 'jti'],
    });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'logout+jwt', kid: expect.any(String) as string });
    expect(payload).toEqual({
      iss: ORIGIN,
      sub,
      aud: 'app',
      iat: house.clock.now,
      exp: house.clock.now + 120,
      jti: expect.any(String) as string,
      sid,
      events: { [EVENT]: {} },
    });
  });

  it('names person and session as the application’s ID tokens do, by its algorithm: pairwise and ES256', async () => {
    await add('apart', { subject_type: 'pairwise', id_token_signed_response_alg: 'ES256' });
    const { id_token } = await signIn('apart');
    const { sub, sid } = claimsOf(id_token);
    const [session] = await house.store.collection('sessions').find('user_id', alice.id);
    expect([alice.id, session?.sid]).not.toContain(sub);
    expect(session?.sid).not.toBe(sid);
    await signOut(id_token);
    await round();
    const [token = ''] = receiver.tokensAt('/apart');
    expect(claimsOf(token)).toMatchObject({ sub, sid });
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ alg: 'ES256' });
  });

  it('is no ID token: nobody signs out or in by it', async () => {
    const { id_token } = await signIn();
    await signOut(id_token);
    await round();
    const [token] = receiver.tokensAt('/app');
    await signIn();
    const uri = 'https://app.test/bye';
    const arrived = await browser.open('end-session', { id_token_hint: token, post_logout_redirect_uri: uri });
    expect(arrived).toMatchObject({ kind: 'page', response: { status: 400 } });
    const { status } = await house.post('userinfo', {}, { authorization: `Bearer ${String(token)}` });
    expect(status).toBe(401);
  });
});

describe('whom it is sent to', () => {
  it('every application that the session signed in to, once, and no other', async () => {
    await add('second');
    await add('never');
    await add('silent', { backchannel_logout_uri: undefined });
    await add('elsewhere');
    await signIn('second');
    await signIn('silent');
    await signIn('elsewhere', house.browser());
    await signIn();
    const { id_token } = await signIn();
    await signOut(id_token);
    await round();
    expect(receiver.received.map(({ path }) => path).toSorted()).toEqual(['/app', '/second']);
  });

  it('nobody without openid: such an application knows no session', async () => {
    const { code } = await authorize(house, browser, { scope: 'profile' });
    await redeem(house, code);
    await house.store.transaction((within) => endSessionsOfUser(within, alice.id, house.clock.now));
    expect(await deliveries()).toEqual([]);
  });

  it('an application whose permission ended before: it may still have the person signed in', async () => {
    const { id_token, access_token } = await signIn();
    const credentials = Buffer.from('app:a-secret-of-the-application-0001').toString('base64');
    await house.post('revoke', { token: String(access_token) }, { authorization: `Basic ${credentials}` });
    await signOut(id_token);
    await round();
    expect(receiver.at('/app')).toHaveLength(1);
  });

  it.each<[string, (within: Transaction, user: User, now: number) => Promise<unknown>]>([
    ['an admin signs them out', (within, user, now) => endSessionsOfUser(within, user.id, now)],
    ['they are removed', (within, user, now) => removeUser(within, user.id, now)],
    [
      'they are switched off',
      async (within, user, now) =>
        endWhatIsLost(within, user, await changeUser(within, user.id, { disabled: true }, now), now),
    ],
  ])('however the session ends: %s', async (_how, end) => {
    const { id_token } = await signIn();
    await house.store.transaction((within) => end(within, alice, house.clock.now));
    await round();
    expect(receiver.tokensAt('/app').map((token) => claimsOf(token)['sid'])).toEqual([claimsOf(id_token)['sid']]);
    await house.store.transaction((within) => endSessionsOfUser(within, alice.id, house.clock.now));
    expect(await deliveries()).toHaveLength(1);
  });

  it('also when somebody else signs in in the same browser', async () => {
    await house.addUser({ username: 'bob' });
    await signIn();
    const asked = await browser.open('authorize', {
      client_id: 'app',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
      prompt: 'login',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    if (asked.kind !== 'page' || asked.view.page !== 'login') throw new Error('no page to sign in');
    await browser.submit(asked.view, { username: 'bob', password: 'correct horse battery' });
    await round();
    expect(claimsOf(receiver.tokensAt('/app')[0])['sub']).toBe(alice.id);
  });

  it('nobody when signing in again renews the session', async () => {
    await signIn();
    const { code } = await authorize(house, browser, { prompt: 'login' });
    expect(code).toBeDefined();
    expect(await deliveries()).toEqual([]);
  });

  it('nobody of the same name, where the application was removed', async () => {
    const { id_token } = await signIn();
    await signOut(id_token);
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    await house.store.transaction((within) => removeApplication(within, app!, house.clock.now));
    expect(await deliveries()).toEqual([]);
  });
});

describe('what follows from the answer', () => {
  const PAUSES = [10, 60, 240, 900, 2390];

  it.each([200, 204])('%i: it was told', async (status) => {
    receiver.answer('/app', status);
    await signOut((await signIn())['id_token']);
    expect(await round()).toMatchObject([{ status, told_at: house.clock.now, tries: 1 }]);
    house.clock.now += 100_000;
    await logouts.job.run();
    expect(receiver.received).toHaveLength(1);
  });

  it.each([400, 401, 404])('%i: it refuses, and is not asked again; an admin can read it', async (status) => {
    receiver.answer('/app', status);
    await signOut((await signIn())['id_token']);
    const [delivery] = await round();
    expect(delivery).toMatchObject({ status, tries: 1, error: `it answered ${status}, which refuses it` });
    expect(delivery).not.toHaveProperty('next_try_at');
    expect(await audited('logout.failed')).toMatchObject([{ actor: 'app', target: 'alice', detail: { tries: 1 } }]);
  });

  it.each([503, 500, 429, 408])(
    '%i, then 200: it is told at the second try, with a token of its own',
    async (status) => {
      receiver.answer('/app', status, 200);
      await signOut((await signIn())['id_token']);
      const [first] = await round();
      expect(first).toMatchObject({
        status,
        tries: 1,
        next_try_at: house.clock.now + 10,
        error: `it answered ${status}`,
      });
      house.clock.now += 9;
      await logouts.job.run();
      expect(receiver.received).toHaveLength(1);
      house.clock.now += 1;
      const [second] = await round();
      expect(second).toMatchObject({ status: 200, tries: 2, told_at: house.clock.now });
      expect(second).not.toHaveProperty('error');
      const [one, two] = receiver.tokensAt('/app').map(claimsOf);
      expect(two?.['jti']).not.toBe(one?.['jti']);
      expect(two?.['iat']).toBe(house.clock.now);
      expect(await audited('logout.failed')).toEqual([]);
    },
  );

  it('gives up after six tries within an hour, and writes that down once', async () => {
    receiver.answer('/app', 500);
    await signOut((await signIn())['id_token']);
    const began = house.clock.now;
    for (const pause of PAUSES) {
      await round();
      expect(await audited('logout.failed')).toEqual([]);
      house.clock.now += pause;
    }
    const [last] = await round();
    expect(house.clock.now - began).toBe(3600);
    expect(last).toMatchObject({ tries: 6, status: 500 });
    expect(last).not.toHaveProperty('next_try_at');
    expect(await audited('logout.failed')).toHaveLength(1);
    house.clock.now += 3600;
    await logouts.job.run();
    expect(receiver.received).toHaveLength(6);
  });

  it('nothing listens there: tried again, and the log says so without the token', async () => {
    await change('app', { backchannel_logout_uri: 'http://127.0.0.1:1/logout' });
    await signOut((await signIn())['id_token']);
    const [delivery] = await round();
    expect(delivery).toMatchObject({ tries: 1, next_try_at: house.clock.now + 10 });
    expect(delivery?.error).toContain('127.0.0.1:1');
    await vi.waitFor(() => expect(lines.join('')).toContain('an application was not told of a sign-out'));
    expect(lines.join('')).not.toContain('eyJ');
  });

  it('a redirect is not followed, wherever it leads', async () => {
    receiver.answer('/app', { redirect: `${receiver.origin}/inside` });
    await signOut((await signIn())['id_token']);
    const [delivery] = await round();
    expect(delivery?.error).toContain('redirect (307)');
    expect(delivery).not.toHaveProperty('next_try_at');
    expect(receiver.at('/inside')).toEqual([]);
  });

  it('a stranger’s private address is not called, an admin’s is', async () => {
    const registration = { token_hash: 'x' };
    await add('stranger', { registration, backchannel_logout_uri: `${receiver.origin.replace('http', 'https')}/in` });
    await signIn();
    await signOut((await signIn('stranger'))['id_token']);
    const tried = await round();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/app']);
    const refused = tried.find(({ client_id }) => client_id === 'stranger');
    expect(refused?.error).toContain('outbound_allow');
    expect(refused).not.toHaveProperty('next_try_at');
  });

  it('one that hangs delays neither the sign-out nor another application', async () => {
    receiver.answer('/app', 'hang');
    await add('second');
    for (let session = 0; session < 4; session += 1) await signIn('app', house.browser());
    await signIn();
    const { id_token } = await signIn('second');
    await house.store.transaction((within) => endSessionsOfUser(within, alice.id, house.clock.now));
    await signOut(id_token);
    await logouts.job.run();
    await vi.waitFor(() => expect(receiver.at('/second')).toHaveLength(1), 2000);
    // Of those that hang, no more than two at once.
    await vi.waitFor(() => expect(receiver.at('/app')).toHaveLength(2), 2000);
    const told = (await deliveries()).filter(({ told_at }) => told_at !== undefined);
    expect(told).toMatchObject([{ client_id: 'second' }]);
  });

  it('too slow counts as a try', async () => {
    receiver.answer('/app', 'hang', 200);
    await signOut((await signIn())['id_token']);
    const [delivery] = await round();
    expect(delivery?.error).toContain('no whole answer within 5 s');
    expect(delivery).toMatchObject({ tries: 1, next_try_at: house.clock.now + 10 });
  }, 10_000);

  it('that there was no room for asking counts as no try, and is made up for', async () => {
    await logouts.stop();
    const { fetch } = testOutbound(house.store, () => house.clock.now);
    let refused = 0;
    logouts = await start(async (asked) => {
      if (refused === 3) return fetch(asked);
      refused += 1;
      throw new OutboundError('busy', 'app.test', 'no place was free');
    });
    await signOut((await signIn())['id_token']);
    expect(await round()).toMatchObject([{ tries: 1, status: 200 }]);
    expect([refused, receiver.received.length]).toEqual([3, 1]);
  });

  it('is tried after a restart, too: it was on record with the session’s end', async () => {
    await signOut((await signIn())['id_token']);
    await logouts.stop();
    await logouts.job.run();
    expect(receiver.received).toEqual([]);
    logouts = await start();
    await round();
    expect(receiver.at('/app')).toHaveLength(1);
  });

  it('whoever ends a session in its store has it told at once, without waiting for the next round', async () => {
    await signIn();
    await logouts.store.transaction((within) => endSessionsOfUser(within, alice.id, house.clock.now));
    await vi.waitFor(() => expect(receiver.at('/app')).toHaveLength(1), 2000);
  });

  it('what was told is forgotten after a week', async () => {
    await signOut((await signIn())['id_token']);
    await round();
    house.clock.now += 7 * 24 * 3600 + 61;
    await house.store.sweep(house.clock.now);
    expect(await deliveries()).toEqual([]);
  });
});
