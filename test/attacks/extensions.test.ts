/** The extensions attacked over the wire: tokens of one kind shown as another, replays at once, proofs for elsewhere, words on pages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import { JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../server/spec/vocabulary.ts';
import { makeProof, makeProofKey, type ProofKey } from '../support/dpop.ts';
import type { Answer, Browser } from './browser.ts';
import { paramsOf } from './browser.ts';
import { CALLS } from './calls.ts';
import {
  ADA,
  ALICE,
  API,
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  basic,
  CALLBACK,
  codeFor,
  post,
  redeem,
  SECRET,
  VERIFIER,
  works,
} from './office.ts';
import { startOfficeOfEveryGrant } from './office-of-every-grant.ts';

const SPA = 'https://spa.test/cb';
const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const TURNED = '\u202E\u200Bgnitset';

let office: AttackedOffice;
let origin: string;
let alice: Browser;
let ada: Browser;
let key: ProofKey;
beforeAll(async () => {
  office = await startOfficeOfEveryGrant((document) => ({
    ...document,
    apis: [
      {
        audience: API,
        name: 'Things',
        scopes: [
          { name: 'things:read' },
          { name: 'things:all', includes: ['things:read', 'things:vault'] },
          { name: 'things:vault', allowed_groups: ['vault'] },
        ],
        authorization_details_types: [{ name: 'pay', description: 'pay {amount} to {payee}' }],
      },
    ],
    groups: [{ name: 'staff' }, { name: 'vault' }],
    applications: [
      ...document.applications.map((application) => {
        const machine = ['tv', 'bridge', 'old', 'middle', 'door'].includes(application.client_id);
        const more = { scope: 'openid profile things:read things:all lanyard:admin offline_access', audience: [API] };
        const from = { token_exchange_from: ['trusted', 'bound'] };
        const own = application.client_id === 'middle' ? from : {};
        return machine ? { ...application, ...more, ...own } : application;
      }),
      {
        client_id: 'payer',
        client_secret: SECRET,
        client_name: `Payer ${HOSTILE}`,
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid offline_access',
        audience: [API],
      },
      {
        client_id: 'bound',
        token_endpoint_auth_method: 'none',
        redirect_uris: [SPA],
        web_origins: ['https://spa.test'],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid offline_access',
        consent: 'skip',
        dpop_bound_access_tokens: true,
      },
    ],
  }));
  ({ origin } = office);
  alice = await office.signedIn();
  ada = await office.signedIn(ADA);
  key = await makeProofKey();
}, 120_000);
afterAll(() => office.stop());

const token = (fields: Readonly<Record<string, string | undefined>>, client: string, headers = {}) =>
  post(origin, '/oauth2/token', fields, { authorization: basic(client), ...headers });
const now = () => Math.floor(Date.now() / 1000);
const proofFor = (htu: string, changes: Partial<Parameters<typeof makeProof>[1]> = {}) =>
  makeProof(key, { htm: 'POST', htu, now: now(), ...changes });
const introspected = async (value: unknown) =>
  (await post(origin, '/oauth2/introspect', { token: String(value) }, { authorization: basic('trusted') })).body;

async function signedIn(scope = 'openid profile offline_access', person = alice) {
  return (await redeem(origin, await codeFor(person, { scope }))).body;
}

/** What a good request of that call is made of. */
async function goodRequest(what: string): Promise<Record<string, string>> {
  const call = CALLS.find((known) => known.what === what);
  if (call === undefined) throw new Error(`no call ${what}`);
  const parameters = Object.entries(await call.parameters({ origin, alice }));
  return Object.fromEntries(parameters.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])));
}

describe('a token of one kind as another', () => {
  it('is nothing that can be exchanged', async () => {
    const held = await signedIn();
    const jarm = paramsOf(await alice.get(authorizePath({ response_mode: 'jwt' })))['response'] ?? '';
    const code = await codeFor(alice);
    const answered = await fetch(`${origin}/oauth2/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: held['access_token'] ?? '' }),
      headers: { authorization: basic('trusted'), accept: 'application/token-introspection+jwt' },
    });
    const introspection = await answered.text();
    expect(introspection.split('.')).toHaveLength(3);
    const device = await post(origin, '/oauth2/device_authorization', {}, { authorization: basic('tv') });
    const things: readonly (readonly [string, string])[] = [
      ...[jarm, code, introspection, held['refresh_token'], device.body['device_code']].flatMap((value) =>
        [ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE].map((type) => [value ?? '', type] as const),
      ),
      [held['id_token'] ?? '', ACCESS_TOKEN_TYPE],
      [held['access_token'] ?? '', ID_TOKEN_TYPE],
    ];
    for (const [subject_token, subject_token_type] of things) {
      const { status, body } = await token(
        { grant_type: TOKEN_EXCHANGE_GRANT, subject_token, subject_token_type },
        'middle',
      );
      expect([status, body['error']], `${subject_token_type} ${subject_token.slice(0, 20)}`).toEqual([
        400,
        'invalid_request',
      ]);
    }
  });

  it('opens nothing at userinfo, at the admin API or as an assertion', async () => {
    const held = await signedIn();
    const jarm = paramsOf(await alice.get(authorizePath({ response_mode: 'jwt' })))['response'] ?? '';
    for (const value of [jarm, held['id_token'], held['refresh_token']]) {
      expect(await works(origin, value)).toBe(false);
      const api = await fetch(`${origin}/api/v1/users`, { headers: { authorization: `Bearer ${value}` } });
      expect(api.status).toBe(401);
      const assertion = await token({ grant_type: JWT_BEARER_GRANT, assertion: value }, 'bridge');
      expect(assertion.body['error']).toBe('invalid_grant');
    }
  });
});

describe('no grant brings more than it may', () => {
  const GRANTS: readonly (readonly [string, string])[] = [
    ['a device that asks whether somebody has answered', 'tv'],
    ['an assertion of a trusted server', 'bridge'],
    ['a password that an application sends on', 'old'],
    ['a token that is exchanged', 'middle'],
    ['a grant of the office’s own', 'door'],
  ];

  it.each(GRANTS)('%s: neither rights over the office nor what belongs to a group', async (what, client) => {
    for (const scope of ['lanyard:admin', 'openid lanyard:admin', 'openid things:vault', 'things:all']) {
      const good = await goodRequest(what);
      const { body } = await post(origin, '/oauth2/token', { ...good, ...(client === 'tv' ? {} : { scope }) });
      const got = (body['scope'] ?? '').split(' ');
      expect(got, `${client} ${scope}`).not.toContain('lanyard:admin');
      expect(got, `${client} ${scope}`).not.toContain('things:vault');
      if (body['access_token'] !== undefined) {
        const shown = await introspected(body['access_token']);
        expect(shown['scope'] ?? '').not.toMatch(/admin|vault/);
        const api = await fetch(`${origin}/api/v1/users`, {
          headers: { authorization: `Bearer ${body['access_token']}` },
        });
        expect(api.status).toBeGreaterThanOrEqual(401);
      }
    }
  });

  it('an admin’s password alone brings no rights over the office', async () => {
    const { body } = await token({ grant_type: 'password', ...ADA, scope: 'lanyard:admin' }, 'old');
    expect(body['error']).toBe('invalid_grant');
  });
});

describe('twenty at once', () => {
  it.each([
    'an assertion of a trusted server',
    'a device that asks whether somebody has answered',
    'a code that is redeemed',
  ])('%s: one token at most, and none that lives where it may have been stolen', async (what) => {
    const good = await goodRequest(what);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(origin, '/oauth2/token', good)));
    const got = answers.filter(({ status }) => status === 200);
    expect(got).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
    const replayed = what !== 'an assertion of a trusted server';
    if (replayed) expect((await introspected(got[0]?.body['access_token']))['active']).toBe(false);
  });

  it('one proof: one token', async () => {
    const dpop = await proofFor(`${origin}/oauth2/token`);
    const fields = { grant_type: 'client_credentials' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => token(fields, 'robot', { dpop })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_dpop_proof')).toHaveLength(19);
  });

  it('one request that was sent ahead: one answer', async () => {
    const { body } = await post(origin, '/oauth2/par', authorizeParams(), { authorization: basic('trusted') });
    const query = new URLSearchParams({ client_id: 'trusted', request_uri: body['request_uri'] ?? '' }).toString();
    const answers = await Promise.all(Array.from({ length: 20 }, () => alice.get(`/oauth2/authorize?${query}`)));
    expect(answers.filter(({ location }) => location?.includes('code='))).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toHaveLength(0);
  });
});

describe('a proof', () => {
  it('is for one method at one address, however that is spelled', async () => {
    const host = new URL(origin).host;
    const wrong = [
      `${origin}/oauth2/par`,
      `${origin}/oauth2/token/`,
      `${origin}/oauth2/Token`,
      `${origin}/oauth2//token`,
      `${origin}/x/..%2foauth2/token`,
      `https://${host}/oauth2/token`,
      `http://user@${host}/oauth2/token`,
      'http://127.0.0.1/oauth2/token',
      `http://localhost:${new URL(origin).port}/oauth2/token`,
      '/oauth2/token',
      '',
    ];
    for (const htu of wrong) {
      const answer = await token({ grant_type: 'client_credentials' }, 'robot', { dpop: await proofFor(htu) });
      expect([htu, answer.status, answer.body['error']]).toEqual([htu, 400, 'invalid_dpop_proof']);
    }
    for (const claims of [{ htm: 'GET' }, { htm: ['POST'] }, { htm: 'post' }, { iat: now() + 120 }, { jti: '' }]) {
      const dpop = await proofFor(`${origin}/oauth2/token`, { claims });
      expect((await token({ grant_type: 'client_credentials' }, 'robot', { dpop })).status).toBe(400);
    }
  });

  it('is needed for whatever is bound, and its token is no Bearer token', async () => {
    const params = { client_id: 'bound', redirect_uri: SPA, scope: 'openid offline_access' };
    const code = () => codeFor(alice, params);
    const fields = { grant_type: 'authorization_code', redirect_uri: SPA, code_verifier: VERIFIER, client_id: 'bound' };
    const send = async (more: Readonly<Record<string, string>>, dpop?: string) =>
      post(origin, '/oauth2/token', { ...fields, ...more }, dpop === undefined ? {} : { dpop });
    expect((await send({ code: await code() })).body['error']).toBe('invalid_request');
    const { body } = await send({ code: await code() }, await proofFor(`${origin}/oauth2/token`));
    expect(body['token_type']).toBe('DPoP');
    expect(await works(origin, body['access_token'])).toBe(false);
    const refresh = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    const other = await makeProofKey();
    const stolen = await makeProof(other, { htm: 'POST', htu: `${origin}/oauth2/token`, now: now() });
    expect((await send(refresh, stolen)).body['error']).toBe('invalid_grant');
    expect((await send(refresh)).body['error']).toBe('invalid_request');
    for (const [type, value] of [
      [ACCESS_TOKEN_TYPE, body['access_token']],
      [ID_TOKEN_TYPE, body['id_token']],
    ] as const) {
      const exchange = { grant_type: TOKEN_EXCHANGE_GRANT, subject_token: value, subject_token_type: type };
      expect((await token(exchange, 'middle')).status).toBe(400);
    }
  });
});

it('a token that is long is as much a token as any', async () => {
  const authorization_details = JSON.stringify([{ type: 'pay', amount: '漢'.repeat(2_200), payee: 'x' }]);
  const request = authorizeParams({ client_id: 'jwt', scope: 'openid things:read', authorization_details });
  const { body } = await post(origin, '/oauth2/par', request, { authorization: basic('jwt') });
  const query = new URLSearchParams({ client_id: 'jwt', request_uri: body['request_uri'] ?? '' }).toString();
  const page = await alice.open(`/oauth2/authorize?${query}`);
  const code =
    paramsOf(await alice.submit(page, { decision: 'allow', scope: ['openid', 'things:read'] }))['code'] ?? '';
  const long = (await redeem(origin, code, {}, 'jwt')).body['access_token'] ?? '';
  expect(long.length).toBeGreaterThan(8_192);
  expect((await introspected(long))['active']).toBe(true);
  await post(origin, '/oauth2/revoke', { token: long }, { authorization: basic('jwt') });
  expect((await introspected(long))['active']).toBe(false);
});

describe('pages', () => {
  const details = (payee: unknown, amount: unknown = '5 EUR') => JSON.stringify([{ type: 'pay', amount, payee }]);
  const payPage = (authorization_details: string) =>
    alice.open(authorizePath({ client_id: 'payer', authorization_details }));

  it('say what would be done, and nothing of it is markup', async () => {
    const page = await payPage(details(HOSTILE, { [HOSTILE]: HOSTILE }));
    expect(page.text).toContain('lanyard-consent-allow');
    expect(page.text).not.toMatch(/<script>alert|<img src=x/);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  it('show what a reader could not see', async () => {
    const page = await payPage(details(TURNED));
    expect(page.text).not.toMatch(/[\u202E\u200B]/);
    expect(page.text).toContain('gnitset');
  });

  it('take no JSON that is too deep, too long or too much', async () => {
    const deep = (levels: number) => `[{"type":"pay","amount":${'['.repeat(levels)}${']'.repeat(levels)},"payee":"x"}]`;
    expect((await payPage(deep(7))).text).toContain('lanyard-consent-allow');
    for (const text of [
      `${'['.repeat(4000)}`,
      details('x'.repeat(5000)),
      `[${'{"type":"pay"},'.repeat(20)}{}]`,
      '{}',
      'null',
      deep(8),
      deep(2000),
    ]) {
      const answer = await alice.get(authorizePath({ client_id: 'payer', authorization_details: text }));
      expect(paramsOf(answer)['error']).toBe('invalid_authorization_details');
    }
  });

  it('echo no code of a device as markup, and take no form of elsewhere', async () => {
    const page = await alice.get(`/device?user_code=${encodeURIComponent(HOSTILE)}`);
    expect(page.text).not.toContain('<script>alert');
    const { body } = await post(origin, '/oauth2/device_authorization', {}, { authorization: basic('tv') });
    const forged = (fields: Record<string, string>) =>
      alice.post('/device', { user_code: body['user_code'] ?? '', ...fields });
    const csrf = /name="csrf" value="([^"]*)"/.exec((await office.browser().get('/device')).text)?.[1] ?? '';
    for (const answer of [await forged({}), await forged({ csrf: '' }), await forged({ csrf })]) {
      expect(answer.status).toBe(403);
    }
    const ownPage = (page_: Answer) => page_.headers.get('content-security-policy');
    for (const path of ['/device', '/account/', '/account/password']) {
      const shown = await alice.get(path);
      expect(ownPage(shown), `${path}`).toContain("frame-ancestors 'none'");
      expect(shown.headers.get('cache-control')).toContain('no-store');
    }
  });

  it('of the account change nothing by a form of elsewhere, or by an address', async () => {
    const csrf = /name="csrf" value="([^"]*)"/.exec((await ada.get('/account/sign-out-others')).text)?.[1] ?? '';
    expect(csrf).not.toBe('');
    const other = await office.signedIn();
    for (const body of [{}, { csrf: '' }, { csrf }]) await alice.post('/account/sign-out-others', body);
    await alice.get('/account/sign-out-others?csrf=x');
    expect((await other.get('/account/')).text).toContain('lanyard-account-sign-out');
    const said = await alice.get(`/account/?said=${encodeURIComponent('You won')}&proof=x`);
    expect(said.text).not.toContain('You won');
  });
});

it('nothing of it fails, and no log holds a secret', async () => {
  const secrets = [SECRET, ALICE.password, ADA.password, VERIFIER];
  const held = await signedIn();
  const exchange = { grant_type: TOKEN_EXCHANGE_GRANT, subject_token: held['access_token'] ?? '' };
  const { body } = await token({ ...exchange, subject_token_type: ACCESS_TOKEN_TYPE }, 'middle');
  const log = office.stderr();
  const all = [...secrets, held['access_token'], held['refresh_token'], body['access_token']];
  expect(all.filter((secret) => secret === undefined || log.includes(secret))).toEqual([]);
  expect(log.split('\n').filter((line) => /"level":"error"|server_error/.test(line))).toEqual([]);
});
