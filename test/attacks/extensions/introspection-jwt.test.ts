/** RFC 9701 §4 to §6: who gets an answer in a JWT, that refusals stay JSON, and that the JWT passes for nothing else. */
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ASSERTION_TYPE } from '../../support/client-jwt.ts';
import { type Browser, paramsOf } from '../browser.ts';
import { type AttackedOffice, authorizePath, basic, type TokenBody } from '../office.ts';
import { startExtensions, tokensOf, toToken } from './office.ts';
import { alsoWith, but, type Refusal, refuses, send, type Sent, without } from './refusals.ts';

const MEDIA = 'application/token-introspection+jwt';

let office: AttackedOffice;
let alice: Browser;
let held: TokenBody;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
  held = await tokensOf(office, alice, 'trusted', 'openid offline_access');
});
afterAll(() => office.stop());

const asks = async (): Promise<Sent> => ({
  path: '/oauth2/introspect',
  fields: { token: held['access_token'] },
  headers: { authorization: basic('trusted'), accept: MEDIA },
});
const CLIENT: Pick<Refusal, 'status' | 'error'> = { status: 401, error: 'invalid_client' };
const BASIC = /^Basic /;

describe('who asks for a JWT is refused in JSON', () => {
  refuses(() => office.origin, asks, [
    { what: 'without saying who it is', change: without('authorization'), ...CLIENT },
    {
      what: 'with a wrong secret',
      change: but({}, { authorization: basic('trusted', 'x') }),
      ...CLIENT,
      challenge: BASIC,
    },
    { what: 'as somebody unknown', change: but({}, { authorization: basic('nobody') }), ...CLIENT, challenge: BASIC },
    {
      what: 'with the token in the place of the secret',
      change: (right) => but({}, { authorization: `Bearer ${held['access_token']}` })(right),
      ...CLIENT,
      challenge: BASIC,
    },
    { what: 'without a token', change: but({ token: undefined }), status: 400, error: 'invalid_request' },
    { what: 'with an empty token', change: but({ token: '' }), status: 400, error: 'invalid_request' },
    { what: 'with two tokens', change: alsoWith('token', 'x'), status: 400, error: 'invalid_request' },
    {
      what: 'by GET',
      change: (right) => ({ ...right, method: 'GET' }),
      status: 405,
      error: 'invalid_request',
      allow: 'POST',
    },
  ]);
});

/** The JWT of an answer, as an API reads it. */
async function read(sent: Sent, audience = 'trusted') {
  const told = await send(office.origin, sent);
  expect(told.headers.get('content-type')).toBe(MEDIA);
  expect(told.headers.get('cache-control')).toBe('no-store');
  const keys = createRemoteJWKSet(new URL(`${office.origin}/oauth2/jwks`));
  const { payload } = await jwtVerify(told.text, keys, {
    issuer: office.origin,
    audience,
    typ: 'token-introspection+jwt',
  });
  return { jwt: told.text, payload };
}

describe('what is told in a JWT', () => {
  it.each([
    ['a token of nobody', () => 'made-up-made-up'],
    ['an ID token', () => held['id_token']],
    ['an answer of this kind', async () => (await read(await asks())).jwt],
  ])('of %s is no more than that it is dead', async (_what, token) => {
    const { payload } = await read(but({ token: await token() })(await asks()));
    expect(payload['token_introspection']).toEqual({ active: false });
    expect((await read(await asks())).payload['token_introspection']).toMatchObject({ active: true });
  });

  it('of a refresh token is for its own application, and nothing for another', async () => {
    const sent = but({ token: held['refresh_token'] })(await asks());
    expect((await read(sent)).payload['token_introspection']).toMatchObject({ active: true });
    const other = but({}, { authorization: basic('plain') })(sent);
    expect((await read(other, 'plain')).payload['token_introspection']).toEqual({ active: false });
  });

  it('of a person names them to their own application alone (§5, §9)', async () => {
    expect((await read(await asks())).payload['token_introspection']).toHaveProperty('username', 'alice');
    const other = but({}, { authorization: basic('plain') })(await asks());
    expect((await read(other, 'plain')).payload['token_introspection']).not.toHaveProperty('username');
  });

  it('says nothing at its top that an access token says there', async () => {
    const { jwt, payload } = await read(await asks());
    expect(Object.keys(payload).toSorted()).toEqual(['aud', 'iat', 'iss', 'token_introspection']);
    expect(decodeProtectedHeader(jwt)).toMatchObject({ typ: 'token-introspection+jwt', alg: 'RS256' });
  });

  it('is nothing for whoever proves nothing', async () => {
    const open = but({ client_id: 'open' })(without('authorization')(await asks()));
    const told = await send(office.origin, open);
    expect({ type: told.headers.get('content-type'), body: told.body }).toMatchObject({ body: { active: false } });
    expect(told.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('the JWT passes for nothing else (§8.1)', () => {
  it('at userinfo, at the token endpoint, as a hint or as a request', async () => {
    const { jwt } = await read(await asks());
    const userinfo = await fetch(`${office.origin}/oauth2/userinfo`, { headers: { authorization: `Bearer ${jwt}` } });
    expect(userinfo.status).toBe(401);
    const assertion = { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
    const introduced = { path: '/oauth2/token', fields: { grant_type: 'client_credentials', ...assertion } };
    expect((await send(office.origin, introduced)).body['error']).toBe('invalid_client');
    const subject = { subject_token: jwt, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    const exchange = toToken('middle', { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', ...subject });
    expect((await send(office.origin, exchange)).body['error']).toBe('invalid_request');
    expect(paramsOf(await alice.get(authorizePath({ id_token_hint: jwt })))['error']).toBe('invalid_request');
    const request = paramsOf(await alice.get(authorizePath({ client_id: 'signer', request: jwt })));
    expect(request['error']).toBe('invalid_request_object');
  });
});
