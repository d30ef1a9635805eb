import { describe, expect, it } from 'vitest';
import {
  checkPostLogoutRedirectUri,
  checkRedirectUri,
  checkWebOrigin,
  checkWebUri,
} from '../../server/spec/registered-uri.ts';

describe('a redirect URI at registration', () => {
  it.each([
    'https://app.example.lan/callback',
    'https://app.example.lan:8443/callback?tenant=1&x=%20',
    'http://192.168.1.20:3000/login/generic_oauth',
    'http://127.0.0.1/callback',
    'http://[::1]:9/cb',
    'https://xn--bcher-kva.example/cb',
    'com.example.app:/callback',
    'com.example.app://callback',
    'HTTPS://RP1.test/cb',
  ])('may be %s', (uri) => {
    expect(checkRedirectUri(uri)).toBeUndefined();
    expect(checkPostLogoutRedirectUri(uri)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['/cb', /not absolute/],
    ['//rp1.test/cb', /not absolute/],
    ['rp1.test', /not absolute/],
    ['https://rp1.test/cb#f', /fragment/],
    ['https://rp1.test/cb#', /fragment/],
    ['https://*.test/cb', /wildcard/],
    ['https://rp.test/*', /wildcard/],
    ['.*', /wildcard/],
    ['https://rp.test/(a|b)', /no URI may hold/],
    ['JaVaScRiPt:alert(1)', /javascript:/],
    ['javascript://rp1.test/%0aalert(1)', /javascript:/],
    ['data:text/html,x', /data:/],
    ['vbscript:x', /vbscript:/],
    ['file:///etc/passwd', /file:/],
    ['blob:https://rp1.test/1', /blob:/],
    ['about:blank', /about:/],
    [' javascript:alert(1)', /space/],
    ['java\nscript:alert(1)', /control/],
    ['java%0ascript:alert(1)', /not absolute/],
    ['https://rp1.test/c b', /space/],
    ['https:\\\\evil.test', /no URI may hold/],
    ['https://rp1.t\u0435st/cb', /no URI may hold/],
    ['https:rp1.test/cb', /no host/],
    ['https:///cb', /no host/],
    ['https://user:pw@rp1.test/cb', /credentials/],
    ['https://rp1.test:99999/cb', /not valid/],
    ['https://rp1.test:/cb', /not valid/],
    ['https://%72p1.test/cb', /not valid/],
    ['http://2130706433/cb', /read as 127\.0\.0\.1/],
    ['http://[0:0:0:0:0:0:0:1]/cb', /read as \[::1\]/],
    ['https://rp1.test/a/../cb', /\. or \.\./],
    ['https://rp1.test/%2e%2E/cb', /\. or \.\./],
    ['app:/cb', /must hold a dot/],
    ['urn:ietf:wg:oauth:2.0:oob', /must hold a dot/],
    [`https://rp1.test/${'a'.repeat(2000)}`, /2017 characters/],
  ])('may not be %j', (uri, reason) => {
    expect(checkRedirectUri(uri)).toMatch(reason);
    expect(checkPostLogoutRedirectUri(uri)).toMatch(reason);
  });
});

describe('a web origin', () => {
  it.each(['https://app.example.lan', 'http://192.168.1.20:3000'])('may be %s', (origin) => {
    expect(checkWebOrigin(origin)).toBeUndefined();
  });

  it.each([
    ['https://app.example.lan/', /write https:\/\/app\.example\.lan$/],
    ['https://App.example.lan', /write https:\/\/app\.example\.lan$/],
    ['https://app.example.lan:443', /write https:\/\/app\.example\.lan$/],
    ['https://*.example.lan', /wildcard/],
    ['*', /wildcard/],
    ['null', /not an http/],
    ['com.example.app://x', /not an http/],
  ])('may not be %s', (origin, reason) => {
    expect(checkWebOrigin(origin)).toMatch(reason);
  });
});

describe('a page or picture of an application', () => {
  it('may be any http or https address, with a fragment too', () => {
    expect(checkWebUri('https://app.example.lan/terms#now')).toBeUndefined();
  });

  it.each(['javascript:alert(1)', 'data:image/svg+xml,x', 'https://a b/', 'mailto:x@y.z', ''])(
    'may not be %j',
    (uri) => {
      expect(checkWebUri(uri)).toBeDefined();
    },
  );
});
