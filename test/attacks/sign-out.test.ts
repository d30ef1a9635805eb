import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, errorOf, hiddenOf, paramsOf } from './browser.ts';
import { ADA, ALICE, type AttackedOffice, authorizePath, BOB, codeFor, redeem, startOffice } from './office.ts';
import type { Browser } from './browser.ts';

let office: AttackedOffice;
let alice: Browser;
let id_token: string;
beforeAll(async () => {
  office = await startOffice();
  alice = await office.signedIn(ALICE);
  const consent = await alice.open(authorizePath({ client_id: 'rp1' }));
  const { code = '' } = paramsOf(await alice.submit(consent, { decision: 'allow' }));
  id_token = (await redeem(office.origin, code, {}, 'rp1')).body['id_token'] ?? '';
});
afterAll(() => office.stop());

const OUT = 'https://rp1.test/out';

function logout(browser: Browser, params: Readonly<Record<string, string>>): Promise<Answer> {
  return browser.get(`/oauth2/logout?${new URLSearchParams(params).toString()}`);
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return 'code' in paramsOf(await browser.get(authorizePath({ prompt: 'none' })));
}

it('leads to no address that is not registered, hint or not, signed in or not', async () => {
  const strangers = [
    'https://evil.test',
    `${OUT}?foo=bar`,
    `${OUT}/`,
    `${OUT}#x`,
    'https://rp1.test/cb',
    '//evil.test',
    'javascript:alert(1)',
    `${OUT}\r\nX: y`,
  ];
  for (const browser of [alice, office.browser()]) {
    for (const post_logout_redirect_uri of strangers) {
      for (const who of [{}, { client_id: 'rp1' }, { client_id: 'rp2' }, { id_token_hint: id_token }]) {
        const answer = await logout(browser, { ...who, post_logout_redirect_uri, state: 'x' });
        expect({ status: answer.status, location: answer.location }).toEqual({ status: 400, location: undefined });
      }
    }
    const another = await logout(browser, { client_id: 'rp2', post_logout_redirect_uri: OUT });
    expect(errorOf(another)).toBe('invalid_request');
  }
  expect(await isSignedIn(alice)).toBe(true);
});

it('signs nobody out behind their back', async () => {
  for (const params of [{}, { client_id: 'rp1', post_logout_redirect_uri: OUT }, { csrf: 'x', decision: 'yes' }]) {
    const asked = await logout(alice, params);
    expect({ status: asked.status, location: asked.location, asks: asked.text.includes('lanyard-logout-yes') }).toEqual(
      {
        status: 200,
        location: undefined,
        asks: true,
      },
    );
  }
  for (const csrf of ['x', hiddenOf(await (await office.signedIn(BOB)).open('/oauth2/logout'))['csrf'] ?? '']) {
    expect((await alice.post('/oauth2/logout', { csrf, decision: 'yes' })).status).toBe(400);
  }
  expect((await alice.post('/oauth2/logout', { decision: 'yes' })).text).toContain('lanyard-logout-yes');
  expect(await isSignedIn(alice)).toBe(true);
});

it('believes no hint that it did not issue for this session', async () => {
  const [, payload = '', signature = ''] = id_token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  for (const forged of [
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    `${id_token}x`,
    'x',
    'x'.repeat(9_000),
  ]) {
    expect((await logout(alice, { id_token_hint: forged, post_logout_redirect_uri: OUT })).status).toBe(400);
    expect((await logout(alice, { id_token_hint: forged })).text).toContain('lanyard-logout-yes');
  }
  const bob = await office.signedIn(BOB);
  const asked = await logout(bob, { id_token_hint: id_token, post_logout_redirect_uri: OUT });
  expect(asked.text).toContain('lanyard-logout-yes');
  expect(await isSignedIn(bob)).toBe(true);
  expect((await logout(alice, { id_token_hint: id_token, client_id: 'rp2' })).status).toBe(400);
  expect(await isSignedIn(alice)).toBe(true);
});

it('ends the session on the server, not just the cookie', async () => {
  const copy = office.browser();
  for (const [name, value] of alice.cookies) copy.cookies.set(name, value);
  expect(await isSignedIn(copy)).toBe(true);
  const left = await logout(alice, { id_token_hint: id_token, post_logout_redirect_uri: OUT, state: 'a b&c' });
  expect(left.location).toBe(`${OUT}?state=a+b%26c`);
  expect(await isSignedIn(copy)).toBe(false);
  expect(alice.cookies.has('lanyard_session')).toBe(false);
});

it('never mixes up the tokens of two people who use one browser after another', async () => {
  const browser = office.browser();
  await browser.submit(await browser.open(authorizePath()), BOB);
  const bobs = await redeem(office.origin, await codeFor(browser));
  await browser.submit(await browser.open(authorizePath({ prompt: 'login' })), ADA);
  const adas = await redeem(office.origin, await codeFor(browser));
  const read = ({ body }: typeof bobs) =>
    JSON.parse(Buffer.from(body['id_token']?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, string>;
  expect(read(adas)['sub']).not.toBe(read(bobs)['sub']);
  expect(read(adas)['sid']).not.toBe(read(bobs)['sid']);
  const stale = await fetch(`${office.origin}/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${bobs.body['access_token'] ?? ''}` },
  });
  expect(stale.status).toBe(401);
});
