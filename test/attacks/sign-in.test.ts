import { afterAll, beforeAll, expect, it } from 'vitest';
import { actionOf, type Answer, type Browser, errorOf, hiddenOf, paramsOf } from './browser.ts';
import {
  ALICE,
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  BOB,
  codeFor,
  redeem,
  startOffice,
} from './office.ts';
import { workOfProcess } from '../support/work-of.ts';

let office: AttackedOffice;
let origin: string;
beforeAll(async () => {
  office = await startOffice();
  ({ origin } = office);
});
afterAll(() => office.stop());

const RP1 = { client_id: 'rp1', scope: 'openid profile offline_access' };

/** Everything of an answer by which a stranger could tell two answers apart. */
function traitsOf({ status, headers, text }: Answer, typed: string) {
  const same = text
    .replaceAll(`value="${typed}"`, 'value="NAME"')
    .replaceAll(/value="(?:[\w-]{43}|v1\.[\w-]+)"/g, 'value="…"');
  return { status, text: same, headers: [...headers].filter(([name]) => name !== 'date' && name !== 'content-length') };
}

it('keeps a ticket to the browser that began it', async () => {
  const attacker = office.browser();
  const page = await attacker.open(authorizePath(RP1));
  const ticket = new URL(page.url).searchParams.get('ticket') ?? '';
  for (const victim of [office.browser(), await office.signedIn(BOB)]) {
    const shown = await victim.get(`/interaction/login?ticket=${ticket}`);
    expect({ status: shown.status, error: errorOf(shown) }).toEqual({ status: 400, error: 'invalid_request' });
    const posted = await victim.post('/interaction/login', { ...hiddenOf(page), ...BOB });
    expect({ status: posted.status, cookies: posted.headers.getSetCookie() }).toEqual({ status: 400, cookies: [] });
  }
  expect((await attacker.submit(page, ALICE)).text).toContain('lanyard-consent-allow');
});

it('takes no form without the token that belongs to this ticket and this browser', async () => {
  const browser = office.browser();
  const page = await browser.open(authorizePath(RP1));
  const another = await browser.open(authorizePath(RP1));
  const foreign = await office.browser().open(authorizePath(RP1));
  const hidden = hiddenOf(page);
  for (const csrf of [undefined, '', 'x', hiddenOf(another)['csrf'], hiddenOf(foreign)['csrf'], '__proto__']) {
    const answer = await browser.post('/interaction/login', { ...hidden, ...ALICE, csrf: csrf ?? [] });
    expect({ status: answer.status, cookies: answer.headers.getSetCookie() }).toEqual({ status: 403, cookies: [] });
  }
  expect((await browser.submit(page, ALICE)).text).toContain('lanyard-consent-allow');
});

it('takes no form that a page of another site sent, token or not', async () => {
  const browser = office.browser();
  const page = await browser.open(authorizePath(RP1));
  const form = { ...hiddenOf(page), ...ALICE };
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin },
    { origin: 'https://evil.test' },
    { origin: `${origin}.evil.test` },
    { origin: 'http://127.0.0.1' },
  ];
  for (const headers of foreign) {
    expect((await browser.post('/interaction/login', form, headers)).status, `${JSON.stringify(headers)}`).toBe(403);
  }
  expect(
    (await browser.post('/interaction/login', form, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status,
  ).toBe(303);
});

it('allows nothing by a link, and nothing that was asked of somebody else', async () => {
  const browser = await office.signedIn();
  const page = await browser.open(authorizePath(RP1));
  const query = new URLSearchParams({ ...hiddenOf(page), decision: 'allow' }).toString();
  expect((await browser.get(`/interaction/consent?${query}`)).text).toContain('lanyard-consent-allow');
  expect((await browser.post(`/interaction/consent?${query}`, {})).status).toBe(400);

  const bobs = await office.signedIn(BOB);
  const bobsPage = await bobs.open(authorizePath(RP1));
  const sid = hiddenOf(bobsPage)['sid'] ?? '';
  for (const wrong of [[], 'x', sid]) {
    const shownAgain = await browser.send(page, { decision: 'allow', sid: wrong });
    expect({ status: shownAgain.status, location: shownAgain.location }).toEqual({ status: 200, location: undefined });
  }
  expect(paramsOf(await browser.submit(page, { decision: 'allow' }))).toHaveProperty('code');
});

it('answers a ticket once, for twenty who press Allow and Deny at the same moment', async () => {
  const browser = await office.signedIn(BOB);
  const page = await browser.open(authorizePath({ ...RP1, prompt: 'consent' }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => browser.send(page, { decision: at % 2 === 0 ? 'allow' : 'deny' })),
  );
  expect(answers.filter(({ location }) => location?.startsWith('https://rp1.test/')).length).toBe(1);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  const after = await browser.send(page, { decision: 'allow' });
  expect({ status: after.status, error: errorOf(after) }).toEqual({ status: 400, error: 'invalid_request' });
});

it('skips no page by its address', async () => {
  const browser = office.browser();
  const login = await browser.open(authorizePath(RP1));
  const forward = await browser.post('/interaction/consent', {
    ...hiddenOf(login),
    decision: 'allow',
    scope: 'offline_access',
  });
  expect(forward.location).toContain('/interaction/login?ticket=');
  const select = await browser.post('/interaction/select-account', { ...hiddenOf(login), decision: 'continue' });
  expect(select.location).toContain('/interaction/login?ticket=');

  const alice = await office.signedIn();
  const again = await alice.open(authorizePath({ prompt: 'login' }));
  const consent = await alice.post('/interaction/consent', { ...hiddenOf(again), decision: 'allow' });
  expect(consent.location).toContain('/interaction/login?ticket=');
  const wrong = await alice.submit(again, { username: 'alice', password: 'wrong' });
  expect(wrong.status).toBe(401);
});

it('forgets what one person answered when another takes over the browser', async () => {
  const browser = office.browser();
  const page = await browser.open(authorizePath({ ...RP1, prompt: 'login consent' }));
  const consent = await browser.submit(page, ALICE);
  expect(actionOf(consent)).toBe('/interaction/consent');
  await browser.submit(await browser.open(authorizePath({ prompt: 'login' })), BOB);
  const taken = await browser.submit(consent, { decision: 'allow' });
  expect(taken.location).toBeUndefined();
  expect(taken.text).not.toMatch(/alice/i);
});

it('gives out a new session at every sign-in, and lets a planted one gain nothing', async () => {
  const browser = office.browser();
  browser.cookies.set('lanyard_session', 'planted-by-an-attacker-0123456789abcdefghijkl');
  browser.cookies.set('lanyard_browser', 'planted-by-an-attacker-0123456789abcdefghijkl');
  await browser.submit(await browser.open(authorizePath()), ALICE);
  const first = browser.cookies.get('lanyard_session');
  expect(first).toMatch(/^[\w-]{43}$/);
  await browser.submit(await browser.open(authorizePath({ prompt: 'login' })), ALICE);
  expect(browser.cookies.get('lanyard_session')).not.toBe(first);
  const thief = office.browser();
  for (const stolen of [first, 'planted-by-an-attacker-0123456789abcdefghijkl']) {
    thief.cookies.set('lanyard_session', stolen ?? '');
    expect(paramsOf(await thief.get(authorizePath({ prompt: 'none' })))['error']).toBe('login_required');
  }
  const code = await codeFor(browser);
  expect((await redeem(origin, code)).status).toBe(200);
});

it('sets cookies that no script can read and no other site can use, but for one that opens nothing', async () => {
  const browser = office.browser();
  const begun = await browser.get(authorizePath());
  const page = await browser.follow(begun);
  const done = await browser.send(page, ALICE);
  const all = [...begun.headers.getSetCookie(), ...done.headers.getSetCookie()];
  const lines = all.filter((line) => !line.startsWith('lanyard_state='));
  expect(all.length - lines.length).toBe(1);
  expect(lines.length).toBe(2);
  for (const line of lines)
    expect(line).toMatch(/^lanyard_(browser|session)=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax(; Max-Age=\d+)?$/);

  const thief = office.browser();
  const state = browser.cookies.get('lanyard_state') ?? '';
  for (const name of ['lanyard_state', 'lanyard_session', 'lanyard_browser']) thief.cookies.set(name, state);
  expect(paramsOf(await thief.get(authorizePath({ prompt: 'none' })))['error']).toBe('login_required');
});

it('counts a malformed session cookie as none', async () => {
  const alice = await office.signedIn();
  const good = alice.cookies.get('lanyard_session') ?? '';
  const asked = async (cookie: string) => {
    const headers = { cookie };
    const response = await fetch(`${origin}${authorizePath({ prompt: 'none' })}`, { headers, redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '').searchParams.get('error');
  };
  expect(await asked(`lanyard_session=${good}`)).toBeNull();
  const wrong = [
    'lanyard_session=',
    'lanyard_session=garbage',
    `lanyard_session=${good.slice(1)}`,
    `lanyard_session=${good}x`,
    `lanyard_session="${good}"`,
    `lanyard_session=${good}; lanyard_session=${good}`,
    `lanyard_session=x; lanyard_session=${good}`,
    `LANYARD_SESSION=${good}`,
    `__Host-lanyard_session=${good}`,
    `lanyard_session=${'x'.repeat(8_000)}`,
    `lanyard_session=${Buffer.from('{"user_id":"alice"}').toString('base64url')}`,
    'lanyard_session=__proto__; __proto__=x',
    `;;=;lanyard_session;=${good}`,
  ];
  for (const cookie of wrong) expect(await asked(cookie), `${cookie.slice(0, 100)}`).toBe('login_required');
});

it('says the same of a person who is not there as of a wrong password', async () => {
  const tried = async (username: string) => {
    const browser = office.browser();
    const page = await browser.open(authorizePath());
    return traitsOf(await browser.send(page, { username, password: 'wrong-wrong' }), username);
  };
  const wrong = await tried('alice');
  expect(wrong.status).toBe(401);
  expect(await tried('nobody')).toEqual(wrong);
  expect(await tried('bot')).toEqual(wrong);
});

it('compares the whole password, and refuses to hash an endless one', async () => {
  const browser = office.browser();
  const page = await browser.open(authorizePath());
  for (const password of [
    `${ALICE.password}x`,
    ALICE.password.slice(0, -1),
    `${ALICE.password}\0`,
    ALICE.password.toUpperCase(),
  ]) {
    expect((await browser.send(page, { username: 'alice', password })).status).toBe(401);
  }
  const work = await workOfProcess(office.ready.pid, async () => {
    expect((await browser.send(page, { username: 'alice', password: 'x'.repeat(60_000) })).status).toBe(401);
    expect((await browser.send(page, { username: 'alice', password: 'x'.repeat(1_000_000) })).status).toBe(413);
  });
  expect(work).toBeLessThan(1_000);
  expect((await browser.submit(page, { username: ' ALICE ', password: ALICE.password })).location).toContain('code=');
});

it('sends nobody’s password anywhere by an authorization request that is posted', async () => {
  const browser = office.browser();
  const answer = await browser.post('/oauth2/authorize', authorizeParams());
  // No browser sends a form again after a 303.
  expect(answer.status).toBe(303);
  expect((await browser.follow(answer)).url.split('?')[0]).toBe(`${origin}/interaction/login`);
});

// Last, because it locks this address out.
it('slows down whoever guesses, side by side or under made-up addresses, and tells nothing by it', async () => {
  const browser: Browser = office.browser();
  const page = await browser.open(authorizePath());
  const guess = (username: string, at: number) =>
    browser.post(
      actionOf(page),
      { ...hiddenOf(page), username, password: `guess-${at}` },
      {
        'x-forwarded-for': `203.0.113.${at}`,
        'x-real-ip': `203.0.113.${at}`,
        'cf-connecting-ip': `203.0.113.${at}`,
        forwarded: `for=203.0.113.${at}`,
      },
    );
  const guesses = await Promise.all(Array.from({ length: 40 }, (_, at) => guess(at % 2 === 0 ? 'bob' : ' BOB', at)));
  expect(guesses.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  const late = await browser.send(page, BOB);
  expect({ status: late.status, after: Number(late.headers.get('retry-after')) > 0 }).toEqual({
    status: 429,
    after: true,
  });
  const unknown = await Promise.all(Array.from({ length: 12 }, (_, at) => guess('nobody-at-all', at)));
  const refused = unknown.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(traitsOf(refused[0]!, 'nobody-at-all').text.length - traitsOf(late, 'bob').text.length).toBeLessThan(5);
});
