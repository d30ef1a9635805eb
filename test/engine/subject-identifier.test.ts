/** Pairwise subjects: another name in each sector, the same wherever an application meets the person (attack D31). */
import { beforeEach, describe, expect, it } from 'vitest';
import { type NamedPerson, subjectIdentifier } from '../../server/engine/subject-identifier.ts';
import type { SubjectForm } from '../../server/spec/dialect-traits.ts';
import type { Application } from '../../server/storage/records/directory.ts';
import { anApplication } from '../support/records.ts';
import { NO_PARAMS } from '../../server/spec/params.ts';
import { RESPONSE_TYPE_NAMES } from '../../server/spec/vocabulary.ts';
import { basic, buildHouse, type House, type TestBrowser } from '../support/house.ts';
import { type Asked, authorizationRequest, authorize, furnish, pageOf, redeem, walk } from '../support/sign-in.ts';

const scope = 'openid offline_access';
const PAIRWISE = { subject_type: 'pairwise', grant_types: ['authorization_code', 'refresh_token'], scope } as const;

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await house.addApplication({ ...PAIRWISE, client_id: 'one', redirect_uris: ['https://one.test/cb'] });
  await house.addApplication({ ...PAIRWISE, client_id: 'twin', redirect_uris: ['https://one.test/other'] });
  await house.addApplication({ ...PAIRWISE, client_id: 'two', redirect_uris: ['https://two.test/cb'] });
  await house.addApplication({
    ...PAIRWISE,
    client_id: 'sector',
    redirect_uris: ['https://a.test/cb', 'https://b.test/cb'],
    sector_identifier_uri: 'https://one.test/sector.json',
  });
  await house.addApplication({
    ...PAIRWISE,
    client_id: 'jwt',
    redirect_uris: ['https://one.test/jwt'],
    access_token_format: 'jwt',
  });
});

const CALLBACKS: Readonly<Record<string, string>> = {
  one: 'https://one.test/cb',
  twin: 'https://one.test/other',
  two: 'https://two.test/cb',
  sector: 'https://a.test/cb',
  jwt: 'https://one.test/jwt',
};

const asked = (client_id: string, more: Asked = {}) => ({
  client_id,
  redirect_uri: CALLBACKS[client_id],
  scope,
  ...more,
});

async function tokensOf(client_id: string, browser = house.browser()) {
  const { code } = await authorize(house, browser, asked(client_id));
  const { body } = await redeem(house, code, { redirect_uri: CALLBACKS[client_id] }, basic(client_id));
  return body as Record<string, string>;
}

function claimsOf(jwt: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const subOf = async (client_id: string) => claimsOf((await tokensOf(client_id))['id_token'])['sub'];

describe('the sub of a person', () => {
  it('is another one in another sector, the same in the same, and the same again later', async () => {
    const [one, again, twin, two, sector] = [
      await subOf('one'),
      await subOf('one'),
      await subOf('twin'),
      await subOf('two'),
      await subOf('sector'),
    ];
    expect([again, twin, sector]).toEqual([one, one, one]);
    expect(two).not.toBe(one);
    expect([one, two]).not.toContain(alice);
    expect(one).toMatch(/^[\w-]{43}$/);
  });

  it('differs from person to person', async () => {
    await house.addUser({ username: 'bob' });
    const browser = house.browser();
    const arrived = await walk(browser, await browser.open('authorize', authorizationRequest(asked('one'))), 'bob');
    const code = arrived.kind === 'left' ? arrived.params['code'] : undefined;
    const { body } = await redeem(house, code, { redirect_uri: CALLBACKS['one'] }, basic('one'));
    expect(claimsOf(String(body['id_token']))['sub']).not.toBe(await subOf('one'));
  });

  it('is one that another house would not make', async () => {
    const one = await subOf('one');
    const other = await house.context();
    const derived = ['refresh-successor', 'csrf'] as const;
    for (const purpose of derived) expect(other.secrets.derive(purpose, `one.test ${alice}`)).not.toBe(one);
    expect(other.secrets.derive('pairwise', `one.test ${alice}`)).toBe(one);
  });

  it.each(['one', 'jwt'])(
    'is the same in ID token, userinfo, introspection and after a refresh (%s)',
    async (client_id) => {
      const first = await tokensOf(client_id);
      const sub = claimsOf(first['id_token'])['sub'];
      const authorization = basic(client_id);
      const introspect = async (token: string | undefined) =>
        (await house.post('introspect', { token }, { authorization })).body;
      const userinfo = await house.post('userinfo', {}, { authorization: `Bearer ${first['access_token']}` });
      expect(userinfo.body['sub']).toBe(sub);
      expect(await introspect(first['access_token'])).toMatchObject({ active: true, sub });
      expect(await introspect(first['refresh_token'])).toMatchObject({ active: true, sub });
      const { refresh_token } = first;
      const second = await house.post('token', { grant_type: 'refresh_token', refresh_token }, { authorization });
      expect(claimsOf(String(second.body['id_token']))['sub']).toBe(sub);
      if (client_id === 'jwt') expect(claimsOf(first['access_token'])['sub']).toBe(sub);
      expect(JSON.stringify([first, userinfo.body])).not.toContain(alice);
    },
  );
});

describe('tokens by way of the browser and single claims', () => {
  const redirect_uri = 'https://one.test/old';
  const old = (response_type: string, more: Asked = {}) => ({
    client_id: 'old',
    redirect_uri,
    scope: 'openid',
    response_type,
    ...more,
  });

  beforeEach(async () => {
    await house.setSettings({ legacy_grants: true });
    await house.addApplication({
      ...PAIRWISE,
      client_id: 'old',
      redirect_uris: [redirect_uri],
      grant_types: ['authorization_code', 'implicit'],
      response_types: RESPONSE_TYPE_NAMES,
      require_pkce: false,
      userinfo_signed_response_alg: 'RS256',
    });
  });

  it.each(RESPONSE_TYPE_NAMES.filter((name) => name.includes('id_token')))(
    'have the sub of the sector (%s)',
    async (response_type) => {
      const { id_token } = await authorize(house, house.browser(), old(response_type));
      expect(claimsOf(id_token)['sub']).toBe(await subOf('one'));
      expect(JSON.stringify(claimsOf(id_token))).not.toContain(alice);
    },
  );

  it('have it in signed userinfo, too', async () => {
    const { access_token } = await authorize(house, house.browser(), old('id_token token'));
    const request = {
      method: 'GET',
      params: NO_PARAMS,
      authorization: `Bearer ${access_token}`,
      cookies: { session: undefined, browser: undefined },
      user_agent: 'a test',
    } as const;
    const answer = await house.engine.handle('userinfo', request, await house.context());
    if (answer.kind !== 'text') throw new Error(answer.kind);
    expect(claimsOf(answer.body)['sub']).toBe(await subOf('one'));
  });

  it('name the person by it alone', async () => {
    const browser = house.browser();
    const sub = await subOf('one');
    const claims = (value: string) => JSON.stringify({ id_token: { sub: { value } } });
    expect(await authorize(house, browser, old('id_token', { claims: claims(String(sub)) }))).toHaveProperty(
      'id_token',
    );
    const silent = old('id_token', { prompt: 'none', claims: claims(alice) });
    expect(await authorize(house, browser, silent)).toMatchObject({ error: 'login_required' });
  });
});

describe('the sid of a session', () => {
  const sidOf = async (client_id: string, browser: TestBrowser) =>
    claimsOf((await tokensOf(client_id, browser))['id_token'])['sid'];

  it('is another one in another sector, the same in the same, and never the one that public applications know', async () => {
    const browser = house.browser();
    const { code } = await authorize(house, browser);
    const open = claimsOf(String((await redeem(house, code)).body['id_token']))['sid'];
    const [one, again, twin, two] = [
      await sidOf('one', browser),
      await sidOf('one', browser),
      await sidOf('twin', browser),
      await sidOf('two', browser),
    ];
    expect([again, twin]).toEqual([one, one]);
    expect(new Set([open, one, two]).size).toBe(3);
    expect(await sidOf('one', house.browser())).not.toBe(one);
  });

  it('is the same in the frame in which the application ends its own', async () => {
    const [application] = await house.store.collection('applications').find('client_id', 'two');
    if (application === undefined) throw new Error('no application two');
    const frontchannel_logout_uri = 'https://two.test/out';
    await house.store.collection('applications').update(application.id, (old) => ({ ...old, frontchannel_logout_uri }));
    const browser = house.browser();
    await tokensOf('one', browser);
    const { id_token } = await tokensOf('two', browser);
    const left = pageOf(await browser.open('end-session', { id_token_hint: id_token }), 'signed-out');
    const sid = left.frames?.map((frame) => new URL(frame).searchParams.get('sid'));
    expect(sid).toEqual([claimsOf(id_token)['sid']]);
  });
});

describe('a hint', () => {
  it('that names the person in this sector answers silently, one of somebody else does not', async () => {
    const browser = house.browser();
    const { id_token } = await tokensOf('one', browser);
    const silent = await authorize(house, browser, asked('one', { prompt: 'none', id_token_hint: id_token }));
    expect(silent).toHaveProperty('code');
    await house.addUser({ username: 'bob' });
    const other = house.browser();
    await walk(other, await other.open('authorize', authorizationRequest(asked('one'))), 'bob');
    const refused = await authorize(house, other, asked('one', { prompt: 'none', id_token_hint: id_token }));
    expect(refused).toMatchObject({ error: 'login_required' });
  });

  it('ends the session that it belongs to at sign-out, and asks in another', async () => {
    const browser = house.browser();
    const { id_token } = await tokensOf('one', browser);
    const other = house.browser();
    await tokensOf('one', other);
    expect(await other.open('end-session', { id_token_hint: id_token })).toMatchObject({ view: { page: 'sign-out' } });
    expect(await browser.open('end-session', { id_token_hint: id_token })).toMatchObject({
      view: { page: 'signed-out' },
    });
  });
});

it('an application that wants public subjects has them as ever', async () => {
  const { code } = await authorize(house, house.browser());
  const { body } = await redeem(house, code);
  expect(claimsOf(String(body['id_token']))['sub']).toBe(alice);
});

describe('in the form of a dialect', () => {
  const person = { id: '0b9a3d1e-0000-4000-8000-000000000001', number: 7 };
  const name = async (subject: SubjectForm | undefined, more: Partial<Application> = {}, who: NamedPerson = person) => {
    const { secrets } = await house.context();
    const application = anApplication({ dialect: 'gitea', ...more });
    return subjectIdentifier(who, application, {
      secrets,
      traits: subject === undefined ? {} : { gitea: { subject } },
    });
  };

  it('is the UUID where the dialect says nothing, and where it says so', async () => {
    expect(await name(undefined)).toBe(person.id);
    expect(await name({ from: 'id' })).toBe(person.id);
    expect(await name({ from: 'id', prefix: 'auth0|' })).toBe(`auth0|${person.id}`);
  });

  it('is a decimal number that every program can hold', async () => {
    expect(await name({ from: 'number' })).toBe('7');
  });

  it('is a keyed hash, the same at every application and at none that is pairwise', async () => {
    const opaque = await name({ from: 'opaque' });
    expect(opaque).toMatch(/^[\w-]{43}$/);
    expect(await name({ from: 'opaque' }, { client_id: 'another', redirect_uris: ['https://x.test/'] })).toBe(opaque);
    expect(await name({ from: 'opaque' }, { subject_type: 'pairwise' })).not.toBe(opaque);
    expect(await name({ from: 'opaque' }, {}, { ...person, id: 'another' })).not.toBe(opaque);
  });

  it('gives way to the application that wants pairwise names', async () => {
    expect(await name({ from: 'number' }, { subject_type: 'pairwise' })).toBe(
      await name(undefined, { subject_type: 'pairwise' }),
    );
  });
});
