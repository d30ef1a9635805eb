import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Browser, errorOf, paramsOf, unescape } from './browser.ts';
import {
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  CALLBACK,
  codeFor,
  redeem,
  startOffice,
} from './office.ts';
import { request, tell } from './raw-socket.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

/** A page of ours, and nothing of the address that came could be followed. */
function expectErrorPage(answer: Answer, received?: string): void {
  expect({ status: answer.status, location: answer.location }).toEqual({ status: 400, location: undefined });
  expect(errorOf(answer)).toMatch(/^invalid_/);
  expect(answer.text).not.toMatch(/<a |<script|http-equiv|<form|<iframe/i);
  if (received !== undefined && /[<>"]/.test(received)) expect(answer.text).not.toContain(received);
}

const STRANGERS = [
  'https://evil.test/cb',
  'https://rp1.test/cb/x',
  'https://rp1.test/cb.evil',
  'https://rp1.test/cb%2f..%2f',
  'https://rp1.test/cbb',
  'https://rp1.test/c',
  'https://rp1.test/cb/',
  'https://rp1.test/cb/..;/admin',
  'https://rp1.test/cb/../x',
  'https://rp1.test/%2e%2e/x',
  'https://rp1.test/./cb',
  'HTTPS://RP1.test/cb',
  'https://rp1.test/CB',
  'https://RP1.TEST/cb',
  'http://rp1.test/cb',
  'https://rp1.test:443/cb',
  'https:\\\\evil.test',
  'https://rp1.test\\@evil.test/cb',
  'https://rp1.test@evil.test/cb',
  'https://rp1.test\t.evil.test',
  'https://rp1.test\r\nX:1/cb',
  ' https://rp1.test/cb',
  'https://rp1.test/cb ',
  'https://rp1.test/cb\0',
  'https:evil.test',
  '//evil.test',
  '///evil.test',
  '/cb',
  'evil.test',
  'https://rp1.test/cb#f',
  'https://rp1.test/cb?x=1',
  'https://rp1.test/q?b=2&a=1',
  'https://rp1.test/q?a=1',
  'https://rp1.test/q?a=1&b=2&c=3',
  'https://rp1.t\u0435st/cb',
  'https://xn--rp1-5cd.test/cb',
  'javascript:alert(1)',
  '"><script>alert(1)</script>',
  'https://rp2.test/cb',
];

it('sends nobody to an address that is not registered, byte for byte', async () => {
  for (const redirect_uri of STRANGERS) {
    expectErrorPage(await alice.get(authorizePath({ client_id: 'rp1', redirect_uri })), redirect_uri);
  }
  const posted = await alice.post('/oauth2/authorize', authorizeParams({ redirect_uri: 'https://evil.test/cb' }));
  expectErrorPage(posted);
});

it('sends people to the registered address, and keeps the query that it was registered with', async () => {
  const answer = await alice.open(
    authorizePath({ client_id: 'rp1', redirect_uri: 'https://rp1.test/q?a=1&b=2', prompt: 'none' }),
  );
  expect(answer.location).toMatch(/^https:\/\/rp1\.test\/q\?a=1&b=2&error=consent_required&/);
});

it('shows a look-alike host in the letters that machines read', async () => {
  const answer = await alice.get(authorizePath({ client_id: 'rp1', redirect_uri: 'https://rp1.t\u0435st/cb' }));
  expectErrorPage(answer);
  expect(answer.text).toContain('xn--');
  expect(answer.text).not.toContain('t\u0435st');
});

it('lets the port of a loopback address vary for a native application and nothing else', async () => {
  const spa = (redirect_uri: string) => alice.get(authorizePath({ client_id: 'spa', redirect_uri, prompt: 'none' }));
  for (const uri of ['http://127.0.0.1/cb', 'http://127.0.0.1:51234/cb', 'https://spa.test/cb']) {
    expect((await spa(uri)).location).toMatch(new RegExp(`^${RegExp.escape(uri)}\\?error=consent_required`));
  }
  const refused = [
    'http://127.0.0.1.evil.test/cb',
    'http://127.0.0.1:1@evil.test/cb',
    'http://127.0.0.1:/cb',
    'http://127.0.0.1:99999/cb',
    'http://127.0.0.1:80/cb/../x',
    'http://127.0.0.2/cb',
    'http://127.1/cb',
    'http://2130706433/cb',
    'http://localhost:1/cb',
    'http://[::1]:1/cb',
    'https://127.0.0.1:1/cb',
    'https://spa.test:8443/cb',
  ];
  for (const uri of refused) expectErrorPage(await spa(uri));
  expectErrorPage(await alice.get(authorizePath({ redirect_uri: 'https://rp1.test:8443/cb' })));
});

it('demands a redirect_uri of every request for an ID token', async () => {
  expectErrorPage(await alice.get(authorizePath({ redirect_uri: undefined })));
  expectErrorPage(await alice.get(authorizePath({ client_id: 'rp1', redirect_uri: undefined, scope: 'profile' })));
});

it('does not let a response_mode lead to an unregistered address', async () => {
  for (const response_mode of ['query', 'fragment', 'form_post', 'jwt', 'form_post.jwt', 'web_message']) {
    expectErrorPage(await alice.get(authorizePath({ response_mode, redirect_uri: 'https://evil.test/cb' })));
  }
  const unknown = await alice.get(authorizePath({ response_mode: 'web_message' }));
  expect(paramsOf(unknown)).toMatchObject({ error: 'invalid_request', state: 'a-state', iss: office.origin });
  const known = await alice.get(authorizePath({ response_mode: 'fragment' }));
  expect(known.location).toMatch(/^https:\/\/rp1\.test\/cb#code=/);
});

it('escapes what a form_post answer carries', async () => {
  const state = '"><script>alert(1)</script>';
  const answer = await alice.get(authorizePath({ response_mode: 'form_post', state }));
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain('<script>');
  expect(unescape(answer.text)).toContain(state);
  expect(answer.headers.get('content-security-policy')).toContain("form-action 'self' https://rp1.test");
});

it('survives redirect URIs of any length', async () => {
  for (const length of [8_000, 30_000]) {
    expectErrorPage(await alice.get(authorizePath({ redirect_uri: `${CALLBACK}/${'x'.repeat(length)}` })));
  }
  const long = request(office.origin, `GET ${authorizePath({ redirect_uri: `${CALLBACK}/${'x'.repeat(65_536)}` })}`);
  // The server stops reading at its limit; what is still under way may reset the connection before the answer is read.
  expect([431, undefined]).toContain((await tell(office.origin, long)).status);
  const form = authorizeParams({ redirect_uri: `${CALLBACK}/${'x'.repeat(1_000_000)}` });
  expect((await alice.post('/oauth2/authorize', form)).status).toBe(413);
});

it('burns the code when it is redeemed with another redirect_uri or with none', async () => {
  for (const redirect_uri of ['https://rp1.test/q?a=1&b=2', 'https://rp1.test/cb/', undefined]) {
    const code = await codeFor(alice);
    const wrong = await redeem(office.origin, code, { redirect_uri });
    expect({ status: wrong.status, error: wrong.body['error'] }).toEqual({ status: 400, error: 'invalid_grant' });
    expect((await redeem(office.origin, code)).body['error']).toBe('invalid_grant');
  }
  expect((await redeem(office.origin, await codeFor(alice))).status).toBe(200);
});

it('never sends a password on: every answer to a posted form is 303, and nothing on the way leads elsewhere', async () => {
  const bob = office.browser();
  const page = await bob.open(`${authorizePath()}&return_to=//evil.test&next=https:evil.test&continue=/%09/evil.test`);
  const left = await bob.submit(page, { username: 'bob', password: 'canary-password-of-bob-1' });
  expect(new URL(left.location ?? '').origin).toBe('https://rp1.test');
  expect(bob.afterPost).toEqual([303]);
});
