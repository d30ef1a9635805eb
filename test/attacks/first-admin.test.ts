import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { Browser, hiddenOf } from './browser.ts';

let server: RunningServer;
let origin: string;
let token: string;
beforeAll(async () => {
  server = await startServer({ args: ['--log-level', 'debug'] });
  origin = server.ready.issuer;
  token = new URL(server.ready.setup ?? '').searchParams.get('token') ?? '';
});
afterAll(() => server.stop());

const FORM = {
  issuer_name: 'Office',
  username: 'root',
  name: 'Root',
  password: 'long enough',
  password_again: 'long enough',
};

it('shows the page to nobody without the token of this start', async () => {
  const browser = new Browser(origin);
  for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.toUpperCase()]) {
    expect((await browser.get(`/setup?token=${encodeURIComponent(wrong)}`)).status).toBe(404);
  }
  expect((await browser.get(`/setup?token=${token}&token=${token}`)).status).not.toBe(500);
  const page = await browser.get(`/setup?token=${token}`);
  expect({
    status: page.status,
    cache: page.headers.get('cache-control'),
    referrer: page.headers.get('referrer-policy'),
  }).toEqual({
    status: 200,
    cache: 'no-store',
    referrer: 'no-referrer',
  });
});

it('takes the form from its own page alone', async () => {
  const browser = new Browser(origin);
  const page = await browser.get(`/setup?token=${token}`);
  const form = { ...hiddenOf(page), ...FORM };
  expect((await browser.post('/setup', { ...form, csrf: 'x' })).status).toBe(400);
  expect((await browser.post('/setup', form, { origin: 'https://evil.test' })).status).toBe(403);
  expect((await browser.post('/setup', form, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await browser.post('/setup', { ...form, token: 'x' })).status).toBe(404);
  expect((await browser.post(`/setup?token=${token}`, form)).status).toBe(400);
  expect((await browser.get(`/setup?${new URLSearchParams(form).toString()}`)).text).toContain('lanyard-setup-submit');
});

it('refuses values that could disguise somebody, and fields that come twice', async () => {
  const browser = new Browser(origin);
  const hidden = hiddenOf(await browser.get(`/setup?token=${token}`));
  const wrong = [
    { username: 'ro\u202eot' },
    { username: '' },
    { name: '<b>\u200b' },
    { issuer_name: 'x'.repeat(300) },
    { email: 'x"><script>@y' },
    { password: 'short', password_again: 'short' },
    { password: 'x'.repeat(2_000), password_again: 'x'.repeat(2_000) },
    { admin: ['false', 'true'] },
    { username: ['a', 'b'] },
  ];
  for (const changes of wrong) {
    const answer = await browser.post('/setup', { ...hidden, ...FORM, ...changes } as Record<string, string>);
    expect(answer.status, `${JSON.stringify(changes)}`).toBe(400);
    expect(answer.text).not.toContain('<script');
  }
});

it('looks up no label in a prototype', async () => {
  const browser = new Browser(origin);
  const hidden = hiddenOf(await browser.get(`/setup?token=${token}`));
  for (const name of ['constructor', '__proto__', 'toString']) {
    const form = new URLSearchParams([...Object.entries({ ...hidden, ...FORM }), [name, 'a'], [name, 'b']]);
    const answer = await browser.post('/setup', form);
    expect(answer.status).toBe(400);
    expect(answer.text, `${name}`).not.toMatch(/native code|\[object/);
  }
});

it('makes one admin out of twenty who send the form at the same moment', async () => {
  const browsers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const browser = new Browser(origin);
      return { browser, hidden: hiddenOf(await browser.get(`/setup?token=${token}`)) };
    }),
  );
  const answers = await Promise.all(
    browsers.map(({ browser, hidden }, at) => browser.post('/setup', { ...hidden, ...FORM, username: `root-${at}` })),
  );
  const made = answers.filter(({ status }) => status === 200);
  expect(made.length).toBe(1);
  expect(answers.filter(({ status }) => status !== 200).map(({ status }) => status)).toEqual(
    Array.from({ length: 19 }, () => 404),
  );
  expect(answers.flatMap(({ headers }) => headers.getSetCookie()).length).toBe(2);
  const late = await new Browser(origin).get(`/setup?token=${token}`);
  expect(late.status).toBe(404);
  expect(server.stderr()).not.toContain(token);
  expect(server.stderr()).not.toContain('long enough');
});

// Last, because it locks this address out.
it('slows down whoever guesses the token', async () => {
  const browser = new Browser(origin);
  const guesses = await Promise.all(Array.from({ length: 40 }, (_, at) => browser.get(`/setup?token=guess-${at}`)));
  expect(guesses.filter(({ status }) => status === 404).length).toBeLessThanOrEqual(10);
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(30);
});
