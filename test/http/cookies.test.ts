import { describe, expect, test } from 'vitest';
import { cookieHeaders, readCookies } from '../../server/http/cookies.ts';

const VALUE = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';
const NONE = { session: undefined, browser: undefined };

describe('reading', () => {
  test('finds ours among others, over TLS under the prefix', () => {
    expect(readCookies(`theme=dark; lanyard_session=${VALUE};lanyard_browser=${VALUE}x`, false)).toEqual({
      session: VALUE,
      browser: `${VALUE}x`,
    });
    expect(readCookies(`__Host-lanyard_session=${VALUE}`, true)).toEqual({ session: VALUE, browser: undefined });
  });

  test('a cookie without the prefix counts for nothing over TLS, and one with it for nothing without', () => {
    expect(readCookies(`lanyard_session=${VALUE}`, true)).toEqual(NONE);
    expect(readCookies(`__Host-lanyard_session=${VALUE}`, false)).toEqual(NONE);
  });

  test.each([
    ['nothing', undefined],
    ['an empty value', 'lanyard_session='],
    ['garbage', 'lanyard_session=%%%%;;;==,'],
    ['too short a value', 'lanyard_session=abc'],
    ['eight kilobytes', `lanyard_session=${'a'.repeat(8_192)}`],
    ['a quoted value', `lanyard_session="${VALUE}"`],
    ['other JSON in base64', `lanyard_session=${Buffer.from('{"user":"admin"}').toString('base64')}=`],
    ['the name twice', `lanyard_session=${VALUE}; lanyard_session=${VALUE}`],
    ['the name twice, once empty', `lanyard_session=${VALUE}; lanyard_session=`],
    ['a name in other case', `Lanyard_Session=${VALUE}`],
    ['a name with something before', `xlanyard_session=${VALUE}`],
    ['no equals sign', 'lanyard_session'],
  ])('takes %s as absent', (_what, header) => {
    expect(readCookies(header, false)).toEqual(NONE);
  });
});

describe('writing', () => {
  test('over plain http', () => {
    expect(cookieHeaders({ session: { value: VALUE, lifetime_s: 43_200 }, browser: { value: VALUE } }, false)).toEqual([
      `lanyard_session=${VALUE}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200`,
      `lanyard_browser=${VALUE}; Path=/; HttpOnly; SameSite=Lax`,
    ]);
  });

  test('over TLS with prefix and Secure, and never with a Domain', () => {
    expect(cookieHeaders({ session: { value: VALUE, lifetime_s: 1 } }, true)).toEqual([
      `__Host-lanyard_session=${VALUE}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=1`,
    ]);
  });

  test('a session that frames on other sites need is None over TLS, and Lax where browsers would not take that', () => {
    const session = { value: VALUE, lifetime_s: 1, cross_site: true };
    expect(cookieHeaders({ session }, true)).toEqual([
      `__Host-lanyard_session=${VALUE}; Path=/; HttpOnly; SameSite=None; Secure; Max-Age=1`,
    ]);
    expect(cookieHeaders({ session }, false)).toEqual([
      `lanyard_session=${VALUE}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1`,
    ]);
  });

  test('what tells sessions apart is readable by scripts, over TLS in frames on other sites too', () => {
    const browser_state = { value: `out-${VALUE}` };
    expect(cookieHeaders({ browser_state }, true)).toEqual([
      `__Host-lanyard_state=out-${VALUE}; Path=/; SameSite=None; Secure`,
    ]);
    expect(cookieHeaders({ browser_state: { ...browser_state, lifetime_s: 60 } }, false)).toEqual([
      `lanyard_state=out-${VALUE}; Path=/; SameSite=Lax; Max-Age=60`,
    ]);
    expect(readCookies(`lanyard_state=out-${VALUE}`, false).browser_state).toBe(`out-${VALUE}`);
  });

  test('null deletes', () => {
    expect(cookieHeaders({ session: null }, true)).toEqual([
      '__Host-lanyard_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    ]);
  });

  test('nothing to say is no header', () => {
    expect(cookieHeaders(undefined, true)).toEqual([]);
    expect(cookieHeaders({}, true)).toEqual([]);
  });
});
