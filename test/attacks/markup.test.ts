import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from './browser.ts';
import { ALICE, type AttackedOffice, authorizePath, CALLBACK, SECRET, startOffice } from './office.ts';

const MARKUP = '</title>"><img src=x onerror=alert(1)>\'<script>alert(1)</script>';
const ENTITIES = '&lt;b&gt;&amp;&#39;';

let office: AttackedOffice;
beforeAll(async () => {
  office = await startOffice([], {
    settings: { issuer_name: `Office ${MARKUP}` },
    groups: [{ name: `group ${MARKUP}` }],
    users: [
      { username: 'ada', password: 'long enough', admin: true },
      {
        ...ALICE,
        name: `Alice ${MARKUP}`,
        email: 'a"><img/src=x>@example.lan',
        groups: [`group ${MARKUP}`],
        claims: { phone_number: MARKUP },
      },
    ],
    apis: [
      {
        audience: 'https://api.test',
        name: `API ${MARKUP}`,
        scopes: [{ name: '<script>', description: `scope ${MARKUP}` }],
      },
    ],
    applications: [
      {
        client_id: MARKUP.replaceAll(/[ "\\]/g, ''),
        client_name: `Application ${MARKUP} ${ENTITIES}`,
        client_secret: SECRET,
        redirect_uris: [`${CALLBACK}?'&x=1`, 'https://rp1.test/out'],
        post_logout_redirect_uris: [`${CALLBACK}?'&x=1`],
        client_uri: "https://rp1.test/?'onclick=alert(1)",
        policy_uri: 'https://rp1.test/;script-src%20*',
        logo_uri: "https://rp1.test/logo.svg?'",
        grant_types: ['authorization_code', 'refresh_token'],
        audience: ['https://api.test'],
        scope: 'openid profile email groups phone offline_access <script>',
      },
    ],
    service_accounts: [],
  });
});
afterAll(() => office.stop());

const CLIENT = MARKUP.replaceAll(/[ "\\]/g, '');
const ASKED = {
  client_id: CLIENT,
  redirect_uri: `${CALLBACK}?'&x=1`,
  scope: 'openid profile email groups phone <script>',
  state: MARKUP,
};

function expectHarmless(page: Answer): void {
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.text).not.toContain('<script>');
  expect(page.text).not.toMatch(/<img(?! class="logo" src="https:\/\/rp1\.test\/)/);
  expect(page.text.match(/<title>/g)?.length).toBe(1);
  expect(page.text.match(/<\/title>/g)?.length).toBe(1);
  const csp = page.headers.get('content-security-policy') ?? '';
  expect(csp).toMatch(/^default-src 'none'; /);
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).toContain("base-uri 'none'");
  expect(csp).not.toMatch(/unsafe|\*|data:|;script|alert/);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  expect([...page.headers.keys()].filter((name) => ['x-powered-by', 'etag', 'server'].includes(name))).toEqual([]);
}

it('shows names, descriptions and values of anybody as text on every page, under a policy that runs nothing', async () => {
  const browser = office.browser();
  const login = await browser.open(authorizePath({ ...ASKED, login_hint: MARKUP }));
  expect(login.text).toContain('lanyard-username');
  expectHarmless(login);
  const wrong = await browser.submit(login, { username: MARKUP, password: 'x' });
  expect(wrong.status).toBe(401);
  expectHarmless(wrong);
  const consent = await browser.submit(wrong, ALICE);
  expect(consent.text).toContain('lanyard-consent-allow');
  expectHarmless(consent);
  expect((await browser.submit(consent, { decision: 'allow' })).location).toContain('code=');

  const posted = await browser.open(
    authorizePath({ ...ASKED, response_mode: 'form_post', prompt: 'none', scope: 'openid phone' }),
  );
  expect(posted.text).toContain('lanyard-form-post');
  expect(posted.text).toMatch(/<script src="\/assets\/form-post-[0-9a-f]+\.js" defer>/);
  expectHarmless(posted);
  const account = await browser.open('/account/');
  expect(account.text).toContain('lanyard-withdraw');
  const withdraw = /href="(\/account\/applications\/[^"]+)"/.exec(account.text)?.[1] ?? '';
  for (const page of [
    account,
    await browser.open(withdraw),
    await browser.open('/account/password'),
    await browser.open(authorizePath({ ...ASKED, prompt: 'select_account' })),
    await browser.open(authorizePath({ ...ASKED, redirect_uri: `${CALLBACK}?${MARKUP}` })),
    await browser.open(authorizePath({ ...ASKED, client_id: MARKUP })),
    await browser.open(
      `/oauth2/logout?${new URLSearchParams({ client_id: CLIENT, post_logout_redirect_uri: ASKED.redirect_uri, state: MARKUP }).toString()}`,
    ),
    await browser.get(`/nothing/${encodeURIComponent(MARKUP)}`, { accept: 'text/html' }),
    await browser.get(`/setup?token=${encodeURIComponent(MARKUP)}`, { accept: 'text/html' }),
  ]) {
    expectHarmless(page);
  }
});

it('describes errors to applications in the characters that the RFC allows', async () => {
  const strange = `"\\\r\n\t\u0000é😀${MARKUP}`;
  for (const name of [
    'response_type',
    'response_mode',
    'prompt',
    'code_challenge_method',
    'max_age',
    'scope',
    'resource',
    strange,
  ]) {
    const params = new URLSearchParams(authorizePath({ ...ASKED, [name]: undefined }).split('?')[1]);
    params.append(name, strange);
    if (name === strange) params.append(name, strange);
    const answer = await office.browser().get(`/oauth2/authorize?${params.toString()}`);
    const description = new URL(answer.location ?? '').searchParams.get('error_description') ?? '';
    expect(description, `${name}`).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  }
  for (const grant_type of [strange, 'x'.repeat(60_000)]) {
    const response = await fetch(`${office.origin}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type }),
    });
    const { error_description } = (await response.json()) as { error_description: string };
    expect(error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/);
  }
});

it('shows a name that turns the text around as something that can be seen', async () => {
  const page = await office.browser().open(authorizePath({ client_id: '\u202egnp.exe\u2066\u200b' }));
  expect(page.status).toBe(400);
  expect(page.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/u);
});
