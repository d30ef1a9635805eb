/**
 * Whatever is good for once: the second time is refused, one after the other and twenty at once. Request objects have no row:
 * they are read as often as a page is reloaded, and the request behind them ends with its ticket.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICE_CODE_GRANT, JWT_BEARER_GRANT } from '../../../server/spec/vocabulary.ts';
import { adminClient } from '../../admin/admin-client.ts';
import { type Answer, type Browser, errorOf, paramsOf } from '../browser.ts';
import {
  APP_PASSWORD,
  type AttackedOffice,
  authorizeParams,
  authorizePath,
  basic,
  codeFor,
  post,
  SECRET,
} from '../office.ts';
import {
  allowedDevice,
  beginDevice,
  clientAssertion,
  proofFor,
  startExtensions,
  statement,
  tokensOf,
  toToken,
  withCode,
} from './office.ts';
import { send, type Sent } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
let bound: string;
let admin: string;
beforeAll(async () => {
  office = await startExtensions({ registrations_per_minute: 10_000 });
  alice = await office.signedIn();
  bound = (await tokensOf(office, alice, 'bound', 'openid', await proofFor(office.origin)))['access_token'] ?? '';
  const bot = { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD, scope: 'lanyard:admin' };
  admin = (await post(office.origin, '/oauth2/token', bot)).body['access_token'] ?? '';
});
afterAll(() => office.stop());

/** What one use led to: something that counts, by which two are told apart, or an error. */
type Outcome = { readonly got: string } | { readonly error: string };

interface OneTimeThing {
  readonly what: string;
  /** What every use but one is told. */
  readonly error: string;
  /** A new one, and a use of it. */
  make(): Promise<(at: number) => Promise<Outcome>>;
}

async function told(sent: Sent, name: string): Promise<Outcome> {
  const { status, body } = await send(office.origin, sent);
  return status < 300 ? { got: String(body[name]) } : { error: String(body['error']) };
}

/** A form of the back channel that is sent over and over. */
function form(what: string, error: string, make: () => Promise<Sent>, name = 'access_token'): OneTimeThing {
  return {
    what,
    error,
    async make() {
      const sent = await make();
      return () => told(sent, name);
    },
  };
}

/** What a browser got: a code for the application, or a page. */
function seen(answer: Answer): Outcome {
  const error = errorOf(answer);
  if (error !== undefined) return { error };
  if (answer.text.includes('lanyard-device-done')) return { got: 'a device' };
  const { code, error: refused } = answer.location === undefined ? {} : paramsOf(answer);
  if (code !== undefined) return { got: code };
  return { error: refused ?? `${answer.status} ${answer.text.slice(0, 200)}` };
}

/** Registers an application with an initial access token for so many. */
async function invitation(uses: number): Promise<() => Promise<Outcome>> {
  const made = await adminClient(office.origin, { authorization: `Bearer ${admin}` })('createInitialAccessToken', {
    body: { name: `for ${uses}, ${crypto.randomUUID()}`, uses, expires_in_s: 3600 },
  });
  const headers = { authorization: `Bearer ${made.body.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ redirect_uris: ['https://rp.test/cb'] });
  return async () => {
    const response = await fetch(`${office.origin}/oauth2/register`, { method: 'POST', headers, body });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    return response.status === 201 ? { got: String(answer['client_id']) } : { error: String(answer['error']) };
  };
}

const bySecret = (client_id: string) => ({ authorization: basic(client_id) });

const THINGS: readonly OneTimeThing[] = [
  form('an authorization code', 'invalid_grant', async () => toToken('trusted', withCode(await codeFor(alice)))),
  form('an authorization code that is bound to a key, each time with a proof', 'invalid_dpop_proof', async () =>
    toToken('trusted', withCode(await codeFor(alice)), { dpop: await proofFor(office.origin) }),
  ),
  form('a device code', 'invalid_grant', async () =>
    toToken('tv', { grant_type: DEVICE_CODE_GRANT, device_code: await allowedDevice(office, alice) }),
  ),
  form('a statement of another server', 'invalid_grant', async () =>
    toToken('bridge', { grant_type: JWT_BEARER_GRANT, assertion: await statement(office.origin) }),
  ),
  form('a statement of an application of itself', 'invalid_client', async () => ({
    path: '/oauth2/token',
    fields: { grant_type: 'client_credentials', ...(await clientAssertion(office.origin)) },
  })),
  form('the same under a secret', 'invalid_client', async () => {
    const key = { alg: 'HS256', kid: 'secret', privateKey: Buffer.from(SECRET) };
    const assertion = await clientAssertion(office.origin, { iss: 'mac', sub: 'mac' }, key);
    return { path: '/oauth2/token', fields: { grant_type: 'client_credentials', ...assertion } };
  }),
  form(
    'the same where a request is sent ahead',
    'invalid_client',
    async () => {
      const asked = Object.fromEntries(authorizeParams({ client_id: 'signer' }));
      return { path: '/oauth2/par', fields: { ...asked, ...(await clientAssertion(office.origin)) } };
    },
    'request_uri',
  ),
  {
    what: 'the same at two endpoints',
    error: 'invalid_client',
    async make() {
      const assertion = await clientAssertion(office.origin);
      const asked = Object.fromEntries(authorizeParams({ client_id: 'signer' }));
      const ahead = { path: '/oauth2/par', fields: { ...asked, ...assertion } };
      const token = { path: '/oauth2/token', fields: { grant_type: 'client_credentials', ...assertion } };
      return (at) => (at % 2 === 0 ? told(ahead, 'request_uri') : told(token, 'access_token'));
    },
  },
  form('a proof of a key', 'invalid_dpop_proof', async () =>
    toToken('bound', { grant_type: 'client_credentials' }, { dpop: await proofFor(office.origin) }),
  ),
  form(
    'a proof of a key at userinfo',
    'invalid_dpop_proof',
    async () => {
      const at = { htm: 'GET', htu: `${office.origin}/oauth2/userinfo`, access_token: bound };
      const dpop = await proofFor(office.origin, at);
      return { path: '/oauth2/userinfo', method: 'GET', fields: {}, headers: { authorization: `DPoP ${bound}`, dpop } };
    },
    'sub',
  ),
  ...['trusted', 'open'].map(
    (client_id): OneTimeThing => ({
      what: `the name of a request that ${client_id} sent ahead`,
      error: 'invalid_request_uri',
      async make() {
        const asked = Object.fromEntries(authorizeParams({ client_id }));
        const headers = client_id === 'open' ? {} : bySecret(client_id);
        const { body } = await send(office.origin, { path: '/oauth2/par', fields: asked, headers });
        const query = new URLSearchParams({ client_id, request_uri: String(body['request_uri']) }).toString();
        return async () => seen(await alice.get(`/oauth2/authorize?${query}`));
      },
    }),
  ),
  {
    what: 'a page that asks for consent',
    error: 'invalid_request',
    async make() {
      const page = await alice.open(authorizePath({ client_id: 'rp1', prompt: 'consent' }));
      return async () => seen(await alice.submit(page, { decision: 'allow', scope: ['openid'] }));
    },
  },
  {
    what: 'a page that asks for a device',
    error: 'invalid_request',
    async make() {
      const question = await alice.submit(await alice.get('/device'), {
        user_code: (await beginDevice(office)).user_code,
      });
      return async () => seen(await alice.submit(question, { decision: 'allow', scope: ['openid'] }));
    },
  },
  {
    what: 'a code that people type, on a page for each',
    error: 'expired_token',
    async make() {
      const { user_code } = await beginDevice(office);
      const questions: Answer[] = [];
      // One after the other: who looks for many codes at once is slowed down.
      for (let at = 0; at < 20; at += 1) questions.push(await alice.submit(await alice.get('/device'), { user_code }));
      return async (at) => {
        const question = questions[at];
        if (question === undefined) throw new Error('too few questions');
        return seen(await alice.submit(question, { decision: 'allow', scope: ['openid'] }));
      };
    },
  },
  {
    what: 'an initial access token for one application',
    error: 'invalid_token',
    make: () => invitation(1),
  },
];

describe.each(THINGS)('$what', ({ make, error }) => {
  it('counts once, one after the other', async () => {
    const use = await make();
    const outcomes = [await use(0), await use(1), await use(2)];
    expect(outcomes).toEqual([{ got: expect.stringMatching(/.{6}/) }, { error }, { error }]);
  });

  it('counts once of twenty at once', async () => {
    const use = await make();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, at) => use(at)));
    expect(outcomes.filter((outcome) => 'got' in outcome).length).toBe(1);
    expect(outcomes.filter((outcome) => 'error' in outcome && outcome.error === error).length).toBe(19);
  });
});

describe('a refresh token', () => {
  const renew = (refresh_token: string) =>
    told(toToken('trusted', { grant_type: 'refresh_token', refresh_token }), 'refresh_token');

  it('has one successor, whether it comes once or twenty times at once, and none after that was used', async () => {
    const first = (await tokensOf(office, alice, 'trusted'))['refresh_token'] ?? '';
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => renew(first)));
    const successors = new Set(outcomes.map((outcome) => ('got' in outcome ? outcome.got : outcome.error)));
    expect(successors.size).toBe(1);
    const [second = ''] = successors;
    expect(await renew(second)).toEqual({ got: expect.any(String) });
    expect(await renew(first)).toEqual({ error: 'invalid_grant' });
    expect(await renew(second)).toEqual({ error: 'invalid_grant' });
  });
});

it('an initial access token for three applications lets three of twenty in that come at once', async () => {
  const use = await invitation(3);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => use()));
  expect(new Set(outcomes.flatMap((outcome) => ('got' in outcome ? outcome.got : []))).size).toBe(3);
  expect(outcomes.filter((outcome) => 'error' in outcome && outcome.error === 'invalid_token').length).toBe(17);
});
