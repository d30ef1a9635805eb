/** id_token_hint: whom the application believes to be signed in. It never signs anybody in. */
import { createHmac, createPublicKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { basic, buildHouse, type House, ORIGIN, type TestBrowser } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  tokens,
  walk,
} from '../../../support/sign-in.ts';

let house: House;
let browser: TestBrowser;
let hint: string;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  browser = house.browser();
  hint = (await tokens(house, browser))['id_token'] ?? '';
});

const ask = (changes: Asked, by = browser) => by.open('authorize', authorizationRequest(changes));

describe('an ID token of ours', () => {
  it('confirms the person who is signed in', async () => {
    expect(leftWith(await ask({ id_token_hint: hint, prompt: 'none' }))).toHaveProperty('code');
  });

  it('is still a hint after it expired (B16)', async () => {
    house.clock.now += house.DEFAULT_SETTINGS.id_token_lifetime_s + 1;
    expect(leftWith(await ask({ id_token_hint: hint, prompt: 'none' }))).toHaveProperty('code');
  });

  it('signs nobody in', async () => {
    const stranger = house.browser();
    expect(leftWith(await ask({ id_token_hint: hint, prompt: 'none' }, stranger))).toMatchObject({
      error: 'login_required',
    });
    pageOf(await ask({ id_token_hint: hint }, stranger), 'login');
  });

  it('of another person asks for that person, and tells the application when somebody else answers', async () => {
    const bob = await house.addUser({ username: 'bob' });
    const other = house.browser();
    await walk(other, await ask({}, other), 'bob');
    expect(leftWith(await ask({ id_token_hint: hint, prompt: 'none' }, other))).toMatchObject({
      error: 'login_required',
    });
    const arrived = await ask({ id_token_hint: hint }, other);
    pageOf(arrived, 'login');
    expect(leftWith(await walk(other, arrived, 'bob'))).toMatchObject({ error: 'login_required' });
    const { code } = leftWith(await walk(other, await ask({ id_token_hint: hint }, other), 'alice'));
    const { id_token } = (await redeem(house, code)).body;
    const claims = JSON.parse(Buffer.from(String(id_token).split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ sub: alice });
    expect(claims).not.toMatchObject({ sub: bob.id });
  });
});

describe('anything else is refused and signs nobody in (B16)', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  function forge(header: object, changes: object = {}, signature = '') {
    const claims = JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) as object;
    return `${part(header)}.${part({ ...claims, ...changes })}${signature === '' ? '.' : `.${signature}`}`;
  }

  const headerOf = () => JSON.parse(Buffer.from(hint.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };

  const forgeries: [string, () => Promise<string> | string][] = [
    ['alg none', () => forge({ alg: 'none', typ: 'JWT' })],
    ['alg none with the key id', () => forge({ ...headerOf(), alg: 'none' })],
    ['alg nOnE', () => forge({ ...headerOf(), alg: 'nOnE' })],
    ['a changed sub under the old signature', () => forge(headerOf(), { sub: 'bob' }, hint.split('.')[2])],
    ['no signature', () => hint.split('.').slice(0, 2).join('.')],
    ['an empty signature', () => `${hint.split('.').slice(0, 2).join('.')}.`],
    [
      'HS256 with the public key as secret',
      () => {
        const jwk = house.keys.jwks().keys.find(({ kid }) => kid === headerOf().kid) as JsonWebKey;
        const secret = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
        const input = forge({ ...headerOf(), alg: 'HS256' }).slice(0, -1);
        return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      },
    ],
    [
      'a key of somebody else under our key id',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const input = forge(headerOf()).slice(0, -1);
        return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
      },
    ],
    [
      'another issuer',
      () => house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { iss: 'https://evil.test', sub: alice, aud: 'app' }),
    ],
    [
      'our issuer with a slash',
      () => house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { iss: `${ORIGIN}/`, sub: alice, aud: 'app' }),
    ],
    [
      'an audience that nobody is',
      () => house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { iss: ORIGIN, sub: alice, aud: 'gone' }),
    ],
    [
      'a list of audiences',
      () => house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { iss: ORIGIN, sub: alice, aud: ['app', 'evil'] }),
    ],
    [
      'an access token',
      () => house.keys.sign({ alg: 'RS256', typ: 'at+jwt' }, { iss: ORIGIN, sub: alice, aud: 'app' }),
    ],
    [
      'a sub that is no string',
      () => house.keys.sign({ alg: 'RS256', typ: 'JWT' }, { iss: ORIGIN, sub: 1, aud: 'app' }),
    ],
    ['words', () => 'not a token'],
    ['dots', () => '...'],
    ['a megabyte', () => 'a.'.repeat(500_000)],
  ];

  it.each(forgeries)('%s', async (_what, make) => {
    const forged = await make();
    expect(leftWith(await ask({ id_token_hint: forged, prompt: 'none' }))).toMatchObject({ error: 'invalid_request' });
    const stranger = house.browser();
    expect(leftWith(await ask({ id_token_hint: forged }, stranger))).toMatchObject({ error: 'invalid_request' });
    expect(stranger.cookies.session).toBeUndefined();
  });

  it("another application's ID token", async () => {
    await house.addApplication({ client_id: 'other', redirect_uris: [CALLBACK], scope: 'openid' });
    const { code } = await authorize(house, browser, { client_id: 'other', scope: 'openid' });
    const theirs = String((await redeem(house, code, {}, basic('other'))).body['id_token']);
    const asked = { id_token_hint: theirs, prompt: 'none' };
    expect(leftWith(await ask(asked))).toMatchObject({ error: 'invalid_request' });
    expect(leftWith(await ask({ ...asked, client_id: 'other', scope: 'openid' }))).toHaveProperty('code');
  });
});
