/** The office in which every extension has an application that may use it, and the ways to what each one redeems. */
import { DEVICE_CODE_GRANT, JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../../server/spec/vocabulary.ts';
import { ASSERTION_TYPE, type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { makeProof, makeProofKey, type ProofKey, type ProofOf } from '../../support/dpop.ts';
import type { Browser } from '../browser.ts';
import {
  ALICE,
  APPLICATIONS,
  type AttackedOffice,
  authorizeParams,
  basic,
  CALLBACK,
  CHALLENGE,
  codeFor,
  post,
  SECRET,
  startOffice,
  type TokenBody,
  VERIFIER,
} from '../office.ts';
import type { Sent } from './refusals.ts';

export const FILES = 'https://files.test/';
export const PRINTERS = 'https://printers.test/';
export const DOORS = 'https://doors.test/';
/** An API that one application may ask for, and one whose tokens are JWTs while those of others are what they are. */
export const CLOSED = 'https://closed.test/';
export const LEDGER = 'https://ledger.test/';
/** Long enough for a slow machine to use what lasts so long. */
export const SHORT_S = 4;
export const PAYMENT = { type: 'payment', amount: '10', payee: 'Bob' };

export const PARTNER = { issuer: 'https://partner.test', key: await makeClientKey('ES256') };
/** Trusted once, and switched off. */
export const FORMER = 'https://former.test';
export const SIGNER: ClientKey = await makeClientKey('ES256', 'signer-1');
export const PROOF_KEY: ProofKey = await makeProofKey();
export const OTHER_PROOF_KEY: ProofKey = await makeProofKey();

const MACHINE = { client_secret: SECRET, redirect_uris: [], scope: 'openid' };
const SIGNS_IN = {
  client_secret: SECRET,
  consent: 'skip',
  redirect_uris: [CALLBACK],
  web_origins: ['https://rp1.test'],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  scope: 'openid profile offline_access files:read printers:print',
};
const OPEN = { ...SIGNS_IN, client_secret: undefined, token_endpoint_auth_method: 'none' };
const PUBLIC_GRANTS = ['authorization_code', 'refresh_token'];
const SIGNED = { ...SIGNS_IN, client_secret: undefined, token_endpoint_auth_method: 'private_key_jwt' };

export const EXTENDED = [
  ...APPLICATIONS,
  { ...SIGNS_IN, client_id: 'apis', audience: [FILES, PRINTERS] },
  {
    ...SIGNS_IN,
    client_id: 'termed',
    scope: 'openid offline_access files:read ledger:write',
    audience: [FILES, LEDGER],
  },
  { ...SIGNS_IN, client_id: 'shut-out', audience: [FILES, CLOSED] },
  { ...SIGNS_IN, client_id: 'let-in', audience: [CLOSED] },
  { ...SIGNS_IN, client_id: 'idle', refresh_token_idle_lifetime_s: SHORT_S },
  { ...SIGNS_IN, client_id: 'short', refresh_token_lifetime_s: SHORT_S },
  { ...SIGNS_IN, client_id: 'rich', consent: 'remember', audience: [FILES] },
  { ...SIGNS_IN, client_id: 'ahead', require_pushed_authorization_requests: true },
  { ...SIGNS_IN, client_id: 'bound', dpop_bound_access_tokens: true },
  { ...OPEN, client_id: 'open', grant_types: PUBLIC_GRANTS },
  { ...SIGNED, client_id: 'signer', jwks: { keys: [SIGNER.jwk] }, request_object_signing_alg: 'ES256' },
  {
    ...MACHINE,
    client_id: 'mac',
    token_endpoint_auth_method: 'client_secret_jwt',
    grant_types: ['client_credentials'],
  },
  {
    ...MACHINE,
    client_id: 'tv',
    grant_types: [DEVICE_CODE_GRANT, 'refresh_token'],
    scope: 'openid offline_access files:read',
    audience: [FILES],
  },
  { ...MACHINE, client_id: 'other-tv', grant_types: [DEVICE_CODE_GRANT] },
  { ...MACHINE, client_id: 'bridge', grant_types: [JWT_BEARER_GRANT], scope: 'openid files:read', audience: [FILES] },
  { ...MACHINE, client_id: 'old', grant_types: ['password'] },
  {
    ...MACHINE,
    client_id: 'middle',
    grant_types: [TOKEN_EXCHANGE_GRANT],
    audience: [FILES],
    scope: 'openid files:read',
    token_exchange_from: ['apis', 'trusted', 'bound'],
    token_exchange_impersonation: true,
  },
  {
    ...MACHINE,
    client_id: 'delegate',
    grant_types: [TOKEN_EXCHANGE_GRANT, 'client_credentials'],
    token_exchange_from: ['trusted'],
  },
];

const TRUSTED = { jwks: { keys: [PARTNER.key.jwk] }, scope: 'openid files:read', audience: [FILES] };

export const SETTINGS = { legacy_grants: true, client_attempts_per_minute: 10_000, dynamic_registration: 'approval' };

/** `changes` are settings. */
export function startExtensions(changes: object = {}): Promise<AttackedOffice> {
  return startOffice([], {
    settings: { ...SETTINGS, ...changes },
    apis: [
      {
        audience: FILES,
        scopes: [{ name: 'files:read' }],
        authorization_details_types: [{ name: 'payment', description: 'pay {amount} to {payee}' }],
      },
      { audience: PRINTERS, scopes: [{ name: 'printers:print' }] },
      { audience: CLOSED, allowed_applications: ['let-in'] },
      {
        audience: LEDGER,
        scopes: [{ name: 'ledger:write', allowed_groups: ['staff'] }],
        access_token_format: 'jwt',
        access_token_signed_response_alg: 'ES256',
        access_token_lifetime_s: 300,
      },
      { audience: DOORS, scopes: [{ name: 'doors:open' }] },
      { audience: 'https://api.test', scopes: [{ name: 'things:read' }] },
    ],
    trusted_issuers: [
      { ...TRUSTED, issuer: PARTNER.issuer, name: 'Partner' },
      { ...TRUSTED, issuer: FORMER, name: 'Former', disabled: true },
    ],
    applications: EXTENDED,
  });
}

export type Changes = Readonly<Record<string, string | undefined>>;

/** A request to the token endpoint of a client with a secret. */
export function toToken(client_id: string, fields: Sent['fields'], headers: Sent['headers'] = {}): Sent {
  return { path: '/oauth2/token', fields, headers: { authorization: basic(client_id), ...headers } };
}

/** What redeems a code. */
export function withCode(code: string) {
  return { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
}

/** The tokens of whoever is signed in in `browser`, for an application with a secret. */
export async function tokensOf(
  { origin }: AttackedOffice,
  browser: Browser,
  client_id: string,
  scope = 'openid offline_access',
  dpop?: string,
): Promise<TokenBody> {
  const headers = { authorization: basic(client_id), ...(dpop === undefined ? {} : { dpop }) };
  const code = await codeFor(browser, { client_id, scope });
  const { status, body } = await post(origin, '/oauth2/token', withCode(code), headers);
  if (status !== 200) throw new Error(`no tokens: ${JSON.stringify(body)}`);
  return body;
}

/** The codes of a device that begins. */
export async function beginDevice({ origin }: AttackedOffice, client_id = 'tv', fields: Changes = {}) {
  const { status, body } = await post(origin, '/oauth2/device_authorization', fields, {
    authorization: basic(client_id),
  });
  if (status !== 200) throw new Error(`no codes: ${JSON.stringify(body)}`);
  return { device_code: body['device_code'] ?? '', user_code: body['user_code'] ?? '' };
}

/** What whoever is signed in in `browser` says to the device. */
export async function answerDevice(browser: Browser, user_code: string, decision = 'allow'): Promise<void> {
  const question = await browser.submit(await browser.get('/device'), { user_code });
  const scopes = [...question.text.matchAll(/<input[^>]*name="scope"[^>]*value="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
  await browser.submit(question, { decision, scope: scopes });
}

export async function allowedDevice(office: AttackedOffice, browser: Browser, fields: Changes = {}): Promise<string> {
  const { device_code, user_code } = await beginDevice(office, 'tv', fields);
  await answerDevice(browser, user_code);
  return device_code;
}

let counted = 0;
const seconds = () => Math.floor(Date.now() / 1000);

/** What another server says of alice; `changes` are claims, and undefined leaves one out. */
export function statement(
  origin: string,
  changes: Readonly<Record<string, unknown>> = {},
  key = PARTNER.key,
  header = {},
) {
  counted += 1;
  const { issuer: iss } = PARTNER;
  const right = { iss, sub: ALICE.username, aud: origin, iat: seconds(), exp: seconds() + 60, jti: `said-${counted}` };
  return sign(present({ ...right, ...changes }), key, header);
}

/** What `signer` says of itself. */
export async function clientAssertion(
  origin: string,
  changes: Readonly<Record<string, unknown>> = {},
  key: Parameters<typeof sign>[1] = SIGNER,
  header = {},
) {
  counted += 1;
  const who = { iss: 'signer', sub: 'signer' };
  const right = { ...who, aud: origin, iat: seconds(), exp: seconds() + 60, jti: `client-${counted}` };
  const client_assertion = await sign(present({ ...right, ...changes }), key, header);
  return { client_assertion_type: ASSERTION_TYPE, client_assertion };
}

/** A request of `signer` in a JWT. */
export function requestObject(origin: string, changes: Readonly<Record<string, unknown>> = {}, key = SIGNER) {
  const asked = Object.fromEntries(authorizeParams({ client_id: 'signer', code_challenge: CHALLENGE }));
  return sign(present({ ...asked, iss: 'signer', aud: origin, exp: seconds() + 60, ...changes }), key);
}

function present(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** A proof for the token endpoint, unless `changes` say otherwise. */
export function proofFor(origin: string, changes: Partial<ProofOf> = {}, key = PROOF_KEY): Promise<string> {
  return makeProof(key, { htm: 'POST', htu: `${origin}/oauth2/token`, now: seconds(), ...changes });
}
