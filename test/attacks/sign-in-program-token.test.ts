/** The token of a sign-in program: it says who signs in, and opens nothing else; and nobody else can come by one. */
import { Configuration, OAuth2Api, OidcApi } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import { adminClient } from '../admin/admin-client.ts';
import { CALLBACK, type OryOffice, PROGRAM_PASSWORD, SECRET, startOryOffice } from '../support/ory-office.ts';
import { challengeIn, type OryVisitor, oryVisitor, PROGRAM, refusal } from '../support/ory-visitor.ts';

const SCOPE = 'lanyard:sign-in-program';
const GUARDED = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => OPERATIONS[name].access !== 'anyone');

let office: OryOffice;
let desk: OryVisitor;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM });
  desk = await oryVisitor(office);
}, 120_000);
afterAll(() => office?.stop());

const oryWith = (accessToken: string) => new OAuth2Api(new Configuration({ basePath: office.origin(), accessToken }));
const asked = (scope: string) => ({ grant_type: 'client_credentials', username: 'login-program', scope });

test('says who signs in and what is allowed, and its answers count', async () => {
  const ory = oryWith(await office.program());
  const person = desk.someone();
  const loginChallenge = await desk.loginFor(person);
  expect((await ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(false);
  const acceptOAuth2LoginRequest = { subject: 'emp-17' };
  const { data } = await ory.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest });
  const consentChallenge = challengeIn((await person.open(data.redirect_to)).left, 'consent');
  const acceptOAuth2ConsentRequest = { grant_scope: ['openid'], grant_access_token_audience: [] };
  const done = await ory.acceptOAuth2ConsentRequest({ consentChallenge, acceptOAuth2ConsentRequest });
  const code = (await person.open(done.data.redirect_to)).left?.searchParams.get('code') ?? '';
  expect(await desk.redeem(code)).toMatchObject({ scope: 'openid' });
});

describe('opens nothing else', () => {
  test.each(GUARDED)('not %s', async (name) => {
    const client = adminClient(office.origin(), { authorization: `Bearer ${await office.program()}` });
    const told = await client(name);
    expect([told.status, told.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('error="insufficient_scope", scope="lanyard:admin"'),
    ]);
  });

  test('none of Ory’s other calls', async () => {
    const token = await office.program();
    const ory = oryWith(token);
    const calls: readonly Promise<unknown>[] = [
      ory.listOAuth2Clients(),
      ory.createOAuth2Client({ oAuth2Client: {} }),
      ory.setOAuth2Client({ id: 'desk', oAuth2Client: {} }),
      ory.deleteOAuth2Client({ id: 'desk' }),
      ory.introspectOAuth2Token({ token }),
      ory.deleteOAuth2Token({ clientId: 'desk' }),
      ory.listOAuth2ConsentSessions({ subject: 'emp-17' }),
      ory.revokeOAuth2ConsentSessions({ subject: 'emp-17', all: true }),
      ory.revokeOAuth2LoginSessions({ subject: 'emp-17' }),
      ory.listTrustedOAuth2JwtGrantIssuers(),
    ];
    for (const { status, data } of await Promise.all(calls.map(refusal))) {
      expect([status, data['error']]).toEqual([403, 'request_forbidden']);
    }
    expect((await desk.ory.getOAuth2Client({ id: 'desk' })).data.client_name).toBe('The desk');
  });
});

describe('is nobody else’s', () => {
  test('another scope of the same account, and another account, do not do', async () => {
    const loginChallenge = await desk.loginFor(desk.someone());
    const other = await refusal(oryWith(await office.program('orders:read')).getOAuth2LoginRequest({ loginChallenge }));
    expect(other.status).toBe(401);
    const client = adminClient(office.origin(), { authorization: `Bearer ${await office.admin()}` });
    const { app_password } = (await client('createServiceAccount', { body: { username: 'plain-robot' } })).body;
    const robot = { ...asked(''), username: 'plain-robot', password: app_password.password };
    const { scope: _none, ...unasked } = robot;
    const { body } = await office.token(unasked);
    const told = await refusal(oryWith(body['access_token'] ?? '').getOAuth2LoginRequest({ loginChallenge }));
    expect([told.status, told.data['error_description']]).toEqual([403, `the access token lacks the scope ${SCOPE}`]);
    expect((await office.token({ ...robot, scope: SCOPE })).body).toMatchObject({ error: 'invalid_scope' });
  });

  test('no application can be registered for it, by an admin or by itself', async () => {
    const client = adminClient(office.origin(), { authorization: `Bearer ${await office.admin()}` });
    const body = { client_id: 'porter', redirect_uris: [CALLBACK], scope: `openid ${SCOPE}` };
    const told = await client('createApplication', { body });
    expect([told.status, told.problem.errors?.[0]]).toEqual([
      400,
      { pointer: '/scope', detail: `has ${SCOPE}, which only service accounts may have` },
    ]);
    await client('changeSettings', { body: { dynamic_registration: 'open' } });
    const wanted = { redirect_uris: [CALLBACK], scope: `openid ${SCOPE}`, client_secret: SECRET };
    const registration = new OidcApi(new Configuration({ basePath: office.origin() }));
    const { data } = await registration.createOidcDynamicClient({ oAuth2Client: wanted });
    expect(data.scope).not.toContain(SCOPE);
  });

  test('it ends at once where an admin takes it away', async () => {
    const ory = oryWith(await office.program());
    const loginChallenge = await desk.loginFor(desk.someone());
    expect((await refusal(ory.getOAuth2LoginRequest({ loginChallenge }))).status).toBe(200);
    const client = adminClient(office.origin(), { authorization: `Bearer ${await office.admin()}` });
    const { body } = await client('listServiceAccounts', { query: { q: 'login-program' } });
    const path = { id: body.items[0]?.id ?? '' };
    await client('changeServiceAccount', { path, body: { scope: 'orders:read' } });
    expect((await refusal(ory.getOAuth2LoginRequest({ loginChallenge }))).status).toBe(401);
    const again = { ...asked(SCOPE), password: PROGRAM_PASSWORD };
    expect((await office.token(again)).body).toMatchObject({ error: 'invalid_scope' });
  });
});
