/** Whatever an office, an application or a request asked for stays asked for: each way around it is refused, and the way itself works. */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICE_CODE_GRANT } from '../../../server/spec/vocabulary.ts';
import { type Browser, paramsOf } from '../browser.ts';
import {
  ADA,
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  basic,
  CALLBACK,
  codeFor,
  post,
  SECRET,
} from '../office.ts';
import {
  allowedDevice,
  type Changes,
  FILES,
  PRINTERS,
  proofFor,
  requestObject,
  startExtensions,
  tokensOf,
  toToken,
  withCode,
} from './office.ts';
import { refusesInFront } from './in-front.ts';
import { alsoWith, but, refuses, send, type Sent, without } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const origin = () => office.origin;
const inFront = () => ({ origin: office.origin, browser: alice });
const grant = (what: string, change: (right: Sent) => Sent, burns?: true) => ({
  what,
  change,
  status: 400,
  error: 'invalid_grant',
  ...(burns === undefined ? {} : { burns }),
});

describe('a token that is bound to a key', () => {
  const boundTo = async (client_id: string, browser: Browser, scope: string) =>
    (await tokensOf(office, browser, client_id, scope, await proofFor(office.origin)))['access_token'] ?? '';
  const status = async (path: string, access_token: string, scheme: string, htm = 'GET') => {
    const htu = `${office.origin}${path}`;
    const headers: Record<string, string> = { authorization: `${scheme} ${access_token}` };
    if (scheme === 'DPoP') headers['dpop'] = await proofFor(office.origin, { htm, htu, access_token });
    return (await fetch(htu, { method: htm, headers })).status;
  };

  it.each(['Bearer', 'bearer', 'BEARER', 'token', 'Basic'])(
    'is no token of the scheme %s at userinfo',
    async (scheme) => {
      const token = await boundTo('bound', alice, 'openid');
      expect(await status('/oauth2/userinfo', token, scheme)).toBe(401);
      expect(await status('/oauth2/userinfo', token, 'DPoP')).toBe(200);
    },
  );

  it('opens neither the admin API nor the calls of other products, as which scheme it may', async () => {
    const ada = await office.signedIn(ADA);
    const token = await boundTo('bound', ada, 'openid');
    for (const path of ['/api/v1/users', '/api/v3/user', '/user']) {
      expect(await Promise.all(['Bearer', 'DPoP', 'token'].map((scheme) => status(path, token, scheme)))).toEqual([
        401, 401, 401,
      ]);
    }
    expect(await status('/oauth2/userinfo', token, 'DPoP')).toBe(200);
  });

  it('got in another dialect opens that one’s calls no more, and one that is not bound does', async () => {
    const github = async (headers: Readonly<Record<string, string>>) => {
      const hub = { client_id: 'hub', scope: 'read:user', code_challenge: undefined, code_challenge_method: undefined };
      const code = await codeFor(alice, hub, '/login/oauth/authorize');
      const form = { client_id: 'hub', client_secret: SECRET, code, redirect_uri: CALLBACK };
      return (await post(office.origin, '/login/oauth/access_token', form, { accept: 'application/json', ...headers }))
        .body;
    };
    const htu = `${office.origin}/login/oauth/access_token`;
    const bound = await github({ dpop: await proofFor(office.origin, { htu }) });
    const told = await post(
      office.origin,
      '/oauth2/introspect',
      { token: bound['access_token'] },
      { authorization: basic('trusted') },
    );
    expect(told.body['cnf']).toBeDefined();
    expect(await status('/user', bound['access_token'] ?? '', 'Bearer')).toBe(401);
    expect(await status('/user', (await github({}))['access_token'] ?? '', 'Bearer')).toBe(200);
  });

  it('says so to whoever asks about it', async () => {
    const token = await boundTo('bound', alice, 'openid');
    const ask = async (what: string) =>
      (await post(office.origin, '/oauth2/introspect', { token: what }, { authorization: basic('trusted') })).body;
    expect(await ask(token)).toMatchObject({ token_type: 'DPoP', cnf: { jkt: expect.any(String) } });
    const plain = await ask((await tokensOf(office, alice, 'trusted', 'openid'))['access_token'] ?? '');
    expect(plain).toMatchObject({ token_type: 'Bearer' });
    expect(plain).not.toHaveProperty('cnf');
  });
});

describe('PKCE', () => {
  const redeems = async () => toToken('trusted', withCode(await codeFor(alice)));
  refuses(origin, redeems, [
    grant('left out when the code is redeemed', but({ code_verifier: undefined }), true),
    grant(
      'with the challenge for a verifier, as plain would have it',
      (right) => but({ code_verifier: authorizeParams().get('code_challenge') ?? '' })(right),
      true,
    ),
    grant(
      'with the method changed when the code is redeemed',
      but({ code_verifier: 'x'.repeat(43), code_challenge_method: 'plain' }),
      true,
    ),
  ]);
  refusesInFront(inFront, {}, [
    {
      what: 'left out in front',
      changes: { code_challenge: undefined, code_challenge_method: undefined },
      error: 'invalid_request',
    },
    { what: 'changed to plain', changes: { code_challenge_method: 'plain' }, error: 'invalid_request' },
    {
      what: 'changed to plain by saying nothing',
      changes: { code_challenge_method: undefined },
      error: 'invalid_request',
    },
    { what: 'with an empty challenge', changes: { code_challenge: '' }, error: 'invalid_request' },
  ]);
  const plain = async () => {
    const bare = { client_id: 'plain', code_challenge: undefined, code_challenge_method: undefined };
    return toToken('plain', { ...withCode(await codeFor(alice, bare)), code_verifier: undefined });
  };
  refuses(origin, plain, [
    grant('that was taken out of the request in front', but({ code_verifier: 'v'.repeat(43) }), true),
  ]);
});

describe('a request that must be sent ahead', () => {
  const pushed = async (to: AttackedOffice, client_id: string): Promise<Changes> => {
    const fields = Object.fromEntries(authorizeParams({ client_id }));
    const sent = { path: '/oauth2/par', fields, headers: { authorization: basic(client_id) } };
    return { client_id, request_uri: String((await send(to.origin, sent)).body['request_uri']) };
  };
  const row = { what: 'brought by the browser', changes: { request_uri: undefined }, error: 'invalid_request' };

  describe('because the application says so', () => {
    refusesInFront(inFront, () => pushed(office, 'ahead'), [row]);
  });

  describe('because the office says so', () => {
    let strict: AttackedOffice;
    let browser: Browser;
    beforeAll(async () => {
      strict = await startExtensions({ require_pushed_authorization_requests: true });
      browser = strict.browser();
      const { request_uri = '' } = await pushed(strict, 'trusted');
      const query = new URLSearchParams({ client_id: 'trusted', request_uri }).toString();
      await browser.submit(await browser.open(`/oauth2/authorize?${query}`), {
        username: 'alice',
        password: 'canary-password-of-alice-1',
      });
    });
    afterAll(() => strict.stop());
    refusesInFront(
      () => ({ origin: strict.origin, browser }),
      () => pushed(strict, 'trusted'),
      [
        row,
        {
          what: 'brought by the browser in a JWT',
          changes: async () => ({
            client_id: 'signer',
            request_uri: undefined,
            request: await requestObject(strict.origin),
          }),
          error: 'invalid_request',
        },
      ],
    );
  });
});

describe('a request that its application signed', () => {
  refusesInFront(inFront, async () => ({ client_id: 'signer', request: await requestObject(office.origin) }), [
    { what: 'by nobody', changes: { request: 'eyJhbGciOiJub25lIn0.e30.' }, error: 'request_not_supported' },
    {
      what: 'in the name of another',
      changes: async () => ({ request: await requestObject(office.origin, { client_id: 'trusted' }) }),
      error: 'invalid_request_object',
    },
  ]);

  it('is not widened by what stands beside it', async () => {
    const request = await requestObject(office.origin, { scope: 'openid', state: 'inside', prompt: 'none' });
    const beside = {
      scope: 'openid profile',
      state: 'outside',
      response_mode: 'fragment',
      redirect_uri: 'https://evil.test/',
    };
    const answer = await alice.get(authorizePath({ client_id: 'signer', request, ...beside }));
    expect(answer.location).toMatch(/^https:\/\/rp1\.test\/cb\?/);
    expect(paramsOf(answer)).toMatchObject({ state: 'inside', code: expect.any(String) });
  });
});

describe('an answer in a JWT', () => {
  it.each(['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'])(
    'by %s brings nothing beside it',
    async (response_mode) => {
      const answer = await alice.get(authorizePath({ response_mode }));
      if (response_mode === 'form_post.jwt') {
        expect(
          [...answer.text.matchAll(/name="([^"]+)"/g)].map(([, name]) => name).filter((name) => name !== 'viewport'),
        ).toContain('response');
        expect(answer.text).not.toMatch(/name="(code|state|iss)"/);
        return;
      }
      const { response = '', ...others } = paramsOf(answer);
      expect(others).toEqual({});
      expect(decodeJwt(response)).toMatchObject({ iss: office.origin, aud: 'trusted', code: expect.any(String) });
    },
  );
});

describe('who answered (RFC 9207)', () => {
  it.each([{}, { response_mode: 'fragment' }, { scope: 'doors:open' }, { iss: 'https://evil.test' }])(
    'stands in every answer: %j',
    async (changes) => {
      const { iss } = paramsOf(await alice.get(authorizePath(changes)));
      expect(iss).toBe(office.origin);
    },
  );
});

describe('what one application got', () => {
  refuses(origin, async () => toToken('trusted', withCode(await codeFor(alice))), [
    grant('is no code of another', but({}, { authorization: basic('plain') })),
    grant('is no code of one without a secret', (right) => but({ client_id: 'open' })(without('authorization')(right))),
  ]);
  const refreshes = async () => {
    const { refresh_token } = await tokensOf(office, alice, 'trusted');
    return toToken('trusted', { grant_type: 'refresh_token', refresh_token });
  };
  refuses(origin, refreshes, [
    grant('is no refresh token of another', but({}, { authorization: basic('plain') })),
    grant('is no refresh token of one without a secret', (right) =>
      but({ client_id: 'open' })(without('authorization')(right)),
    ),
  ]);
  const asks = async () =>
    toToken('tv', { grant_type: DEVICE_CODE_GRANT, device_code: await allowedDevice(office, alice) });
  refuses(origin, asks, [grant('is no device code of another', but({}, { authorization: basic('other-tv') }))]);
});

describe('an API that was not asked for', () => {
  const refreshes = async () => {
    const code = await codeFor(alice, { client_id: 'apis', resource: FILES, scope: 'openid offline_access' });
    const { body } = await send(office.origin, toToken('apis', withCode(code)));
    return toToken('apis', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      resource: FILES,
    });
  };
  refuses(origin, refreshes, [
    { what: 'by a refresh', change: but({ resource: PRINTERS }), status: 400, error: 'invalid_target' },
    {
      what: 'by a refresh, beside its own',
      change: alsoWith('resource', PRINTERS),
      status: 400,
      error: 'invalid_target',
    },
    { what: 'by a refresh, as an audience', change: but({ audience: PRINTERS }), status: 400, error: 'invalid_target' },
    {
      what: 'by a refresh, as its scope',
      change: but({ scope: 'printers:print' }),
      status: 400,
      error: 'invalid_scope',
    },
  ]);
});
