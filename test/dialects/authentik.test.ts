/** authentik's spelling, read and written. */
import { describe, expect, it } from 'vitest';
import { authentik } from '../../server/dialects/authentik.ts';
import { DIALECTS } from '../../server/dialects/index.ts';
import { isPathOfDialect, namesApplications } from '../../server/spec/application-path-name.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { parseParams } from '../../server/spec/params.ts';
import { anApplication } from '../support/records.ts';

const read = (endpoint: 'authorize' | 'token' | 'device-authorization', form: string) =>
  Object.fromEntries(authentik.reads?.[endpoint]?.(parseParams(form)).entries() ?? []);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the issuer', () => {
  it('is each application’s own and ends with a slash', () => {
    const issuer = (fields: object) => authentik.issuer('https://sso.lan', anApplication(fields));
    expect(issuer({ slug: 'wiki' })).toBe('https://sso.lan/application/o/wiki/');
    expect(issuer({ client_id: 'a/b' })).toBe('https://sso.lan/application/o/a%2Fb/');
    expect(authentik.issuer('https://sso.lan')).toBe('https://sso.lan/');
  });
});

describe.each(DIALECTS)('the paths of $name', ({ name, paths }) => {
  const all = Object.values(paths).flat();
  const places = all
    .filter((path) => path.includes('/{application}/'))
    .map((path) => path.split('{application}')[0] ?? '');

  it('are known for naming applications or not', () => {
    expect(namesApplications(name)).toBe(places.length > 0);
  });

  it('lend no word to an application where the dialect has one itself', () => {
    const words = all.flatMap((path) =>
      places.filter((place) => path.startsWith(place)).map((place) => path.slice(place.length).split('/')[0] ?? ''),
    );
    for (const word of words.filter((each) => each !== '{application}')) expect(isPathOfDialect(word, name)).toBe(true);
  });
});

describe('an authorization request', () => {
  it.each([
    ['scope=email', 'openid email'],
    ['scope=user:email,read:org', 'openid user:email read:org'],
    ['scope=openid+email', 'openid email'],
    ['', undefined],
    ['scope=', undefined],
  ])('with %j asks for %j', (form, scope) => {
    expect(read('authorize', form)['scope']).toBe(scope);
    expect(read('device-authorization', form)['scope']).toBe(scope);
  });

  it('is not made whole where a parameter came twice', () => {
    const twice = authentik.reads?.authorize?.(parseParams('scope=a&scope=b&prompt=x&prompt=y'));
    expect(twice?.repeated).toEqual(['scope', 'prompt']);
  });

  it.each([
    ['prompt=login+sing', { prompt: 'login' }],
    ['prompt=none', { prompt: 'none' }],
    ['prompt=sing', { prompt: '' }],
    ['response_mode=form_post', { response_mode: 'form_post' }],
    ['response_mode=pigeon', {}],
  ])('keeps of %j what is known', (form, known) => {
    expect(read('authorize', form)).toEqual(known);
  });
});

describe('a token request', () => {
  const robot = { grant_type: 'client_credentials', client_id: 'app', username: 'bot', password: 'p:w' };
  it.each([
    ['grant_type=client_credentials&client_id=app&username=bot&password=p:w', robot],
    ['grant_type=password&client_id=app&username=bot&password=p:w', robot],
    ['grant_type=password&client_id=app&client_secret=s&username=bot&password=p:w', robot],
    [`grant_type=client_credentials&client_id=app&client_secret=${encodeURIComponent(base64('bot:p:w'))}`, robot],
    [`grant_type=client_credentials&client_id=app&client_secret=${base64('bot:p:w').replaceAll('=', '')}`, robot],
  ])('%s is a service account’s', (form, expected) => {
    expect(read('token', form)).toEqual(expected);
  });

  it.each([
    'not base64',
    base64('no colon'),
    base64(':nobody'),
    base64('nothing:'),
    base64('bot:\u0001'),
    base64('bot:\u00ff'),
    'x',
    'a'.repeat(3000),
    '====',
  ])('%j is a secret like any other', (client_secret) => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'app', client_secret });
    expect(read('token', form.toString())).toEqual(Object.fromEntries(form));
  });

  it('of another grant is left as it is', () => {
    const form = { grant_type: 'authorization_code', username: 'x', client_secret: base64('bot:pw') };
    expect(read('token', new URLSearchParams(form).toString())).toEqual(form);
    const twice = authentik.reads?.token?.(parseParams('grant_type=password&username=a&username=b'));
    expect([twice?.get('grant_type'), twice?.repeated]).toEqual(['password', ['username']]);
  });
});

it('an application that is not known is refused with 400, and a revocation is answered by an object', () => {
  const asked = { params: parseParams(''), method: 'POST', authorization: undefined, accept: '' } as const;
  const request = { ...asked, cookies: { session: undefined, browser: undefined }, user_agent: '' };
  const error = new OAuthError('invalid_client', 'client authentication failed', {
    headers: { 'WWW-Authenticate': 'Basic' },
  });
  expect(error.status).toBe(401);
  expect(authentik.refuses?.token?.(error, request)).toEqual({
    kind: 'json',
    status: 400,
    body: { error: 'invalid_client', error_description: 'client authentication failed' },
    headers: { 'WWW-Authenticate': 'Basic' },
  });
  expect(authentik.writes?.revoke?.({ kind: 'empty', status: 200 }, request)).toEqual({
    kind: 'json',
    status: 200,
    body: {},
  });
});
