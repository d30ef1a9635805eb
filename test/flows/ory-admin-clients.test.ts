/** Clients in Ory's admin API, by @ory/client, unmodified, against the real server: each call, what is kept, and what is refused. */
import { Configuration, OAuth2Api, type OAuth2Client } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { because, ownTokens, refused } from '../support/ory-admin.ts';
import { CALLBACK, ORDERS, type OryOffice, SECRET, startOryOffice } from '../support/ory-admin-office.ts';

let office: OryOffice;
let admin: string;
beforeAll(async () => {
  office = await startOryOffice();
  admin = await office.tokenOf('boss', 'lanyard:admin');
}, 120_000);
afterAll(() => office?.stop());

const api = () => new OAuth2Api(new Configuration({ basePath: office.bound, accessToken: admin }));

describe('a client', () => {
  const wanted: OAuth2Client = {
    client_id: 'shop',
    client_name: 'Shop',
    client_secret: 'shop-secret-shop-secret-shop-secret',
    redirect_uris: ['https://shop.example.lan/callback'],
    post_logout_redirect_uris: ['https://shop.example.lan/bye'],
    allowed_cors_origins: ['https://shop.example.lan'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    scope: 'openid offline orders:read',
    audience: [ORDERS],
    access_token_strategy: 'jwt',
    skip_consent: true,
    contacts: ['shop@example.lan'],
    client_uri: 'https://shop.example.lan/',
    backchannel_logout_uri: 'https://shop.example.lan/logout',
    backchannel_logout_session_required: true,
    refresh_token_grant_refresh_token_lifespan: '48h',
    owner: 'shop/production',
    metadata: { trusted: true, tier: [1, { of: 'three' }] },
    jwks: {} as never,
  };

  test('is created, works, is seen without its secret, and removed with what it holds', async () => {
    const made = await api().createOAuth2Client({ oAuth2Client: wanted });
    expect([made.status, made.headers['location']]).toEqual([201, `${office.bound}/admin/clients/shop`]);
    const { client_secret, jwks: _jwks, ...shown } = wanted;
    expect(made.data).toMatchObject({
      ...shown,
      client_secret,
      refresh_token_grant_refresh_token_lifespan: '48h0m0s',
      token_endpoint_auth_method: 'client_secret_basic',
      subject_type: 'public',
      userinfo_signed_response_alg: 'none',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    const { body } = await ownTokens(office.bound, 'shop', client_secret ?? '', { scope: 'orders:read' });
    expect(body['access_token']?.split('.')).toHaveLength(3);
    const { data } = await api().getOAuth2Client({ id: 'shop' });
    expect(data).not.toHaveProperty('client_secret');
    expect(data).toMatchObject({ client_name: 'Shop', skip_consent: true });
    expect((await api().introspectOAuth2Token({ token: body['access_token'] ?? '' })).data.active).toBe(true);
    expect((await api().deleteOAuth2Client({ id: 'shop' })).status).toBe(204);
    expect(await because(api().getOAuth2Client({ id: 'shop' }))).toEqual([404, 'not_found', 'there is no such client']);
    expect((await api().introspectOAuth2Token({ token: body['access_token'] ?? '' })).data.active).toBe(false);
  });

  test('has Hydra’s defaults where nothing is said, and a secret that is told once', async () => {
    const { data } = await api().createOAuth2Client({ oAuth2Client: {} });
    expect(data).toMatchObject({
      client_id: expect.stringMatching(/^[\w-]{43}$/),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scope: 'openid offline_access offline',
      token_endpoint_auth_method: 'client_secret_basic',
      access_token_strategy: 'opaque',
      skip_consent: false,
    });
    await api().deleteOAuth2Client({ id: data.client_id ?? '' });
  });

  test('is public without a secret, and may be confidential later', async () => {
    const { data } = await api().createOAuth2Client({
      oAuth2Client: { client_id: 'spa', token_endpoint_auth_method: 'none' },
    });
    expect(data).not.toHaveProperty('client_secret');
    const replaced = await api().setOAuth2Client({
      id: 'spa',
      oAuth2Client: { ...data, token_endpoint_auth_method: 'client_secret_post' },
    });
    expect(replaced.data.client_secret).toMatch(/^[\w-]{43}$/);
    await api().deleteOAuth2Client({ id: 'spa' });
  });

  test('is replaced as a whole by PUT, and what it shows can be put back as it is', async () => {
    await api().createOAuth2Client({ oAuth2Client: { ...wanted, client_id: 'put' } });
    const { data: before } = await api().getOAuth2Client({ id: 'put' });
    const { data: same } = await api().setOAuth2Client({ id: 'put', oAuth2Client: before });
    expect({ ...same, updated_at: '' }).toEqual({ ...before, updated_at: '' });
    const { data } = await api().setOAuth2Client({
      id: 'put',
      oAuth2Client: { client_name: 'Put', redirect_uris: [CALLBACK], client_secret: wanted.client_secret ?? '' },
    });
    expect(data).toMatchObject({
      client_name: 'Put',
      owner: '',
      metadata: {},
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code'],
      audience: [],
      contacts: [],
      client_uri: '',
      backchannel_logout_uri: '',
      skip_consent: false,
      access_token_strategy: 'opaque',
      refresh_token_grant_refresh_token_lifespan: null,
    });
    await api().deleteOAuth2Client({ id: 'put' });
  });

  test('is given another secret by PUT and by PATCH, and the one before stops at once', async () => {
    await api().createOAuth2Client({ oAuth2Client: { ...wanted, client_id: 'managed' } });
    const works = async (secret: string) => (await ownTokens(office.bound, 'managed', secret)).status === 200;
    const first = wanted.client_secret ?? '';
    const [second, third] = ['second-secret-second-secret-0002', 'third-secret-third-secret-000003'];
    const { data: put } = await api().setOAuth2Client({
      id: 'managed',
      oAuth2Client: { ...wanted, client_id: 'managed', client_name: 'Managed', client_secret: second },
    });
    expect([put.client_name, put.client_secret]).toEqual(['Managed', second]);
    expect([await works(first), await works(second)]).toEqual([false, true]);
    const jsonPatch = [{ op: 'replace' as const, path: '/client_secret', value: third }];
    expect((await api().patchOAuth2Client({ id: 'managed', jsonPatch })).data.client_secret).toBe(third);
    expect([await works(second), await works(third)]).toEqual([false, true]);
    expect((await api().getOAuth2Client({ id: 'managed' })).data).not.toHaveProperty('client_secret');
    const open = {
      ...put,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      client_secret: first,
    };
    expect((await refused(api().setOAuth2Client({ id: 'managed', oAuth2Client: open }))).status).toBe(409);
    expect(await works(third)).toBe(true);
    await api().deleteOAuth2Client({ id: 'managed' });
  });

  test('is changed by JSON Patch, all of it or nothing', async () => {
    await api().createOAuth2Client({ oAuth2Client: { ...wanted, client_id: 'patch' } });
    const patch = (jsonPatch: Parameters<OAuth2Api['patchOAuth2Client']>[0]['jsonPatch']) =>
      api().patchOAuth2Client({ id: 'patch', jsonPatch });
    const { data } = await patch([
      { op: 'test', path: '/client_name', value: 'Shop' },
      { op: 'replace', path: '/client_name', value: 'Market' },
      { op: 'add', path: '/redirect_uris/-', value: 'https://market.example.lan/callback' },
      { op: 'remove', path: '/contacts/0' },
      { op: 'replace', path: '/tos_uri', value: 'https://market.example.lan/terms' },
    ]);
    expect(data).toMatchObject({
      client_name: 'Market',
      redirect_uris: [...(wanted.redirect_uris ?? []), 'https://market.example.lan/callback'],
      contacts: [],
      tos_uri: 'https://market.example.lan/terms',
      skip_consent: true,
      audience: [ORDERS],
    });
    for (const [changes, why] of [
      [
        [
          { op: 'replace', path: '/client_name', value: 'Half' },
          { op: 'test', path: '/scope', value: 'x' },
        ],
        'change 2: what stands at /scope is not as tested',
      ],
      [[{ op: 'replace', path: '/nothing', value: 1 }], 'change 1: nothing stands at /nothing'],
      [[{ op: 'add', path: '/redirect_uris/-', value: 'javascript:alert(1)' }], undefined],
      [[{ op: 'replace', path: '/client_id', value: 'desk' }], undefined],
      [[{ op: 'add', path: '/client_secret', value: 'short' }], undefined],
      [[{ op: 'add', path: '/allowed_groups', value: [] }], undefined],
    ] as const) {
      const [status, , description] = await because(patch([...changes] as never));
      expect([changes, status]).toEqual([changes, 400]);
      if (why !== undefined) expect(description).toBe(why);
    }
    expect((await api().getOAuth2Client({ id: 'patch' })).data.client_name).toBe('Market');
    await api().deleteOAuth2Client({ id: 'patch' });
  });

  test('is changed by what calls itself JSON Patch, where a list of changes is asked for and nowhere else', async () => {
    await api().createOAuth2Client({ oAuth2Client: { ...wanted, client_id: 'named-patch' } });
    const send = async (method: string, path: string, type: string) => {
      const headers = { authorization: `Bearer ${admin}`, 'content-type': type };
      const body = '[{"op":"replace","path":"/client_name","value":"Market"}]';
      return (await fetch(`${office.bound}${path}`, { method, headers, body })).status;
    };
    const type = 'application/json-patch+json';
    const one = '/admin/clients/named-patch';
    expect(await send('PATCH', one, 'text/plain')).toBe(415);
    expect(await send('PUT', one, type)).toBe(415);
    expect(await send('POST', '/admin/clients', type)).toBe(415);
    expect((await api().getOAuth2Client({ id: 'named-patch' })).data.client_name).toBe('Shop');
    for (const same of [type, `${type}; charset=utf-8`]) expect(await send('PATCH', one, same)).toBe(200);
    expect((await api().getOAuth2Client({ id: 'named-patch' })).data.client_name).toBe('Market');
    await api().deleteOAuth2Client({ id: 'named-patch' });
  });

  test.each<readonly [string, OAuth2Client, RegExp]>([
    ['more data than is kept', { metadata: { text: 'x'.repeat(9000) } }, /^metadata has .* at most 8192/],
    ['a secret that runs out', { client_secret_expires_at: 1_900_000_000 }, /^client_secret_expires_at must be 0/],
    [
      'access tokens that outlive the office’s',
      { client_credentials_grant_access_token_lifespan: '1h0m1s' },
      /^client_credentials_grant_access_token_lifespan must be 1h0m0s or less: the setting access_token_lifetime_s/,
    ],
    [
      'two lifetimes of ID tokens',
      { authorization_code_grant_id_token_lifespan: '5m', refresh_token_grant_id_token_lifespan: '10m' },
      /^refresh_token_grant_id_token_lifespan must be the same for every grant, such as 5m0s/,
    ],
    [
      'two lifetimes of refresh tokens',
      { authorization_code_grant_refresh_token_lifespan: '1h', refresh_token_grant_refresh_token_lifespan: '2h' },
      /the same for every grant/,
    ],
    ['a lifetime that is none', { refresh_token_grant_refresh_token_lifespan: 'soon' }, /720h/],
    ['an API that is not there', { audience: ['https://nowhere.test'] }, /^audience/],
    ['a scope that nobody defines', { scope: 'openid photos.read' }, /^scope/],
    ['an address that is none', { redirect_uris: ['https://*.example.lan/'] }, /^redirect_uris/],
    ['something that nobody knows', { require_magic: true } as OAuth2Client, /^Unrecognized key: "require_magic"/],
    ['a response type that nobody knows', { response_types: ['code', 'magic'] }, /^response_types/],
    ['none that its grants have a use for', { response_types: ['token'] }, /^response_types/],
    ['a short secret', { client_secret: 'short' }, /^client_secret/],
  ])('is refused with %s, and nothing of it is kept', async (_what, fields, why) => {
    const [status, error, description] = await because(
      api().createOAuth2Client({ oAuth2Client: { client_id: 'bad', redirect_uris: [CALLBACK], ...fields } }),
    );
    expect([status, error, description]).toEqual([400, 'invalid_client_metadata', expect.stringMatching(why)]);
    expect((await refused(api().getOAuth2Client({ id: 'bad' }))).status).toBe(404);
    const { data: before } = await api().getOAuth2Client({ id: 'posting' });
    expect(
      (await refused(api().setOAuth2Client({ id: 'posting', oAuth2Client: { ...before, ...fields } }))).status,
    ).toBe(400);
    expect((await api().getOAuth2Client({ id: 'posting' })).data).toEqual(before);
  });

  test('may not have the name of another, and is none in another dialect', async () => {
    expect((await because(api().createOAuth2Client({ oAuth2Client: { client_id: 'plain' } }))).slice(0, 2)).toEqual([
      409,
      'conflict',
    ]);
    expect((await refused(api().getOAuth2Client({ id: 'plain' }))).status).toBe(404);
    expect((await refused(api().setOAuth2Client({ id: 'plain', oAuth2Client: {} }))).status).toBe(404);
    expect((await refused(api().deleteOAuth2Client({ id: 'plain' }))).status).toBe(404);
    expect((await refused(api().deleteOAuth2Token({ clientId: 'plain' }))).status).toBe(404);
  });

  test('has its lifespans set, and taken back', async () => {
    const lifespans = Object.fromEntries(
      ['authorization_code', 'refresh_token', 'device_authorization'].map((grant) => [
        `${grant}_grant_refresh_token_lifespan`,
        '1h30m0s',
      ]),
    );
    const set = (oAuth2ClientTokenLifespans: object) =>
      api().setOAuth2ClientLifespans({ id: 'desk', oAuth2ClientTokenLifespans });
    expect((await set(lifespans)).data).toMatchObject({ ...lifespans, client_name: 'desk', audience: [ORDERS] });
    expect((await refused(set({ implicit_grant_id_token_lifespan: '2h' }))).status).toBe(400);
    expect((await set({})).data).toMatchObject({ refresh_token_grant_refresh_token_lifespan: null });
  });

  test('has access and ID tokens that live as long as was said, of every grant', async () => {
    const set = (oAuth2ClientTokenLifespans: object) =>
      api().setOAuth2ClientLifespans({ id: 'desk', oAuth2ClientTokenLifespans });
    const access = ['authorization_code', 'client_credentials', 'device_authorization', 'implicit', 'jwt_bearer'];
    const each = (grants: readonly string[], kind: string, lifespan: string) =>
      Object.fromEntries(grants.map((grant) => [`${grant}_grant_${kind}_lifespan`, lifespan]));
    const said = {
      ...each([...access, 'refresh_token'], 'access_token', '5m0s'),
      ...each(['authorization_code', 'implicit'], 'id_token', '10m0s'),
    };
    expect((await set(said)).data).toMatchObject({ ...said, refresh_token_grant_id_token_lifespan: '10m0s' });
    expect((await ownTokens(office.bound, 'desk', SECRET)).body['expires_in']).toBe(300);
    const { data } = await api().getOAuth2Client({ id: 'desk' });
    expect((await api().setOAuth2Client({ id: 'desk', oAuth2Client: data })).data).toMatchObject(said);
    await set({ client_credentials_grant_access_token_lifespan: '1h' });
    expect((await ownTokens(office.bound, 'desk', SECRET)).body['expires_in']).toBe(3600);
    await set({});
  });

  test('of Hydra’s own tutorial is taken as it is, and so is what its older ones send', async () => {
    const oAuth2Client = {
      client_id: 'tutorial',
      client_name: 'Tutorial',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code', 'id_token'],
      redirect_uris: ['http://127.0.0.1:5555/callback'],
      scope: 'openid offline',
    };
    expect((await api().createOAuth2Client({ oAuth2Client })).data.response_types).toEqual(['code']);
    const older = { ...oAuth2Client, response_types: ['token', 'code', 'code token id_token'] };
    expect((await api().setOAuth2Client({ id: 'tutorial', oAuth2Client: older })).data.response_types).toEqual([
      'code',
    ]);
    const machine = { ...oAuth2Client, grant_types: ['client_credentials'], response_types: ['code'] };
    expect((await api().setOAuth2Client({ id: 'tutorial', oAuth2Client: machine })).data.response_types).toEqual([]);
    await api().deleteOAuth2Client({ id: 'tutorial' });
  });

  test('is on a list in pages, by name', async () => {
    const names = async (by: Parameters<OAuth2Api['listOAuth2Clients']>[0]) => {
      const { data, headers } = await api().listOAuth2Clients(by);
      const next = /<([^>]*)>; rel="next"/.exec(String(headers['link']))?.[1];
      return [data.map(({ client_id }) => client_id), next === undefined ? undefined : new URL(next)] as const;
    };
    expect((await names({}))[0]).toEqual(['desk', 'posting']);
    const [first, next] = await names({ pageSize: 1 });
    expect([first, next?.pathname, next?.searchParams.get('page_size')]).toEqual([['desk'], '/admin/clients', '1']);
    const pageToken = next?.searchParams.get('page_token') ?? '';
    expect(await names({ pageSize: 1, pageToken })).toEqual([['posting'], undefined]);
    expect((await names({ clientName: 'posting' }))[0]).toEqual(['posting']);
    expect((await names({ owner: 'somebody' }))[0]).toEqual([]);
    await api().createOAuth2Client({ oAuth2Client: { client_id: 'owned', owner: 'somebody' } });
    expect((await names({ owner: 'somebody' }))[0]).toEqual(['owned']);
    await api().deleteOAuth2Client({ id: 'owned' });
    expect((await refused(api().listOAuth2Clients({ pageToken: 'nonsense' }))).status).toBe(400);
    expect((await refused(api().listOAuth2Clients({ pageSize: 0 }))).status).toBe(400);
  });

  test('gets another secret, beside which the old one works until it is ended', async () => {
    await api().createOAuth2Client({ oAuth2Client: { ...wanted, client_id: 'rotating' } });
    const works = async (secret = '') => (await ownTokens(office.bound, 'rotating', secret)).status === 200;
    const { data } = await api().rotateOAuth2ClientSecret({ id: 'rotating' });
    expect([await works(wanted.client_secret), await works(data.client_secret)]).toEqual([true, true]);
    expect((await api().deleteRotatedOAuth2ClientSecrets({ id: 'rotating' })).status).toBe(204);
    expect([await works(wanted.client_secret), await works(data.client_secret)]).toEqual([false, true]);
    await api().deleteOAuth2Client({ id: 'rotating' });
  });
});

test('every change stands in the audit log under the name of who made it', async () => {
  await api().createOAuth2Client({ oAuth2Client: { client_id: 'audited' } });
  await api().patchOAuth2Client({
    id: 'audited',
    jsonPatch: [{ op: 'replace', path: '/client_name', value: 'Audited' }],
  });
  await api().rotateOAuth2ClientSecret({ id: 'audited' });
  await api().deleteRotatedOAuth2ClientSecrets({ id: 'audited' });
  await api().deleteOAuth2Client({ id: 'audited' });
  const answer = await fetch(`${office.main}/api/v1/audit-events?q=audited`, {
    headers: { authorization: `Bearer ${admin}` },
  });
  const { items } = (await answer.json()) as {
    readonly items: readonly { type: string; actor: string; target: string }[];
  };
  const mine = items.filter(({ target }) => target === 'audited');
  expect(new Set(mine.map(({ actor }) => actor))).toEqual(new Set(['boss']));
  expect(mine.map(({ type }) => type).toSorted()).toEqual(
    [
      'application.changed',
      'application.changed',
      'application.created',
      'application.removed',
      'application.secret_created',
    ].toSorted(),
  );
});
