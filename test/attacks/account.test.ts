import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './browser.ts';
import { ADA, ALICE, type AttackedOffice, BOB, codeFor, redeem, refresh, startOffice, works } from './office.ts';

const EVIL = 'https://evil.test';
const MARKUP = '"><img src=x onerror=alert(1)>';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const PATHS = ['/account/password', '/account/sign-out-others', '/account/sign-in'];

/** The address at which this browser's person would withdraw what the application may do. */
async function withdrawPath(browser: Browser): Promise<string> {
  const { text } = await browser.open('/account/');
  return /href="(\/account\/applications\/[^"]+\/withdraw)"/.exec(text)?.[1] ?? '/account/none';
}

async function tokensOf(browser: Browser) {
  const scope = 'openid profile email offline_access';
  const { body } = await redeem(office.origin, await codeFor(browser, { scope }));
  return { access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' };
}

describe('pages of an account', () => {
  it('carry every header of a page that holds what is private, and no page of others may hold them (F05, I16)', async () => {
    await tokensOf(alice);
    for (const path of ['/account/', await withdrawPath(alice), '/account/password']) {
      const { status, headers } = await alice.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('script-src');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it.each([...PATHS, 'withdraw'])('take nothing that a page of others sends to %s (F25)', async (name) => {
    const held = await tokensOf(alice);
    const path = name === 'withdraw' ? await withdrawPath(alice) : name;
    for (const headers of [{ origin: EVIL }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])
      expect((await alice.post(path, { csrf: 'x', password: ALICE.password }, headers)).status).toBe(403);
    expect((await refresh(office.origin, held.refresh)).status).toBe(200);
  });

  it('change nothing by GET, whatever stands in the query (F05)', async () => {
    const held = await tokensOf(alice);
    const path = await withdrawPath(alice);
    expect((await alice.get(`${path}?csrf=x&decision=yes&yes=1`)).status).toBe(200);
    expect((await alice.get('/account/sign-out-others?csrf=x')).status).toBe(200);
    expect(await works(office.origin, held.access)).toBe(true);
  });

  it('know no other methods, and no pages beside their own', async () => {
    const cookie = [...alice.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${office.origin}/account/`, { method, headers: { cookie } });
      expect([method, answer.status]).toEqual([method, 405]);
    }
    const strange = ['/account/x', '/account/applications/', '/account/applications/%00/withdraw'];
    for (const path of [...strange, '/account/sessions/../end', '/account/sessions/__proto__/end', '/Account/'])
      expect([path, (await alice.get(path)).status]).toEqual([path, 404]);
  });

  it('open for a sign-in alone: no token, no Basic, no cookie of the panel (D20, J09)', async () => {
    const { access } = await tokensOf(alice);
    const basic = `Basic ${Buffer.from(`${ALICE.username}:${ALICE.password}`).toString('base64')}`;
    for (const authorization of [`Bearer ${access}`, basic]) {
      const { status, text } = await new Browser(office.origin).get('/account/', { authorization });
      expect([status, text.includes('lanyard-login-submit')]).toEqual([200, true]);
      expect(text).not.toContain('Alice');
    }
    const signedIn = await fetch(`${office.origin}/api/v1/session`, {
      method: 'POST',
      headers: { origin: office.origin, 'content-type': 'application/json' },
      body: JSON.stringify(ADA),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    expect(cookie).toContain('lanyard_panel');
    const { text } = await new Browser(office.origin).get('/account/', { cookie });
    expect(text).toContain('lanyard-login-submit');
  });

  it('treat a session cookie that no maker of ours made as none (F18)', async () => {
    for (const value of ['garbage', 'a'.repeat(8000), '{"user":"alice"}', 'x'.repeat(43)]) {
      const { status, text } = await new Browser(office.origin).get('/account/', {
        cookie: `lanyard_session=${value}`,
      });
      expect([status, text.includes('lanyard-login-submit')]).toEqual([200, true]);
    }
  });
});

async function csrfOf(browser: Browser): Promise<string> {
  const { text } = await browser.open('/account/password');
  return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

describe('what is somebody else’s', () => {
  it('is not there: not to be seen, and not to be ended', async () => {
    const held = await tokensOf(alice);
    const bob = await office.signedIn(BOB);
    const second = await office.signedIn();
    const end = /href="(\/account\/sessions\/[^"]+\/end)"/.exec((await second.open('/account/')).text)?.[1] ?? '';
    expect((await second.get(end)).status).toBe(200);
    expect((await bob.get(end)).status).toBe(404);
    expect((await bob.post(end, { csrf: await csrfOf(bob) })).status).toBe(404);
    // An application is called the same by everybody: what ends is one's own.
    const withdraw = await withdrawPath(alice);
    await bob.post(withdraw, { csrf: await csrfOf(bob) });
    expect((await bob.get(withdraw)).status).toBe(404);
    expect((await refresh(office.origin, held.refresh)).status).toBe(200);
    expect((await alice.open('/account/')).text).toContain('Where you are signed in');
  });
});

describe('the sentence of what was done', () => {
  it('can’t be put there by a link, and markup in it is text', async () => {
    const query = new URLSearchParams({ said: `Send your password to ${MARKUP}`, proof: 'x' });
    const { text } = await alice.get(`/account/?${query.toString()}`);
    expect(text).not.toContain('Send your password');
    expect(text).not.toContain('<img');
  });
});

it('twenty withdrawals at once are one', async () => {
  const browser = await office.signedIn();
  const held = await tokensOf(browser);
  const page = await browser.open(await withdrawPath(browser));
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.send(page, {})));
  expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThanOrEqual(1);
  expect(answers.filter(({ status }) => status !== 303 && status !== 404)).toEqual([]);
  expect(await works(office.origin, held.access)).toBe(false);
});
