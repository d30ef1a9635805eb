import { describe, expect, it } from 'vitest';
import { explainMismatch, matchRedirectUri } from '../../server/spec/redirect-uri.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

const web = { native: false };
const native = { native: true };
const CALLBACK = 'https://rp1.test/cb';

describe('a redirect_uri', () => {
  it('is accepted when it is registered, character by character', () => {
    expect(matchRedirectUri(CALLBACK, ['https://other.test/', CALLBACK], web)).toBe(true);
    expect(matchRedirectUri('https://rp1.test/cb?a=1&b=2', ['https://rp1.test/cb?a=1&b=2'], web)).toBe(true);
  });

  it.each([
    'https://evil.test/cb',
    'https://rp1.test/cb/x',
    'https://rp1.test/cb/',
    'https://rp1.test/cb.evil',
    'https://rp1.test/cb%2f..%2f',
    'https://rp1.test/cb/..;/admin',
    'https://rp1.test/./cb',
    'https://rp1.test/%63b',
    'HTTPS://RP1.test/cb',
    'https://rp1.test/CB',
    'http://rp1.test/cb',
    'https://rp1.test:443/cb',
    'https://rp1.test/cb?a=1',
    'https://rp1.test/cb#f',
    'https://user@rp1.test/cb',
    'https:\\\\rp1.test/cb',
    '//rp1.test/cb',
    '/cb',
    ' https://rp1.test/cb',
    'https://rp1.test/cb\n',
    '',
  ])('is refused as %j, native or not', (received) => {
    expect(matchRedirectUri(received, [CALLBACK], web)).toBe(false);
    expect(matchRedirectUri(received, [CALLBACK], native)).toBe(false);
  });

  it('may not have its query reordered, cut or added to', () => {
    const registered = ['https://rp1.test/cb?a=1&b=2'];
    for (const query of ['b=2&a=1', 'a=1', 'a=1&b=2&c=3']) {
      expect(matchRedirectUri(`https://rp1.test/cb?${query}`, registered, web)).toBe(false);
    }
  });
});

describe('a native application on a loopback address', () => {
  it.each([
    ['http://127.0.0.1:51234/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:8080/cb'],
    ['http://127.0.0.1:1/cb', 'http://127.0.0.1:8080/cb'],
    ['http://[::1]:65535/cb?x=1', 'http://[::1]/cb?x=1'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1'],
  ])('may use any port: %s for %s', (received, registered) => {
    expect(matchRedirectUri(received, [registered], native)).toBe(true);
    expect(matchRedirectUri(received, [registered], web)).toBe(false);
  });

  it.each([
    'http://127.0.0.1:51234/cb/',
    'http://127.0.0.1:51234/CB',
    'http://127.0.0.1:51234',
    'http://127.0.0.1:99999/cb',
    'http://127.0.0.1:/cb',
    'http://127.0.0.1:80@evil.test/cb',
    'http://127.0.0.1.evil.test/cb',
    'http://127.0.0.2:80/cb',
    'http://localhost:1/cb',
    'http://[::1]:1/cb',
    'https://127.0.0.1:51234/cb',
    'http://127.0.0.1:51234/cb#x',
    'http://127.0.0.1:51234/cb\n',
  ])('is still refused anything but another port: %j', (received) => {
    expect(matchRedirectUri(received, ['http://127.0.0.1/cb'], native)).toBe(false);
  });
});

describe('the explanation of a mismatch', () => {
  it.each([
    ['https://rp1.test/cb/', CALLBACK, /slash at the end/],
    ['http://rp1.test/cb', CALLBACK, /http:\/\/ and the other with https:\/\//],
    ['https://rp1.test/CB', CALLBACK, /upper and lower case/],
    ['https://rp1.test/cb#frag', CALLBACK, /fragment/],
    ['https://rp1.test/cb?x=1', CALLBACK, /query .* does not have/],
    [CALLBACK, 'https://rp1.test/cb?x=1', /registered address has a query/],
    ['https://rp1.test/c%62', CALLBACK, /percent-encoding/],
    ['http://localhost:80/cb', 'http://127.0.0.1:80/cb', /localhost/],
    ['https://rp1.test:8443/cb', CALLBACK, /port differs/],
    ['https://rp2.test/cb', CALLBACK, /host differs/],
    ['https://rp1.test/oauth', CALLBACK, /path differs/],
    ['com.example.app:/cb', CALLBACK, /scheme differs/],
    ['rp1.test/cb', CALLBACK, /no scheme/],
    ['https://evil.test/elsewhere', CALLBACK, /different one/],
  ])('of %s against %s names the likely cause', (received, registered, cause) => {
    expect(explainMismatch(received, [registered]).likely_cause).toMatch(cause);
  });

  it('shows the closest registered address and where the two part', () => {
    const registered = ['https://other.test/callback', 'https://rp1.test/callback'];
    expect(explainMismatch('https://rp1.test/callbacks', registered)).toMatchObject({
      received: 'https://rp1.test/callbacks',
      registered,
      closest: { registered: 'https://rp1.test/callback', differs_at: 25 },
    });
  });

  it('says so when nothing is registered', () => {
    const view = explainMismatch(CALLBACK, []);
    expect(view).toEqual({
      received: CALLBACK,
      registered: [],
      likely_cause: matching(/No redirect address is entered/),
    });
  });

  it('shows a look-alike host as what it is', () => {
    const view = explainMismatch('https://rp1.t\u0435st/cb', [CALLBACK]);
    expect(view.received).toBe('https://rp1.xn--tst-rdd/cb');
    expect(view.likely_cause).toMatch(/look like/);
  });

  it('shows control characters and half characters escaped', () => {
    expect(explainMismatch('https://rp1.test/\r\nX\ud800', [CALLBACK]).received).toBe(
      'https://rp1.test/%0D%0AX%EF%BF%BD',
    );
  });

  it('is quick for an address of a megabyte', () => {
    const view = explainMismatch(`https://rp1.test/${'a'.repeat(1_000_000)}`, [
      CALLBACK,
      `https://rp1.test/${'a'.repeat(1900)}b`,
    ]);
    expect(view.closest?.registered).toMatch(/b$/);
  });
});
