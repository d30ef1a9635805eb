/** JARM §2: an answer in a JWT says everything inside of it, refusals too, and a mode that can't be had is refused in words. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, paramsOf } from '../browser.ts';
import { type AttackedOffice, authorizePath, CALLBACK } from '../office.ts';
import { DOORS, requestObject, startExtensions } from './office.ts';
import { refusesInFront } from './in-front.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

/** The claims of the one parameter that may be there. */
function told(answer: Answer): Readonly<Record<string, unknown>> {
  const { response, ...others } = paramsOf(answer);
  expect(others).toEqual({});
  expect(decodeProtectedHeader(response ?? '')).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  return decodeJwt(response ?? '');
}

/** What is wrong with a request whose answer is wanted in a JWT, and how the JWT says so. */
const REFUSED: readonly (readonly [
  what: string,
  changes: Readonly<Record<string, string | undefined>>,
  error: string,
])[] = [
  ['without a challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
  ['with a challenge in plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['without a response_type', { response_type: undefined }, 'invalid_request'],
  ['for a response_type of nobody', { response_type: 'made-up' }, 'unsupported_response_type'],
  ['for one that it is not registered for', { response_type: 'code id_token' }, 'unauthorized_client'],
  ['for no scope that is open', { scope: 'doors:open' }, 'invalid_scope'],
  ['for an API that is not its own', { resource: DOORS }, 'invalid_target'],
  ['with a prompt that contradicts itself', { prompt: 'none login' }, 'invalid_request'],
  ['with a request of nobody', { request: 'x.y.z' }, 'request_not_supported'],
  [
    'with an essential acr of nobody',
    { claims: '{"id_token":{"acr":{"essential":true,"value":"x"}}}' },
    'unmet_authentication_requirements',
  ],
];

describe.each(['jwt', 'query.jwt', 'fragment.jwt'])('a request by %s', (response_mode) => {
  it.each(REFUSED)('%s is refused inside of the JWT alone', async (_what, changes, error) => {
    const refused = told(await alice.get(authorizePath({ response_mode, ...changes })));
    const { exp, iat: _iat, error_description, ...others } = refused;
    expect(others).toEqual({ iss: office.origin, aud: 'trusted', error, state: 'a-state' });
    expect(error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/);
    expect(Number(exp) - Date.now() / 1000).toBeLessThanOrEqual(600);
    const right = told(await alice.get(authorizePath({ response_mode })));
    expect(right).toMatchObject({ iss: office.origin, aud: 'trusted', state: 'a-state', code: expect.any(String) });
    expect(right).not.toHaveProperty('error');
  });
});

describe('a mode that can’t be had', () => {
  refusesInFront(() => ({ origin: office.origin, browser: alice }), { response_mode: 'jwt' }, [
    { what: 'of nobody', changes: { response_mode: 'pigeon.jwt' }, error: 'invalid_request' },
    { what: 'of nothing', changes: { response_mode: '.jwt' }, error: 'invalid_request' },
    { what: 'in capitals', changes: { response_mode: 'JWT' }, error: 'invalid_request' },
    { what: 'twice over', changes: { response_mode: 'query.jwt.jwt' }, error: 'invalid_request' },
  ]);

  it.each([
    ['web_message.jwt', 'code', 'invalid_request'],
    ['query.jwt', 'code id_token', 'unauthorized_client'],
  ])('is told in a JWT where one was wanted: %s for %s', async (response_mode, response_type, error) => {
    const answer = await alice.get(authorizePath({ response_mode, response_type }));
    expect(answer.location?.startsWith(CALLBACK)).toBe(true);
    expect(told(answer)).toMatchObject({ error, state: 'a-state', aud: 'trusted' });
    expect(told(await alice.get(authorizePath({ response_mode: 'jwt' })))).toHaveProperty('code');
  });
});

describe('a refusal of a signed request', () => {
  it('comes as what stands inside of the object wants it, and as what stands beside it where that can’t be read', async () => {
    const asks = async (claims: Readonly<Record<string, unknown>>, beside: Readonly<Record<string, string>>) =>
      alice.get(authorizePath({ client_id: 'signer', request: await requestObject(office.origin, claims), ...beside }));
    const inside = { response_mode: 'jwt', code_challenge_method: 'plain' };
    expect(told(await asks(inside, {}))).toMatchObject({ error: 'invalid_request', aud: 'signer' });
    expect(told(await asks({ aud: 'https://other.test' }, { response_mode: 'jwt' }))).toMatchObject({
      error: 'invalid_request_object',
    });
    expect(told(await asks({ response_mode: 'jwt' }, {}))).toHaveProperty('code');
  });
});

it('is no token of any other kind', async () => {
  const { response = '' } = paramsOf(await alice.get(authorizePath({ response_mode: 'jwt' })));
  const userinfo = await fetch(`${office.origin}/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${response}` },
  });
  expect(userinfo.status).toBe(401);
  const hinted = paramsOf(await alice.get(authorizePath({ id_token_hint: response })));
  expect(hinted['error']).toBe('invalid_request');
  const object = paramsOf(await alice.get(authorizePath({ client_id: 'signer', request: response })));
  expect(object['error']).toBe('invalid_request_object');
});
