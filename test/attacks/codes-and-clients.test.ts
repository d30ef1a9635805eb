import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, paramsOf } from './browser.ts';
import {
  APP_PASSWORD,
  type AttackedOffice,
  authorizePath,
  basic,
  BOB,
  CALLBACK,
  codeFor,
  given,
  post,
  redeem,
  refresh,
  SECRET,
  startOffice,
  type TokenAnswer,
  VERIFIER,
  works,
} from './office.ts';

let office: AttackedOffice;
let origin: string;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  ({ origin } = office);
  alice = await office.signedIn();
});
afterAll(() => office.stop());

function refusalOf({ status, body, headers }: TokenAnswer) {
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).not.toHaveProperty('access_token');
  return { status, error: body['error'] };
}

const INVALID_GRANT = { status: 400, error: 'invalid_grant' };
const INVALID_REQUEST = { status: 400, error: 'invalid_request' };
const INVALID_CLIENT = { status: 401, error: 'invalid_client' };

it('redeems a code once, even for forty who come at the same moment, and then ends what it led to', async () => {
  const code = await codeFor(alice, { scope: 'openid offline_access' });
  const answers = await Promise.all(Array.from({ length: 40 }, () => redeem(origin, code)));
  const won = answers.filter(({ status }) => status === 200);
  expect(won.length).toBe(1);
  expect(answers.filter(({ body }) => body['error'] === 'invalid_grant').length).toBe(39);
  expect(await works(origin, won[0]?.body['access_token'])).toBe(false);
  expect((await refresh(origin, won[0]?.body['refresh_token'] ?? '')).body['error']).toBe('invalid_grant');
});

it('ends everything that a code led to when it comes again', async () => {
  const code = await codeFor(alice, { scope: 'openid offline_access' });
  const first = await redeem(origin, code);
  expect(await works(origin, first.body['access_token'])).toBe(true);
  const second = await refresh(origin, first.body['refresh_token'] ?? '');
  expect(refusalOf(await redeem(origin, code))).toEqual(INVALID_GRANT);
  expect(await works(origin, first.body['access_token'])).toBe(false);
  expect(await works(origin, second.body['access_token'])).toBe(false);
});

it('wants the verifier that belongs to the challenge, and burns the code where it does not come', async () => {
  const wrong = [
    undefined,
    '',
    `${VERIFIER}x`,
    VERIFIER.slice(0, 42),
    'x'.repeat(129),
    `${VERIFIER}é`,
    `${VERIFIER}\0`,
  ];
  for (const code_verifier of wrong) {
    const code = await codeFor(alice);
    expect(refusalOf(await redeem(origin, code, { code_verifier }))).toEqual(INVALID_GRANT);
    expect(refusalOf(await redeem(origin, code))).toEqual(INVALID_GRANT);
  }
});

it('takes a verifier of base64 as it was hashed, and nothing that only means the same', async () => {
  const verifier = 'wBpw+lM9vP/7qx1DzXy0Qd0pN2h8bBz3vGkq5r1Yt0E=';
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const twin = verifier.replaceAll('+', '-').replaceAll('/', '_');
  // A plus sign that was not encoded is a space in a form.
  for (const code_verifier of [twin, twin.replace('=', ''), verifier.replaceAll('+', ' '), `${verifier}=`]) {
    const code = await codeFor(alice, { code_challenge });
    expect(refusalOf(await redeem(origin, code, { code_verifier }))).toEqual(INVALID_GRANT);
    expect(refusalOf(await redeem(origin, code, { code_verifier: verifier }))).toEqual(INVALID_GRANT);
  }
  const right = await redeem(origin, await codeFor(alice, { code_challenge }), { code_verifier: verifier });
  expect(right.status).toBe(200);
});

it('takes no verifier for a code that was asked for without a challenge', async () => {
  const bare = { client_id: 'plain', code_challenge: undefined, code_challenge_method: undefined };
  const code = await codeFor(alice, bare);
  expect(refusalOf(await redeem(origin, code, {}, 'plain'))).toEqual(INVALID_GRANT);
  const again = await codeFor(alice, bare);
  expect((await redeem(origin, again, { code_verifier: undefined }, 'plain')).status).toBe(200);
});

it('knows a code by all of its characters', async () => {
  const code = await codeFor(alice);
  expect(code).toMatch(/^[\w-]{43}$/);
  const flips = [0, 10, 21, 41].map((at) => `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`);
  for (const wrong of [
    ...flips,
    code.slice(1),
    `${code}A`,
    ` ${code}`,
    code.toUpperCase(),
    '__proto__',
    'x'.repeat(9_000),
  ]) {
    expect(refusalOf(await redeem(origin, wrong))).toEqual(INVALID_GRANT);
  }
  expect((await redeem(origin, code)).status).toBe(200);
});

it('neither redeems nor burns a code for a client that it was not issued to', async () => {
  const code = await codeFor(alice);
  expect(refusalOf(await redeem(origin, code, {}, 'plain'))).toEqual(INVALID_GRANT);
  const asPublic = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  expect(refusalOf(await post(origin, '/oauth2/token', { ...asPublic, client_id: 'spa' }))).toEqual(INVALID_GRANT);
  expect(refusalOf(await redeem(origin, code, { client_id: 'plain' }, 'trusted'))).toEqual(INVALID_REQUEST);
  const bot = { ...asPublic, username: 'bot', password: APP_PASSWORD };
  expect(refusalOf(await post(origin, '/oauth2/token', bot))).toEqual(INVALID_CLIENT);
  expect((await redeem(origin, code)).status).toBe(200);
});

it('touches nothing for a client that did not prove who it is', async () => {
  const code = await codeFor(alice);
  const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
  const wrong: [Record<string, string>, Record<string, string>?][] = [
    [fields],
    [{ ...fields, client_id: 'trusted' }],
    [{ ...fields, client_id: 'trusted', client_secret: 'x' }],
    [{ ...fields, client_id: 'trusted', client_secret: '' }],
    [fields, { authorization: basic('trusted', '') }],
    [fields, { authorization: basic('trusted', 'x') }],
    [fields, { authorization: basic('trusted', `${SECRET} `) }],
    [fields, { authorization: basic('TRUSTED') }],
    [fields, { authorization: basic('__proto__') }],
    [fields, { authorization: `Basic ${Buffer.from('trusted').toString('base64')}` }],
    [fields, { authorization: 'Basic %%%' }],
    [fields, { authorization: `Bearer ${SECRET}` }],
    [{ ...fields, client_id: 'trusted' }, { authorization: 'Negotiate x' }],
  ];
  for (const [body, headers] of wrong) {
    expect(refusalOf(await post(origin, '/oauth2/token', body, headers)), `${JSON.stringify([body, headers])}`).toEqual(
      INVALID_CLIENT,
    );
  }
  expect((await redeem(origin, code)).status).toBe(200);
});

it('says the same of an unknown client as of a wrong secret', async () => {
  const fields = { grant_type: 'client_credentials' };
  const unknown = await post(origin, '/oauth2/token', fields, { authorization: basic('nobody') });
  const wrong = await post(origin, '/oauth2/token', fields, { authorization: basic('robot', 'wrong') });
  expect({ status: unknown.status, body: unknown.body }).toEqual({ status: wrong.status, body: wrong.body });
  expect(unknown.headers.get('www-authenticate')).toBe(wrong.headers.get('www-authenticate'));
  expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic /);
});

it('takes one way of authenticating at a time, and every parameter once', async () => {
  const fields = { grant_type: 'client_credentials', client_id: 'robot' };
  const authorization = basic('robot');
  const twice = await post(origin, '/oauth2/token', { ...fields, client_secret: SECRET }, { authorization });
  expect(refusalOf(twice)).toEqual(INVALID_REQUEST);
  const both = { ...fields, client_secret: SECRET, username: 'bot', password: APP_PASSWORD };
  expect((await post(origin, '/oauth2/token', both)).body['scope']).toBe('things:read');
  for (const name of ['grant_type', 'client_id', 'client_secret', 'scope', 'code', 'x']) {
    const form = new URLSearchParams([
      ...given({ ...fields, client_secret: SECRET }),
      [name, 'client_credentials'],
      [name, ''],
    ]);
    expect(refusalOf(await post(origin, '/oauth2/token', form))).toEqual(INVALID_REQUEST);
  }
  const inUrl = await post(origin, '/oauth2/token?grant_type=client_credentials', {}, { authorization });
  expect(refusalOf(inUrl)).toEqual(INVALID_REQUEST);
  expect((await post(origin, '/oauth2/token', fields, { authorization })).status).toBe(200);
});

it('offers no grant that is not there, and each only to those who may use it', async () => {
  const as = (client: string, fields: Record<string, string>) =>
    post(origin, '/oauth2/token', fields, { authorization: basic(client) });
  const absent = [
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
    'urn:x',
    '__proto__',
    'toString',
  ];
  for (const grant_type of absent) {
    const answer = await as('trusted', { grant_type, username: 'alice', password: 'x' });
    expect(refusalOf(answer)).toEqual({ status: 400, error: 'unsupported_grant_type' });
  }
  expect(refusalOf(await as('trusted', {}))).toEqual(INVALID_REQUEST);
  const notItsOwn = { status: 400, error: 'unauthorized_client' };
  const grants = 'urn:ietf:params:oauth:grant-type:';
  const others: Record<string, string>[] = [
    { grant_type: 'client_credentials' },
    { grant_type: `${grants}device_code`, device_code: 'x' },
    { grant_type: `${grants}token-exchange`, subject_token: 'x', subject_token_type: 'x' },
    { grant_type: `${grants}jwt-bearer`, assertion: 'x' },
  ];
  for (const fields of others) expect(refusalOf(await as('trusted', fields))).toEqual(notItsOwn);
  const began = await post(origin, '/oauth2/device_authorization', {}, { authorization: basic('trusted') });
  expect(refusalOf(began)).toEqual(notItsOwn);
  expect(refusalOf(await as('robot', { grant_type: 'refresh_token', refresh_token: 'x' }))).toEqual(notItsOwn);
  const open = await post(origin, '/oauth2/token', { grant_type: 'client_credentials', client_id: 'spa' });
  expect(refusalOf(open)).toEqual(notItsOwn);
});

it('gives a machine nothing that speaks of a person or administers', async () => {
  const ask = (scope: string, who: Record<string, string>) =>
    post(origin, '/oauth2/token', { grant_type: 'client_credentials', scope, ...who });
  const robot = { client_id: 'robot', client_secret: SECRET };
  const personal = await ask('openid offline_access things:read', robot);
  expect({ status: personal.status, scope: personal.body['scope'] }).toEqual({ status: 200, scope: 'things:read' });
  expect(personal.body).not.toHaveProperty('id_token');
  expect(personal.body).not.toHaveProperty('refresh_token');
  expect(await works(origin, personal.body['access_token'])).toBe(false);

  const app_password = { password: APP_PASSWORD };
  expect((await ask('lanyard:admin', robot)).body['error']).toBe('invalid_scope');
  expect((await ask('lanyard:admin', { ...app_password, username: 'humble' })).body['error']).toBe('invalid_scope');
  expect((await ask('lanyard:admin', { ...app_password, username: 'bot' })).body['scope']).toBe('lanyard:admin');
  expect((await ask('lanyard:admin', { ...app_password, username: 'bot', client_id: 'nobody' })).status).toBe(401);
  expect((await ask('lanyard:admin', { ...app_password, username: 'bot', client_id: 'off' })).status).toBe(401);
  expect((await ask('lanyard:admin', { username: 'ada', password: 'canary-password-of-ada-1' })).status).toBe(401);
});

it('hands each code to the one application and person it was made for, at any interleaving', async () => {
  const bob = await office.signedIn(BOB);
  const codes = await Promise.all(
    Array.from({ length: 20 }, (_, at) => codeFor(at % 2 === 0 ? alice : bob, { scope: 'openid profile' })),
  );
  const answers = await Promise.all(codes.map((code) => redeem(origin, code)));
  const names = answers.map(({ body }) => {
    const claims = JSON.parse(Buffer.from(body['id_token']?.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      string
    >;
    return claims['preferred_username'];
  });
  expect(names).toEqual(codes.map((_, at) => (at % 2 === 0 ? 'alice' : 'bob')));
});

it('lets scripts of registered origins read token answers, without cookies, and nobody else', async () => {
  const ask = async (path: string, from: string, method = 'POST') => {
    const headers = { origin: from, 'access-control-request-method': 'POST', cookie: 'lanyard_session=x' };
    const response = await fetch(`${origin}${path}`, { method, headers });
    return [
      response.headers.get('access-control-allow-origin'),
      response.headers.get('access-control-allow-credentials'),
    ];
  };
  for (const method of ['POST', 'OPTIONS']) {
    expect(await ask('/oauth2/token', 'https://spa.test', method)).toEqual(['https://spa.test', null]);
    const strangers = [
      'https://evil.test',
      'https://spa.test.evil.test',
      'http://spa.test',
      'https://spa.test:8443',
      'null',
      origin,
    ];
    for (const from of strangers) expect(await ask('/oauth2/token', from, method)).toEqual([null, null]);
    for (const path of [
      '/oauth2/authorize',
      '/interaction/login',
      '/oauth2/logout',
      '/setup',
      '/panel/',
      '/oauth2/introspect',
      '/api/lanyard.schema.json',
      '/user',
      '/login/oauth/access_token',
    ]) {
      if (path !== '/login/oauth/access_token')
        expect(await ask(path, 'https://spa.test', method), `${path}`).toEqual([null, null]);
    }
  }
});

it('slows down whoever guesses the secret of a client, and only there', async () => {
  const guess = (client: string, secret: string) =>
    post(origin, '/oauth2/introspect', { token: 'x' }, { authorization: basic(client, secret) });
  const guesses = await Promise.all(Array.from({ length: 90 }, (_, at) => guess('rp2', `guess-${at}`)));
  expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(60);
  const last = await guess('rp2', 'guess');
  expect({ status: last.status, after: Number(last.headers.get('retry-after')) > 0 }).toEqual({
    status: 429,
    after: true,
  });
  expect((await guess('rp1', SECRET)).status).toBe(200);
});

it('redeems no code of a person who signed out meanwhile', async () => {
  const bob = await office.signedIn(BOB);
  const code = await codeFor(bob);
  const kept = await redeem(origin, await codeFor(bob));
  const out = await bob.submit(await bob.open('/oauth2/logout'), { decision: 'yes' });
  expect(out.text).toContain('lanyard-signed-out');
  expect(refusalOf(await redeem(origin, code))).toEqual(INVALID_GRANT);
  expect(await works(origin, kept.body['access_token'])).toBe(false);
  expect(paramsOf(await bob.get(authorizePath({ prompt: 'none' })))['error']).toBe('login_required');
});
