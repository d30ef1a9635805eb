/** RFC 9449: the twelve checks of §4.3 at both ends, and what §5, §7, §8, §10 and §11 add to them. */
import { generateSecret, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProofKey, type ProofOf } from '../../support/dpop.ts';
import type { Browser } from '../browser.ts';
import { type AttackedOffice, basic, codeFor, type TokenBody } from '../office.ts';
import { OTHER_PROOF_KEY, PROOF_KEY, proofFor, startExtensions, tokensOf, toToken, withCode } from './office.ts';
import { but, complaints, type Refusal, refuses, send, type Sent, without } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
let held: TokenBody;
let bearer: TokenBody;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
  held = await tokensOf(office, alice, 'bound', 'openid', await proofFor(office.origin));
  bearer = await tokensOf(office, alice, 'trusted', 'openid');
});
afterAll(() => office.stop());

const seconds = () => Math.floor(Date.now() / 1000);
type MakeProof = (changes?: Partial<ProofOf>, key?: typeof PROOF_KEY) => Promise<string>;

/** Signed with a secret, or by nobody. §4.3 5 */
async function withAlg(alg: 'HS256' | 'none', make: MakeProof): Promise<string> {
  const [, payload = ''] = (await make()).split('.');
  const header = { alg, typ: 'dpop+jwt', jwk: PROOF_KEY.jwk };
  if (alg === 'none') return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return new SignJWT(claims).setProtectedHeader(header).sign(await generateSecret('HS256'));
}

/** What is wrong with a proof wherever it goes, by the numbers of §4.3; 10 and 12 are further below. */
const PROOFS: readonly (readonly [what: string, make: (make: MakeProof) => Promise<string>])[] = [
  ['1: two at once', async (make) => `${await make()}, ${await make()}`],
  ['2: no JWT', async () => 'made-up-made-up-made-up'],
  ['2: an empty JWT', async () => '..'],
  ...['jti', 'htm', 'htu', 'iat'].map(
    (name) => [`3: without ${name}`, (make: MakeProof) => make({ claims: { [name]: undefined } })] as const,
  ),
  ['3: an empty jti', (make) => make({ claims: { jti: '' } })],
  ['3: a jti of a thousand characters', (make) => make({ claims: { jti: 'j'.repeat(1000) } })],
  ['4: without typ', (make) => make({ header: { typ: undefined } })],
  ['4: of the type of any JWT', (make) => make({ header: { typ: 'JWT' } })],
  ['5: signed by nobody', (make) => withAlg('none', make)],
  ['5: signed with a secret', (make) => withAlg('HS256', make)],
  ['6: signed with another key than it shows', (make) => make({ header: { jwk: OTHER_PROOF_KEY.jwk } })],
  ['6: changed afterwards', async (make) => swapPayload(await make(), await make())],
  ['7: with its private key', (make) => make({ header: { jwk: PROOF_KEY.whole } })],
  ['7: without a key', (make) => make({ header: { jwk: undefined } })],
  ['7: with an address of a key', (make) => make({ header: { jwk: undefined, jku: 'https://evil.test/jwks' } })],
  ['8: for another method', (make) => make({ htm: 'PUT' })],
  ['8: for the method in small letters', (make) => make({ claims: { htm: 'post' } })],
  ['9: for another path', (make) => make({ htu: `${office.origin}/oauth2/authorize` })],
  ['9: for another host', (make) => make({ htu: 'https://other.test/oauth2/token' })],
  ['9: for a path alone', (make) => make({ htu: '/oauth2/token' })],
  ['11: made ten minutes ago', (make) => make({ now: seconds() - 600 })],
  ['11: made for in ten minutes (§11.2)', (make) => make({ now: seconds() + 600 })],
  ['11: made at a time of text', (make) => make({ claims: { iat: String(seconds()) } })],
];

function swapPayload(one: string, other: string): string {
  const [header, , signature] = one.split('.');
  return `${header}.${other.split('.')[1]}.${signature}`;
}

describe('a proof at the token endpoint', () => {
  const make: MakeProof = (changes, key) => proofFor(office.origin, changes, key);
  const asks = async () => toToken('bound', { grant_type: 'client_credentials' }, { dpop: await make() });
  refuses(() => office.origin, asks, [
    ...PROOFS.map(([what, proof]) => ({
      what,
      change: async (right: Sent) => but({}, { dpop: await proof(make) })(right),
      status: 400,
      error: 'invalid_dpop_proof',
    })),
    { what: '§5: none, where tokens have to be bound', change: without('dpop'), status: 400, error: 'invalid_request' },
    {
      what: 'of a client that proved nothing else',
      change: without('authorization'),
      status: 401,
      error: 'invalid_client',
    },
  ]);
});

describe('a proof at userinfo', () => {
  const make: MakeProof = (changes = {}, key = PROOF_KEY) =>
    proofFor(
      office.origin,
      { htm: 'GET', htu: `${office.origin}/oauth2/userinfo`, access_token: held['access_token'] ?? '', ...changes },
      key,
    );
  const asks = async (): Promise<Sent> => ({
    path: '/oauth2/userinfo',
    method: 'GET',
    fields: {},
    headers: { authorization: `DPoP ${held['access_token']}`, dpop: await make() },
  });
  const refused = (what: string, change: Refusal['change'], error: string): Refusal => ({
    what,
    change,
    status: 401,
    error,
    challenge: new RegExp(`^DPoP error="${error}", error_description="[^"]+", algs="[A-Za-z0-9 ]+"$`),
  });
  const proving = (what: string, proof: (make: MakeProof) => Promise<string>, error = 'invalid_dpop_proof') =>
    refused(what, async (right) => but({}, { dpop: await proof(make) })(right), error);
  const token = (scheme: string, value: () => string | undefined) => (right: Sent) =>
    but({}, { authorization: `${scheme} ${value()}` })(right);
  refuses(() => office.origin, asks, [
    ...PROOFS.map(([what, proof]) => proving(what, proof)),
    proving('12: without ath', (its) => its({ claims: { ath: undefined } })),
    proving('12: with the ath of another token', (its) => its({ access_token: bearer['access_token'] ?? '' })),
    proving('12: with the token itself for ath', (its) => its({ claims: { ath: held['access_token'] } })),
    proving('12: of another key, as good as it is', (its) => its({}, OTHER_PROOF_KEY), 'invalid_token'),
    refused('§7.1: none', without('dpop'), 'invalid_dpop_proof'),
    refused(
      '§7.2: beside the scheme Bearer',
      token('Bearer', () => held['access_token']),
      'invalid_token',
    ),
    refused(
      '§7.2: none, beside the scheme Bearer',
      (right) => without('dpop')(token('Bearer', () => held['access_token'])(right)),
      'invalid_token',
    ),
    refused(
      '§7.1: beside a token that is bound to nothing',
      token('DPoP', () => bearer['access_token']),
      'invalid_token',
    ),
    refused(
      '§7.1: beside a token of nobody',
      token('DPoP', () => 'made-up-made-up'),
      'invalid_token',
    ),
  ]);

  it('proves nothing where the token is for something else, and is told so in its own scheme (§7.1)', async () => {
    const code = await codeFor(alice, { client_id: 'bound', scope: 'profile' });
    const got = await send(office.origin, toToken('bound', withCode(code), { dpop: await proofFor(office.origin) }));
    const access_token = String(got.body['access_token']);
    const wrong = but({}, { authorization: `DPoP ${access_token}`, dpop: await make({ access_token }) })(await asks());
    const challenge =
      /^DPoP error="insufficient_scope", error_description="[^"]+", scope="openid", algs="[A-Za-z0-9 ]+"$/;
    const expected = { status: 403, error: 'insufficient_scope', challenge };
    expect(complaints(await send(office.origin, wrong), expected, wrong)).toEqual([]);
    expect((await send(office.origin, await asks())).status).toBe(200);
  });

  it('is asked for by name where nothing came (§7.1)', async () => {
    const response = await fetch(`${office.origin}/oauth2/userinfo`);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer, DPoP algs="[A-Za-z0-9 ]+"$/);
    expect((await send(office.origin, await asks())).status).toBe(200);
  });
});

describe('a code that is bound to a key (§10)', () => {
  const redeems = async () => {
    const code = await codeFor(alice, { client_id: 'bound', dpop_jkt: PROOF_KEY.jkt });
    return toToken('bound', withCode(code), { dpop: await proofFor(office.origin) });
  };
  refuses(() => office.origin, redeems, [
    {
      what: 'with another key',
      change: async (right) => but({}, { dpop: await proofFor(office.origin, {}, OTHER_PROOF_KEY) })(right),
      status: 400,
      error: 'invalid_grant',
      burns: true,
    },
    { what: 'with none', change: without('dpop'), status: 400, error: 'invalid_request' },
  ]);
});

describe('the refresh token of an application without a secret (§5)', () => {
  const open = async (fields: Readonly<Record<string, string | undefined>>): Promise<Sent> => ({
    path: '/oauth2/token',
    fields: { client_id: 'open', ...fields },
    headers: { dpop: await proofFor(office.origin) },
  });
  const refreshes = async () => {
    const code = await codeFor(alice, { client_id: 'open', scope: 'openid offline_access' });
    const { body } = await send(office.origin, await open(withCode(code)));
    return open({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) });
  };
  refuses(() => office.origin, refreshes, [
    {
      what: 'with another key',
      change: async (right) => but({}, { dpop: await proofFor(office.origin, {}, OTHER_PROOF_KEY) })(right),
      status: 400,
      error: 'invalid_grant',
    },
    { what: 'with none', change: without('dpop'), status: 400, error: 'invalid_grant' },
  ]);
});

describe('an office that wants its nonce in proofs (§8, §9)', () => {
  let strict: AttackedOffice;
  let nonce: string;
  let access_token: string;
  beforeAll(async () => {
    strict = await startExtensions({ require_dpop_nonce: true });
    const first = toToken('bound', { grant_type: 'client_credentials' }, { dpop: await proofFor(strict.origin) });
    nonce = (await send(strict.origin, first)).headers.get('dpop-nonce') ?? '';
    const browser = await strict.signedIn();
    const dpop = await proofFor(strict.origin, { claims: { nonce } });
    access_token = (await tokensOf(strict, browser, 'bound', 'openid', dpop))['access_token'] ?? '';
  });
  afterAll(() => strict.stop());

  const told: readonly (readonly [what: string, claims: Readonly<Record<string, unknown>>])[] = [
    ['without one', { nonce: undefined }],
    ['with one of nobody', { nonce: 'made-up-made-up' }],
    ['with a number', { nonce: 7 }],
  ];
  it.each(told)('tells it to a proof %s, at the token endpoint and at userinfo', async (_what, claims) => {
    const dpop = await proofFor(strict.origin, { claims });
    const sent = toToken('bound', { grant_type: 'client_credentials' }, { dpop });
    const expected = { status: 400, error: 'use_dpop_nonce', nonce: true } as const;
    expect(complaints(await send(strict.origin, sent), expected, sent)).toEqual([]);
    const at = { htm: 'GET', htu: `${strict.origin}/oauth2/userinfo`, access_token };
    const read = async (its: Readonly<Record<string, unknown>>): Promise<Sent> => ({
      path: '/oauth2/userinfo',
      method: 'GET',
      fields: {},
      headers: { authorization: `DPoP ${access_token}`, dpop: await proofFor(strict.origin, { ...at, claims: its }) },
    });
    const wrong = await read(claims);
    const challenge = /^DPoP error="use_dpop_nonce", /;
    expect(complaints(await send(strict.origin, wrong), { ...expected, status: 401, challenge }, wrong)).toEqual([]);
    const right = await send(strict.origin, await read({ nonce }));
    expect({ status: right.status, next: right.headers.has('dpop-nonce') }).toEqual({ status: 200, next: true });
  });

  it('lets scripts of registered origins read it, and nobody else’s', async () => {
    const ask = async (from: string) => {
      const headers = { origin: from, dpop: await proofFor(strict.origin), authorization: basic('bound') };
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      return (await fetch(`${strict.origin}/oauth2/token`, { method: 'POST', headers, body })).headers;
    };
    expect((await ask('https://rp1.test')).get('access-control-expose-headers')).toContain('dpop-nonce');
    expect((await ask('https://evil.test')).get('access-control-expose-headers')).toBeNull();
  });
});

it('takes keys that are strong, and no others (§11.6)', async () => {
  const strong = await makeProofKey('PS256');
  const sent = toToken('bound', { grant_type: 'client_credentials' });
  const dpop = await proofFor(office.origin, {}, strong);
  expect((await send(office.origin, but({}, { dpop })(sent))).body['token_type']).toBe('DPoP');
  const header = { jwk: { ...strong.jwk, n: 'AQAB' } };
  const weak = but({}, { dpop: await proofFor(office.origin, { header }, strong) })(sent);
  expect(complaints(await send(office.origin, weak), { status: 400, error: 'invalid_dpop_proof' }, weak)).toEqual([]);
});
