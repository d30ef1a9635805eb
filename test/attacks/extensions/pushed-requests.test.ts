/** RFC 9126 §2.3 and §4: what is refused when it is sent ahead, and what a name of a request does not open. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, paramsOf } from '../browser.ts';
import { type AttackedOffice, authorizeParams, basic } from '../office.ts';
import {
  clientAssertion,
  DOORS,
  OTHER_PROOF_KEY,
  PROOF_KEY,
  proofFor,
  requestObject,
  startExtensions,
} from './office.ts';
import { alsoWith, but, type Refusal, refuses, send, type Sent, without } from './refusals.ts';
import { frontComplaints, refusesInFront } from './in-front.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const right = (client_id: string): Sent => ({
  path: '/oauth2/par',
  fields: Object.fromEntries(authorizeParams({ client_id })),
  headers: { authorization: basic(client_id) },
});
const bad = (
  what: string,
  fields: Readonly<Record<string, string | undefined>>,
  error = 'invalid_request',
): Refusal => ({
  what,
  change: but(fields),
  status: 400,
  error,
});
const BASIC = /^Basic /;

describe('what is sent ahead', () => {
  refuses(
    () => office.origin,
    async () => right('trusted'),
    [
      {
        what: 'by nobody',
        change: (sent) => without('authorization')(but({ client_id: undefined })(sent)),
        status: 401,
        error: 'invalid_client',
      },
      { what: 'by a name without its secret', change: without('authorization'), status: 401, error: 'invalid_client' },
      {
        what: 'with a wrong secret',
        change: but({}, { authorization: basic('trusted', 'x') }),
        status: 401,
        error: 'invalid_client',
        challenge: BASIC,
      },
      bad('in the name of another application', { client_id: 'plain' }),
      bad('to an address that is not registered', { redirect_uri: 'https://evil.test/cb' }),
      bad('to no address', { redirect_uri: undefined }),
      bad('without a response_type', { response_type: undefined }),
      bad('for a token', { response_type: 'made-up' }, 'unsupported_response_type'),
      bad('for what the application is not registered for', { response_type: 'id_token' }, 'unauthorized_client'),
      bad('in a response_mode of nobody', { response_mode: 'pigeon' }),
      bad('for a page of another origin', { response_mode: 'web_message' }),
      bad('for no scope that is open', { scope: 'doors:open' }, 'invalid_scope'),
      bad('for an API that is not its own', { resource: DOORS }, 'invalid_target'),
      bad(
        'for acts that nobody described',
        { authorization_details: '[{"type":"x"}]' },
        'invalid_authorization_details',
      ),
      bad('without a challenge', { code_challenge: undefined }),
      bad('with a challenge in plain', { code_challenge_method: 'plain' }),
      bad('with a challenge of an unnamed method', { code_challenge_method: undefined }),
      bad('with prompt none and login', { prompt: 'none login' }),
      bad('with a max_age of words', { max_age: 'soon' }),
      bad('with an id_token_hint of nobody', { id_token_hint: 'x.y.z' }),
      bad('with the name of another request', { request_uri: 'urn:ietf:params:oauth:request_uri:made-up' }),
      bad('with an address of a request', { request_uri: 'https://evil.test/request' }),
      bad('with a request of an application without keys', { request: 'x.y.z' }, 'request_not_supported'),
      bad('with a dpop_jkt that is none', { dpop_jkt: 'x' }),
      { what: 'with a state that comes twice', change: alsoWith('state', 'b'), status: 400, error: 'invalid_request' },
      {
        what: 'with a proof for another address',
        change: async (sent) => but({}, { dpop: await proofFor(office.origin) })(sent),
        status: 400,
        error: 'invalid_dpop_proof',
      },
      {
        what: 'with a proof of another key than dpop_jkt names',
        change: async (sent) => {
          const dpop = await proofFor(office.origin, { htu: `${office.origin}/oauth2/par` }, OTHER_PROOF_KEY);
          return but({ dpop_jkt: PROOF_KEY.jkt }, { dpop })(sent);
        },
        status: 400,
        error: 'invalid_dpop_proof',
      },
      {
        what: 'by GET',
        change: (sent) => ({ ...sent, method: 'GET' }),
        status: 405,
        error: 'invalid_request',
        allow: 'POST',
      },
    ],
    201,
  );
});

describe('what an application without a secret sends ahead', () => {
  const open = async (): Promise<Sent> => without('authorization')(right('open'));
  refuses(
    () => office.origin,
    open,
    [
      {
        what: 'and that is too long to be carried',
        change: but({ extension: 'x'.repeat(30_000) }),
        status: 413,
        error: 'invalid_request',
      },
      bad('without a challenge', { code_challenge: undefined, code_challenge_method: undefined }),
    ],
    201,
  );
});

describe('a request in a JWT that is sent ahead', () => {
  const object = async (): Promise<Sent> => ({
    path: '/oauth2/par',
    fields: { ...(await clientAssertion(office.origin)), request: await requestObject(office.origin) },
  });
  const wrong = (
    what: string,
    claims: Readonly<Record<string, unknown>>,
    error = 'invalid_request_object',
  ): Refusal => ({
    what,
    change: async (sent) => but({ request: await requestObject(office.origin, claims) })(sent),
    status: 400,
    error,
    // Its assertion counted: who asks was proved before.
    burns: true,
  });
  refuses(
    () => office.origin,
    object,
    [
      wrong('for another server', { aud: 'https://other.test' }),
      wrong('of another application', { iss: 'trusted' }),
      wrong('that names another application', { client_id: 'trusted' }),
      wrong('that expired', { exp: 1 }),
      wrong('that holds another', { request: 'x.y.z' }),
      wrong('that could introduce its application', { sub: 'signer' }),
      wrong('to an address that is not registered', { redirect_uri: 'https://evil.test/cb' }, 'invalid_request'),
      wrong('without a challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'),
    ],
    201,
  );
});

describe('the name of a request', () => {
  const named = async (client_id = 'trusted'): Promise<string> => {
    const { body } = await send(office.origin, right(client_id));
    return String(body['request_uri']);
  };
  const opens = (fields: Record<string, string>) =>
    alice.get(`/oauth2/authorize?${new URLSearchParams(fields).toString()}`);
  const page = { what: '', error: 'invalid_request_uri', on: 'page' } as const;

  it.each([
    ['for another application', (request_uri: string) => ({ client_id: 'plain', request_uri })],
    ['with one character changed', (request_uri: string) => ({ client_id: 'trusted', request_uri: `${request_uri}x` })],
  ])('opens nothing %s, and works still for the right one', async (_what, asked) => {
    const request_uri = await named();
    expect(frontComplaints(await opens(asked(request_uri)), page, office.origin)).toEqual([]);
    expect(paramsOf(await opens({ client_id: 'trusted', request_uri }))).toHaveProperty('code');
  });

  it('opens nothing for nobody', async () => {
    const request_uri = await named();
    expect(frontComplaints(await opens({ request_uri }), page, office.origin)).toEqual([]);
    expect(paramsOf(await opens({ client_id: 'trusted', request_uri }))).toHaveProperty('code');
  });

  it('brings its own parameters alone: those beside it are nobody’s', async () => {
    const beside = { scope: 'email', redirect_uri: 'https://evil.test/', state: 'another', response_mode: 'fragment' };
    const answer = await opens({ client_id: 'trusted', request_uri: await named(), ...beside });
    expect(answer.location).toMatch(/^https:\/\/rp1\.test\/cb\?/);
    expect(paramsOf(answer)).toMatchObject({ state: 'a-state', code: expect.any(String) });
  });
});

describe('an application whose requests must be sent ahead', () => {
  const name = async () => {
    const { body } = await send(office.origin, right('ahead'));
    return { request_uri: String(body['request_uri']) };
  };
  refusesInFront(
    () => ({ origin: office.origin, browser: alice }),
    async () => ({ client_id: 'ahead', ...(await name()) }),
    [
      { what: 'and that has the browser bring them', changes: { request_uri: undefined }, error: 'invalid_request' },
      {
        what: 'and that has none to name',
        changes: { request_uri: 'urn:ietf:params:oauth:request_uri:made-up' },
        error: 'invalid_request_uri',
        on: 'page',
      },
    ],
  );
});

it('takes no request as JSON', async () => {
  const body = JSON.stringify(Object.fromEntries(authorizeParams()));
  const headers = { authorization: basic('trusted'), 'content-type': 'application/json' };
  const told = await fetch(`${office.origin}/oauth2/par`, { method: 'POST', body, headers });
  expect({ status: told.status, error: ((await told.json()) as { error: string }).error }).toEqual({
    status: 400,
    error: 'invalid_request',
  });
});
