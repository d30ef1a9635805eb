/** Token exchange: worth no more than the token before it, no longer than the sign-in behind it, and it says who acts. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { withdrawConsent } from '../../../server/directory/consents.ts';
import { countUntoldChange } from '../../../server/directory/directory-version.ts';
import { endSession } from '../../../server/directory/sessions.ts';
import { changeApplication } from '../../../server/directory/applications.ts';
import { changeUser } from '../../../server/directory/users.ts';
import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE } from '../../../server/spec/token-type.ts';
import { TOKEN_EXCHANGE_GRANT } from '../../../server/spec/vocabulary.ts';
import { makeProof, makeProofKey } from '../../support/dpop.ts';
import { basic, buildHouse, type House, ORIGIN, VERIFIER } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem, tokens } from '../../support/sign-in.ts';

const [ORDERS, STOCK] = ['https://orders.test', 'https://stock.test'];
const MIDDLE = { authorization: basic('middle') };

let house: House;
let alice: string;
let subject: Record<string, string>;
let actor: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await changed('app', { audience: [ORDERS, STOCK] });
  await house.addApplication({
    client_id: 'middle',
    redirect_uris: [],
    grant_types: [TOKEN_EXCHANGE_GRANT, 'client_credentials'],
    scope: 'openid profile offline_access things:read',
    audience: [STOCK],
    token_exchange_from: ['app'],
    access_token_format: 'jwt',
  });
  subject = await tokens(house);
  actor = await ownToken('middle');
});

const changed = (client_id: string, changes: object) =>
  house.store.transaction((within) => changeApplication(within, client_id, changes, house.clock.now));

async function ownToken(client_id: string): Promise<string> {
  const { body } = await house.post('token', { grant_type: 'client_credentials' }, { authorization: basic(client_id) });
  return String(body['access_token']);
}

function exchange(changes: Asked = {}, options: { authorization: string; dpop?: string } = MIDDLE) {
  const fields = {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: subject['access_token'],
    subject_token_type: ACCESS_TOKEN_TYPE,
    actor_token: actor,
    actor_token_type: ACCESS_TOKEN_TYPE,
    ...changes,
  };
  return house.post('token', fields, options);
}

const ALONE = { actor_token: undefined, actor_token_type: undefined };
const refusal = (error: string, status = 400) => ({ status, body: { error } });
const INVALID = refusal('invalid_request');

async function shown(token: unknown): Promise<Record<string, unknown>> {
  return (await house.post('introspect', { token: String(token) }, MIDDLE)).body;
}

describe('what comes of it', () => {
  it('is an access token of the one that asked, for the person, and says who acts', async () => {
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile',
      issued_token_type: ACCESS_TOKEN_TYPE,
    });
    expect(await shown(body['access_token'])).toMatchObject({
      active: true,
      sub: alice,
      client_id: 'middle',
      aud: STOCK,
      act: { sub: 'middle', client_id: 'middle' },
    });
    const payload = JSON.parse(Buffer.from(String(body['access_token']).split('.')[1] ?? '', 'base64url').toString());
    expect(payload).toMatchObject({ sub: alice, act: { sub: 'middle', client_id: 'middle' } });
  });

  it('is the same for an ID token, within what that sign-in was allowed', async () => {
    const { status, body } = await exchange({ subject_token: subject['id_token'], subject_token_type: ID_TOKEN_TYPE });
    expect(status).toBe(200);
    expect(await shown(body['access_token'])).toMatchObject({ active: true, sub: alice, scope: 'openid profile' });
  });

  it('is what the sign-in allowed, though the application exchanged for less meanwhile', async () => {
    await changed('app', { grant_types: ['authorization_code', 'refresh_token', TOKEN_EXCHANGE_GRANT] });
    await changed('app', { token_exchange_impersonation: true });
    const APP = { authorization: basic('app') };
    house.clock.now += 1;
    expect((await exchange({ ...ALONE, scope: 'openid' }, APP)).status).toBe(200);
    house.clock.now += 1;
    const fields = { grant_type: 'refresh_token', refresh_token: subject['refresh_token'] };
    const { id_token } = (await house.post('token', fields, APP)).body;
    const told = { ...ALONE, subject_token: String(id_token), subject_token_type: ID_TOKEN_TYPE };
    expect((await exchange({ ...told, scope: 'profile' }, APP)).body['scope']).toBe('profile');
    const [grant] = (await house.store.collection('grants').list({ limit: 100 })).items.filter((g) => !g.origin);
    await house.store.collection('grants').update(grant?.id ?? '', (old) => ({ ...old, revoked_at: house.clock.now }));
    expect(await exchange(told, APP)).toMatchObject(INVALID);
  });

  it('names everybody whose hands it went through, the last first', async () => {
    await house.addApplication({
      client_id: 'last',
      redirect_uris: [],
      grant_types: [TOKEN_EXCHANGE_GRANT, 'client_credentials'],
      scope: 'openid',
      audience: [STOCK],
      token_exchange_from: ['middle'],
    });
    const LAST = { authorization: basic('last') };
    const first = (await exchange()).body['access_token'];
    const second = await exchange({ subject_token: String(first), actor_token: await ownToken('last') }, LAST);
    expect((await shown(second.body['access_token']))['act']).toEqual({
      sub: 'last',
      client_id: 'last',
      act: { sub: 'middle', client_id: 'middle' },
    });
  });

  it('is refused after too many hands', async () => {
    let subject_token = String((await exchange()).body['access_token']);
    for (let hand = 0; hand < 4; hand += 1) {
      subject_token = String((await exchange({ subject_token })).body['access_token']);
    }
    expect(await exchange({ subject_token })).toMatchObject(INVALID);
  });

  it('is refused after as many where nobody says who acts', async () => {
    await changed('middle', { token_exchange_impersonation: true });
    let subject_token = subject['access_token'];
    for (let hand = 0; hand < 5; hand += 1) {
      subject_token = String((await exchange({ ...ALONE, subject_token })).body['access_token']);
    }
    expect(await exchange({ ...ALONE, subject_token })).toMatchObject(INVALID);
  });

  describe('where one scope includes another', () => {
    const read = ['things:read', 'things:list'] as const;
    beforeEach(async () => {
      const scopes = [{ name: read[0], includes: [read[1]] }, { name: read[1] }];
      await house.store.transaction(async (within) => {
        await createApi(within, { audience: STOCK, scopes }, house.clock.now);
        await createApi(within, { audience: ORDERS, scopes: [{ name: read[0] }] }, house.clock.now);
        await countUntoldChange(within);
      });
      await changed('app', { scope: 'openid things:read' });
      await changed('middle', { audience: [STOCK, ORDERS] });
    });
    const scopesOf = async (subject_token: unknown) => {
      const { status, body } = await exchange({ subject_token: String(subject_token) });
      return [status, body['scope']];
    };

    it('has what came with it, and nothing of that where the token had been narrowed', async () => {
      const { access_token } = await tokens(house, house.browser(), { scope: 'openid things:read' });
      expect(await scopesOf(access_token)).toEqual([200, 'openid things:read things:list']);
      const code = (await authorize(house, house.browser(), { scope: 'openid things:read' }))['code'];
      const narrowed = (await redeem(house, code, { resource: ORDERS })).body;
      expect(narrowed['scope']).toBe('openid things:read');
      expect(await scopesOf(narrowed['access_token'])).toEqual([200, 'openid things:read']);
    });

    it('is not refused for an inclusion that came after the sign-in', async () => {
      const granted = await tokens(house, house.browser(), { scope: 'openid things:read' });
      await house.store.transaction(async (within) => {
        const [api] = await within.collection('apis').find('audience', STOCK);
        const scopes = [{ name: read[0], includes: [read[1], 'profile'] }, { name: read[1] }];
        await within.collection('apis').update(api?.id ?? '', (old) => ({ ...old, scopes }));
        await countUntoldChange(within);
      });
      expect(await scopesOf(granted['access_token'])).toEqual([200, 'openid things:read things:list']);
    });
  });

  it('does not live longer than the token before it, however often it is exchanged', async () => {
    house.clock.now += 3000;
    const first = await exchange({ actor_token: await ownToken('middle') });
    expect(first.body['expires_in']).toBe(600);
    house.clock.now += 599;
    const second = await exchange({
      subject_token: String(first.body['access_token']),
      actor_token: await ownToken('middle'),
    });
    expect(second.body['expires_in']).toBe(1);
    house.clock.now += 1;
    expect((await shown(second.body['access_token']))['active']).toBe(false);
  });

  it('brings no refresh token and no ID token', async () => {
    const { body } = await exchange();
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });
});

describe('what it is narrowed to', () => {
  it('the scope that is asked for', async () => {
    expect((await exchange({ scope: 'profile' })).body['scope']).toBe('profile');
  });

  it.each(['email', 'things:read', 'offline_access', 'lanyard:admin', 'groups openid'])(
    'not the scope "%s", which one of the two does not have',
    async (scope) => expect(await exchange({ scope })).toMatchObject(refusal('invalid_scope')),
  );

  it('an API that both may use, and no other', async () => {
    expect((await shown((await exchange({ audience: STOCK })).body['access_token']))['aud']).toBe(STOCK);
    expect(await exchange({ audience: ORDERS })).toMatchObject(refusal('invalid_target'));
    expect(await exchange({ resource: 'https://elsewhere.test' })).toMatchObject(refusal('invalid_target'));
    const narrow = await tokens(house, house.browser(), { resource: ORDERS });
    expect(await exchange({ subject_token: narrow['access_token'], audience: STOCK })).toMatchObject(
      refusal('invalid_target'),
    );
  });
});

describe('who may', () => {
  it('refuses an application that was not switched on for it, and one without a secret', async () => {
    expect(await exchange({}, { authorization: basic('app') })).toMatchObject(refusal('unauthorized_client'));
    const bare = {
      client_id: 'bare',
      token_endpoint_auth_method: 'none',
      grant_types: [TOKEN_EXCHANGE_GRANT],
    } as const;
    await expect(house.addApplication(bare)).rejects.toThrow('which a public application may not use');
  });

  it("refuses an application's tokens that no admin named, unless they name it as the API", async () => {
    await changed('middle', { token_exchange_from: [] });
    expect(await exchange()).toMatchObject(INVALID);
    await changed('app', { audience: ['middle'] });
    const meant = await tokens(house, house.browser());
    expect((await exchange({ subject_token: meant['access_token'] })).status).toBe(200);
  });

  it('refuses impersonation until an admin allows it, and ends it when they no longer do', async () => {
    expect(await exchange(ALONE)).toMatchObject(INVALID);
    await changed('middle', { token_exchange_impersonation: true });
    const { body } = await exchange(ALONE);
    const seen = await shown(body['access_token']);
    expect(seen).toMatchObject({ active: true, sub: alice });
    expect(seen).not.toHaveProperty('act');
    await changed('middle', { token_exchange_impersonation: false });
    expect((await shown(body['access_token']))['active']).toBe(false);
  });

  it('does not forget who acted before where nobody says who acts now', async () => {
    await changed('middle', { token_exchange_impersonation: true });
    const first = String((await exchange()).body['access_token']);
    const second = await exchange({ ...ALONE, subject_token: first });
    expect((await shown(second.body['access_token']))['act']).toEqual({ sub: 'middle', client_id: 'middle' });
  });

  it.each([
    [{ sub: 'middle' }, true],
    [{ client_id: 'middle' }, true],
    [{ sub: 'middle', client_id: 'other' }, false],
    [{ sub: 'somebody' }, false],
    [{}, false],
    ['middle', false],
  ])('asks may_act of the person: %j', async (may_act, allowed) => {
    await house.store.transaction((within) => changeUser(within, alice, { claims: { may_act } }, house.clock.now));
    expect((await exchange()).status).toBe(allowed ? 200 : 400);
    await changed('middle', { token_exchange_impersonation: true });
    expect((await exchange(ALONE)).status).toBe(allowed ? 200 : 400);
  });

  it('refuses a person who is in none of its allowed groups', async () => {
    await changed('middle', { allowed_groups: ['staff'] });
    expect(await exchange()).toMatchObject(INVALID);
  });
});

describe('the error table (RFC 8693 §2.2.2)', () => {
  it.each<[string, () => Asked]>([
    ['no subject_token', () => ({ subject_token: undefined })],
    ['an empty subject_token', () => ({ subject_token: '' })],
    ['no subject_token_type', () => ({ subject_token_type: undefined })],
    ['a type that is not known', () => ({ subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' })],
    ['a refresh token', () => ({ subject_token: subject['refresh_token'] })],
    ['a refresh token by its type', () => ({ subject_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' })],
    ['an ID token as an access token', () => ({ subject_token: subject['id_token'] })],
    ['an access token as an ID token', () => ({ subject_token_type: ID_TOKEN_TYPE })],
    ['rubbish', () => ({ subject_token: 'x.y.z' })],
    ['a token of nobody', () => ({ subject_token: actor })],
    ['an actor_token without its type', () => ({ actor_token_type: undefined })],
    ['an actor_token_type without its token', () => ({ actor_token: undefined })],
    ['an actor_token that is none', () => ({ actor_token: 'x' })],
    ['an actor_token of another application', () => ({ actor_token: subject['access_token']?.slice(1) })],
    [
      'another requested_token_type',
      () => ({ requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }),
    ],
    ['an ID token requested', () => ({ requested_token_type: ID_TOKEN_TYPE })],
  ])('refuses %s', async (_what, changes) => {
    expect(await exchange(changes())).toMatchObject(INVALID);
  });

  it('refuses somebody else’s actor', async () => {
    await house.addApplication({ client_id: 'other', redirect_uris: [], grant_types: ['client_credentials'] });
    expect(await exchange({ actor_token: await ownToken('other') })).toMatchObject(INVALID);
  });

  it('refuses an ID token that has expired', async () => {
    house.clock.now += house.DEFAULT_SETTINGS.id_token_lifetime_s;
    const fields = { subject_token: subject['id_token'], subject_token_type: ID_TOKEN_TYPE };
    expect(await exchange({ ...fields, actor_token: await ownToken('middle') })).toMatchObject(INVALID);
  });

  it('takes the type that it gives when it is named', async () => {
    expect((await exchange({ requested_token_type: ACCESS_TOKEN_TYPE })).status).toBe(200);
  });
});

describe('what ends it', () => {
  let exchanged: string;
  beforeEach(async () => {
    // A sign-in that hangs on its session, unlike one with offline_access.
    subject = await tokens(house, house.browser(), { scope: 'openid profile' });
    exchanged = String((await exchange()).body['access_token']);
  });

  async function grantOfSubject() {
    const grants = (await house.store.collection('grants').list({ limit: 100 })).items;
    return grants.find(({ client_id, offline }) => client_id === 'app' && !offline)!;
  }

  it.each<[string, () => Promise<unknown>]>([
    [
      'the session ends',
      async () => {
        const [session] = await house.store.collection('sessions').find('sid', (await grantOfSubject()).sid);
        await house.store.transaction((within) => endSession(within, session!.id, house.clock.now));
      },
    ],
    [
      'the grant before it is revoked',
      async () => {
        const { id } = await grantOfSubject();
        await house.store.collection('grants').update(id, (old) => ({ ...old, revoked_at: house.clock.now }));
      },
    ],
    [
      'the consent before it is withdrawn',
      () => house.store.transaction((within) => withdrawConsent(within, alice, 'app')),
    ],
    [
      'the person is disabled',
      () => house.store.transaction((w) => changeUser(w, alice, { disabled: true }, house.clock.now)),
    ],
    ['the application before it is switched off', () => changed('app', { disabled: true })],
    ['the application itself is switched off', () => changed('middle', { disabled: true })],
    ['it may exchange no more', () => changed('middle', { grant_types: ['client_credentials'] })],
  ])('%s', async (_what, happens) => {
    await house.addApplication({ client_id: 'rs', redirect_uris: [], grant_types: ['client_credentials'] });
    const seen = async () =>
      (await house.post('introspect', { token: exchanged }, { authorization: basic('rs') })).body['active'];
    expect(await seen()).toBe(true);
    await happens();
    expect(await seen()).toBe(false);
  });

  it('a token that has ended can’t be exchanged', async () => {
    await house.post('revoke', { token: subject['access_token'] }, { authorization: basic('app') });
    expect(await exchange()).toMatchObject(INVALID);
  });
});

it('makes of one token twenty that each end by themselves, when it is sent twenty times at once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => exchange()));
  const values = new Set(answers.map(({ body }) => body['access_token']));
  expect(values.size).toBe(20);
  const [first = '', second = ''] = [...values].map(String);
  await house.post('revoke', { token: first }, MIDDLE);
  expect([(await shown(first))['active'], (await shown(second))['active']]).toEqual([false, true]);
});

it('loses the scopes that the application before it loses', async () => {
  const { access_token } = (await exchange()).body;
  expect((await shown(access_token))['scope']).toBe('openid profile');
  await changed('app', { scope: 'openid email offline_access' });
  expect((await shown(access_token))['scope']).toBe('openid');
  await changed('app', { scope: 'email' });
  expect(await shown(access_token)).toEqual({ active: false });
});

describe('APIs behind the one that was called', () => {
  const BEHIND = 'https://behind.test';
  beforeEach(() => changed('middle', { token_exchange_audience: [BEHIND] }));

  it('are open where an admin listed them and the request names them, with no scope more', async () => {
    expect(await shown((await exchange()).body['access_token'])).toMatchObject({ aud: STOCK });
    const { status, body } = await exchange({ audience: BEHIND });
    expect([status, body['scope']]).toEqual([200, 'openid profile']);
    expect(await shown(body['access_token'])).toMatchObject({ active: true, sub: alice, aud: BEHIND });
    expect(await exchange({ audience: BEHIND, scope: 'things:read' })).toMatchObject(refusal('invalid_scope'));
  });

  it('are closed otherwise, and once they are not listed any more', async () => {
    const { access_token } = (await exchange({ audience: BEHIND })).body;
    await changed('middle', { token_exchange_audience: [] });
    expect(await shown(access_token)).toEqual({ active: false });
    expect(await exchange({ audience: BEHIND })).toMatchObject(refusal('invalid_target'));
    const own = { grant_type: 'client_credentials', audience: BEHIND };
    expect(await house.post('token', own, MIDDLE)).toMatchObject(refusal('invalid_target'));
  });
});

it('takes a token that is bound to a key with a proof of that key alone, and binds what comes of it', async () => {
  const [key, other] = await Promise.all([makeProofKey(), makeProofKey()]);
  const proof = (by = key) => makeProof(by, { htm: 'POST', htu: `${ORIGIN}/oauth2/token`, now: house.clock.now });
  const { code } = await authorize(house, house.browser());
  const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  const { body: bound } = await house.post('token', fields, { authorization: basic('app'), dpop: await proof() });
  expect(bound).toMatchObject({ token_type: 'DPoP' });
  const subject_token = String(bound['access_token']);
  expect(await exchange({ subject_token })).toMatchObject(INVALID);
  expect(await exchange({ subject_token }, { ...MIDDLE, dpop: await proof(other) })).toMatchObject(INVALID);
  const { status, body } = await exchange({ subject_token }, { ...MIDDLE, dpop: await proof() });
  expect([status, body['token_type']]).toEqual([200, 'DPoP']);
  expect(await shown(body['access_token'])).toMatchObject({ active: true, cnf: { jkt: key.jkt } });
});

it('takes a bound token to say who acts with a proof of that key alone', async () => {
  const key = await makeProofKey();
  const proof = () => makeProof(key, { htm: 'POST', htu: `${ORIGIN}/oauth2/token`, now: house.clock.now });
  const own = { grant_type: 'client_credentials' };
  const { body: bound } = await house.post('token', own, { ...MIDDLE, dpop: await proof() });
  const actor_token = String(bound['access_token']);
  expect(await exchange({ actor_token })).toMatchObject(INVALID);
  expect((await exchange({ actor_token }, { ...MIDDLE, dpop: await proof() })).status).toBe(200);
});

it('binds what comes of it to the key of whoever exchanges', async () => {
  const key = await makeProofKey();
  const dpop = await makeProof(key, { htm: 'POST', htu: `${ORIGIN}/oauth2/token`, now: house.clock.now });
  const { body } = await exchange({}, { ...MIDDLE, dpop });
  expect(body).toMatchObject({ token_type: 'DPoP' });
  expect(await shown(body['access_token'])).toMatchObject({ token_type: 'DPoP', cnf: { jkt: key.jkt } });
});
