/** Bad input in every field of every operation: refused with a pointer and nothing changed, or kept as the text that it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Operation } from '../../server/contract/admin/operation.ts';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import { ADA, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, exported, panelCredentials } from './admin-client.ts';
import { type BadBody, badBodies, forgottenFields } from './bad-values.ts';

type Bodied = {
  [N in OperationName]: (typeof OPERATIONS)[N] extends { readonly body: unknown } ? N : never;
}[OperationName];

const PERSON = {
  name: 'Carl Example',
  given_name: 'Carl',
  family_name: 'Example',
  email: 'carl@example.lan',
  email_verified: true,
  groups: ['staff'],
  admin: false,
  disabled: false,
  claims: { zoneinfo: 'Europe/Berlin' },
};
const APPLICATION = {
  slug: 'wiki',
  client_name: 'Wiki',
  dialect: 'native',
  redirect_uris: ['https://wiki.test/cb'],
  post_logout_redirect_uris: ['https://wiki.test/bye'],
  web_origins: ['https://wiki.test'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  token_endpoint_auth_signing_alg: 'ES256',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '1' }] },
  tls_client_auth_subject_dn: 'CN=wiki,O=Office',
  tls_client_certificate_bound_access_tokens: true,
  require_pkce: true,
  scope: 'openid profile',
  audience: ['https://api.test'],
  token_exchange_from: ['rp1'],
  token_exchange_audience: ['https://api.test'],
  token_exchange_impersonation: true,
  access_token_format: 'opaque',
  access_token_lifetime_s: 300,
  id_token_lifetime_s: 300,
  refresh_token_lifetime_s: 3600,
  refresh_token_idle_lifetime_s: 600,
  sign_up: true,
  new_password_by_mail: true,
  program_data: { owner: 'shop' },
  access_token_signed_response_alg: 'ES256',
  id_token_signed_response_alg: 'RS256',
  userinfo_signed_response_alg: 'EdDSA',
  request_object_signing_alg: 'PS256',
  request_object_encryption_alg: 'ECDH-ES',
  request_object_encryption_enc: 'A256GCM',
  require_signed_request_object: false,
  id_token_encrypted_response_alg: 'RSA-OAEP-256',
  id_token_encrypted_response_enc: 'A256GCM',
  userinfo_encrypted_response_alg: 'ECDH-ES',
  userinfo_encrypted_response_enc: 'A128GCM',
  require_pushed_authorization_requests: false,
  dpop_bound_access_tokens: false,
  authorization_signed_response_alg: 'ES256',
  authorization_encrypted_response_alg: 'ECDH-ES',
  authorization_encrypted_response_enc: 'A128GCM',
  introspection_signed_response_alg: 'ES256',
  introspection_encrypted_response_alg: 'RSA-OAEP-256',
  introspection_encrypted_response_enc: 'A256GCM',
  consent: 'remember',
  allowed_groups: ['staff'],
  client_uri: 'https://wiki.test/',
  logo_uri: 'https://wiki.test/logo.png',
  policy_uri: 'https://wiki.test/policy',
  tos_uri: 'https://wiki.test/tos',
  contacts: ['admin@wiki.test'],
  request_uris: ['https://wiki.test/request.jwt'],
  application_type: 'web',
  frontchannel_logout_uri: 'https://wiki.test/signed-out',
  frontchannel_logout_session_required: true,
  default_max_age: 3600,
  initiate_login_uri: 'https://wiki.test/login',
  backchannel_logout_uri: 'https://wiki.test/backchannel-logout',
  backchannel_logout_session_required: true,
  subject_type: 'pairwise',
  sector_identifier_uri: 'https://wiki.test/sector',
  disabled: false,
};
const TRUSTED_ISSUER = {
  name: 'Partner',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '1' }] },
  subject_claim: 'sub',
  user_field: 'username',
  scope: 'things:read',
  audience: ['https://api.test'],
  disabled: false,
};

const EXTENSION_GRANT = {
  name: 'Badge',
  hook_uri: 'https://office.test/badge',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '1' }] },
  signs_in: true,
  disabled: false,
};
const SETTINGS = {
  issuer_name: 'Office',
  access_token_lifetime_s: 3600,
  id_token_lifetime_s: 3600,
  refresh_token_lifetime_s: 3600,
  refresh_token_idle_lifetime_s: 600,
  refresh_token_grace_s: 10,
  code_lifetime_s: 60,
  session_lifetime_s: 3600,
  interaction_lifetime_s: 600,
  signing_key_lifetime_s: 3600,
  legacy_grants: false,
  dynamic_registration: 'off',
  client_id_metadata_document: 'off',
  registration_unused_days: 90,
  require_pushed_authorization_requests: false,
  require_dpop_nonce: false,
  sign_in_page: 'together',
  sign_in_by_mail: 'off',
  sign_in_by_mail_for_admins: false,
  new_password_by_mail: false,
  sign_up: false,
  smtp_host: 'localhost',
  smtp_port: 2525,
  smtp_security: 'starttls',
  smtp_plain_on_network: false,
  smtp_username: 'lanyard',
  smtp_password: 'a password',
  smtp_from: 'lanyard@example.lan',
  outbound_allow: ['192.168.1.20:8443'],
  dialect_listeners: ['github=8081'],
  post_logout_redirect_uris: ['https://www.example.lan/bye'],
  default_audience: '',
  login_url: 'https://login.example.lan/login',
  consent_url: '',
  logout_url: '',
  device_url: '',
  user_applications: 'off',
  user_applications_scope: 'openid profile',
  user_applications_each: 10,
  user_app_passwords: 'off',
  user_app_passwords_each: 20,
  git_tools: 'off',
  outbound_ca: '',
  tls_client_ca: '',
  login_attempts_per_minute: 100_000,
  client_attempts_per_minute: 60,
  registrations_per_minute: 60,
  admin_from: 'loopback',
};

const LOGIN_PAGE = {
  heading: '{{application}} asks',
  lead: 'Hello',
  submit: 'Go',
  help: 'Ask us',
  block: '<p>Hello</p>',
  action_light: '#7A1F4D',
  action_dark: '#F2A0C0',
  accent_light: '#7A1F4D',
  accent_dark: '#F2A0C0',
  paper_light: '#FFFFFF',
  paper_dark: '#000000',
  logo: null,
};

const API = {
  name: 'Other',
  scopes: [{ name: 'other:read', description: 'Read', allowed_groups: ['staff'] }],
  authorization_details_types: [{ name: 'other:act', description: 'do {this}' }],
  any_application: false,
  allowed_applications: ['rp1'],
  access_token_format: 'jwt',
  permissions_in_tokens: true,
  access_token_signed_response_alg: 'ES256',
  access_token_lifetime_s: 600,
  refresh_token_lifetime_s: 3600,
  refresh_token_idle_lifetime_s: 600,
};

/** A body with every field, for each operation that takes one. What is missing here is a type error. */
const VALID: { readonly [N in Bodied]: Readonly<Record<string, unknown>> } = {
  signIn: { username: 'nobody', password: 'not a password of anybody' },
  signInOwner: { ticket: 'not-a-ticket-of-anybody' },
  confirmSession: { password: 'not the password' },
  createSigningKey: { alg: 'RS256' },
  changeSigningKey: { activates_at: 1 },
  rotateSigningKeys: { alg: 'RS256' },
  revokeSigningKey: { reason: 'lost' },
  changeSettings: SETTINGS,
  changeLoginPage: LOGIN_PAGE,
  previewLoginPage: { theme: 'dark', changes: LOGIN_PAGE },
  createUser: { ...PERSON, username: 'carl', password: 'a password of carl' },
  changeUser: { ...PERSON, username: 'carl' },
  resetUserPassword: { password: 'another password', sign_out: true },
  createGroup: { name: 'crew' },
  changeGroup: { name: 'crew' },
  createApplication: { ...APPLICATION, client_id: 'wiki', client_secret: 'wiki-secret-wiki-secret' },
  changeApplication: { ...APPLICATION, owner_id: null, jwks: null, jwks_uri: 'https://wiki.test/jwks' },
  createInitialAccessToken: { name: 'fleet', uses: 5, expires_in_s: 3600 },
  makeApplicationSecret: { overlap_s: 60 },
  checkRedirectUri: { redirect_uri: 'https://wiki.test/cb' },
  createServiceAccount: {
    username: 'robot-2',
    name: 'Robot',
    groups: ['staff'],
    admin: false,
    disabled: false,
    scope: 'things:read',
    app_password: { name: 'main', expires_in_s: 3600 },
  },
  changeServiceAccount: {
    username: 'robot-2',
    name: 'Robot',
    groups: ['staff'],
    admin: false,
    disabled: false,
    scope: 'things:read',
  },
  createAppPassword: { name: 'second', expires_in_s: 3600 },
  createApi: { ...API, audience: 'https://other.test' },
  changeApi: API,
  createScope: {
    name: 'team',
    description: 'Your team',
    claims: { team: 'user.claims.team' },
    includes: ['email'],
    sensitive: true,
  },
  previewScope: { user_id: 'nobody', claims: { department: 'user.claims.department' }, includes: ['email'] },
  changeScope: {
    description: 'Your team',
    claims: { team: 'user.claims.team' },
    includes: ['email'],
    sensitive: true,
  },
  createTrustedIssuer: { ...TRUSTED_ISSUER, issuer: 'https://partner.test' },
  changeTrustedIssuer: { ...TRUSTED_ISSUER, jwks: null, jwks_uri: 'https://partner.test/jwks' },
  createExtensionGrant: { ...EXTENSION_GRANT, grant_type: 'urn:office:badge' },
  changeExtensionGrant: EXTENSION_GRANT,
  tryExtensionGrant: { client_id: 'rp1', parameters: { badge: '1' } },
  sendTestMail: { to: 'alice@example.lan' },
};
const BODIED = Object.keys(VALID) as Bodied[];

let office: AttackedOffice;
let client: Client;
let panel: Client;
let credentials: Record<string, string>;
beforeAll(async () => {
  office = await startOffice();
  credentials = await botCredentials(office.origin);
  client = adminClient(office.origin, credentials);
  panel = adminClient(office.origin, await panelCredentials(office.origin, ADA));
  await client('changeSettings', { body: { login_attempts_per_minute: 100_000 } });
  await client('createApi', { body: { audience: 'spare' } });
  await client('createScope', { body: { name: 'spare' } });
  await client('createGroup', { body: { name: 'spare' } });
  await client('createTrustedIssuer', { body: { ...TRUSTED_ISSUER, issuer: 'https://spare.test' } });
  await client('createExtensionGrant', { body: { ...EXTENSION_GRANT, grant_type: 'urn:office:spare', name: 'Spare' } });
  for (const name of BODIED) await targetOf(name);
});
afterAll(() => office.stop());

/** What each operation is tried on: something that is there, so that nothing but the body can be wrong. */
const TARGETS: Readonly<Partial<Record<Bodied, () => Promise<string | undefined>>>> = {
  changeUser: async () => (await client('listUsers', { query: { q: 'alice' } })).body.items[0]?.id,
  resetUserPassword: async () => (await client('listUsers', { query: { q: 'bob' } })).body.items[0]?.id,
  changeGroup: async () => (await client('listGroups', { query: { q: 'spare' } })).body.items[0]?.id,
  changeApplication: async () => (await client('listApplications', { query: { q: 'rp1' } })).body.items[0]?.id,
  makeApplicationSecret: async () => (await client('listApplications', { query: { q: 'rp2' } })).body.items[0]?.id,
  checkRedirectUri: async () => (await client('listApplications', { query: { q: 'rp2' } })).body.items[0]?.id,
  changeServiceAccount: async () => (await client('listServiceAccounts', { query: { q: 'humble' } })).body.items[0]?.id,
  createAppPassword: async () => (await client('listServiceAccounts', { query: { q: 'humble' } })).body.items[0]?.id,
  changeApi: async () => (await client('listApis', { query: { q: 'spare' } })).body.items[0]?.id,
  changeScope: async () => (await client('listScopes', { query: { sort: 'built_in' } })).body.items[0]?.id,
  changeTrustedIssuer: async () => (await client('listTrustedIssuers', { query: { q: 'spare' } })).body.items[0]?.id,
  changeExtensionGrant: async () => (await client('listExtensionGrants', { query: { q: 'spare' } })).body.items[0]?.id,
  tryExtensionGrant: async () => (await client('listExtensionGrants', { query: { q: 'spare' } })).body.items[0]?.id,
  changeSigningKey: async () => (await client('listSigningKeys', { query: { q: 'next' } })).body.items[0]?.kid,
  revokeSigningKey: async () => (await client('listSigningKeys', { query: { q: 'next' } })).body.items[0]?.kid,
};

/** Found once, because what is tried on it may rename it; only what is used up is looked for again. */
const targets = new Map<Bodied, string>();

async function targetOf(name: Bodied): Promise<string> {
  const id = targets.get(name) ?? (await TARGETS[name]?.()) ?? 'none';
  if (name !== 'revokeSigningKey') targets.set(name, id);
  return id;
}

/** A field that can't stand beside another one. RFC 7591 §2, RFC 8705 §2.1.2 */
const EXCLUDED = new Map([
  ['jwks_uri', 'jwks'],
  ...['dns', 'uri', 'ip', 'email'].map(
    (kind) => [`tls_client_auth_san_${kind}`, 'tls_client_auth_subject_dn'] as const,
  ),
]);

describe.each(BODIED)('%s', (name) => {
  const operation: Operation = OPERATIONS[name];
  const schema = z.toJSONSchema(operation.body!, { io: 'input' }) as Readonly<Record<string, unknown>>;
  const cases = badBodies(schema, VALID[name]);

  test('is tried with every field', () => {
    const forgotten = forgottenFields(schema, VALID[name]).filter(
      (field) => !Object.hasOwn(VALID[name], EXCLUDED.get(field) ?? ''),
    );
    expect(forgotten).toEqual([]);
    expect(cases.length).toBeGreaterThan(10);
  });

  test.each(cases)('$what', async (bad) => {
    await expectRefusedOrKept(name, bad);
  });
});

/** The office as it was after the last body that was refused; undefined where something else was tried since. */
let unchanged: string | undefined;

async function expectRefusedOrKept(name: Bodied, { body, pointer, text }: BadBody): Promise<void> {
  const ask = name === 'confirmSession' ? panel : client;
  const id = await targetOf(name);
  const path = { id, kid: id };
  const before = unchanged ?? (await exported(office.origin, credentials));
  unchanged = undefined;
  const told = await ask(name, { path, body });
  if (told.status < 300 && text !== undefined) {
    // Any text is allowed there: it is shown as it was typed, as data and nothing else.
    expect(told.headers.get('content-type')).toBe('application/json');
    if (!SECRETS.has(pointer)) expect(SHOWS_NOTHING.has(name) || told.text.includes(JSON.stringify(text))).toBe(true);
    await undo(name, path, told.body);
    return;
  }
  if (text !== undefined && told.status === 401) return;
  expect([told.status, told.problem.type]).toEqual([400, 'urn:lanyard:problem:invalid']);
  const pointers = (told.problem.errors ?? []).map((error) => error.pointer);
  expect(pointers.length).toBeGreaterThan(0);
  expect(
    pointers.some((each) => each === pointer || each.startsWith(`${pointer}/`) || pointer.startsWith(`${each}/`)),
  ).toBe(true);
  expect(told.text).not.toContain('<script>');
  expect(await exported(office.origin, credentials)).toBe(before);
  unchanged = before;
}

/** Told to nobody again. */
const SECRETS: ReadonlySet<string> = new Set(['/password', '/smtp_password']);
/** Their answers hold nothing of what was sent, or not letter by letter. */
const SHOWS_NOTHING: ReadonlySet<OperationName> = new Set(['revokeSigningKey', 'checkRedirectUri', 'previewLoginPage']);

/** What was made is in the way of what is tried next. */
const REMOVES: Readonly<Partial<Record<Bodied, OperationName>>> = {
  createUser: 'removeUser',
  createGroup: 'removeGroup',
  createApplication: 'removeApplication',
  createServiceAccount: 'removeServiceAccount',
  createApi: 'removeApi',
  createScope: 'removeScope',
};

async function undo(name: Bodied, path: Readonly<Record<string, string>>, made: unknown): Promise<void> {
  const remove = REMOVES[name];
  if (name.startsWith('change')) expect((await client(name, { path, body: VALID[name] })).status).toBe(200);
  if (remove === undefined) return;
  const { id } = made as { readonly id: string };
  expect((await client(remove, { path: { id } })).status).toBe(204);
}

/** Of a person, an application or a service account, as the path wants it. */
async function anIdFor(name: OperationName): Promise<string> {
  const { path } = OPERATIONS[name] as Operation;
  if (path.includes('applications/{')) return targetOf('changeApplication');
  if (path.includes('accounts/{')) return targetOf('changeServiceAccount');
  return targetOf('changeUser');
}

describe('a query', () => {
  const LISTS = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => 'query' in OPERATIONS[name]);

  test.each(LISTS)('of %s is refused with a parameter that is wrong, unknown or there twice', async (name) => {
    const id = await anIdFor(name);
    const wrong: readonly (readonly [Record<string, string>, string])[] = [
      [{ limit: '0' }, '?limit'],
      [{ limit: '201' }, '?limit'],
      [{ limit: '1e2' }, '?limit'],
      [{ limit: '-1' }, '?limit'],
      [{ q: 'x'.repeat(201) }, '?q'],
      [{ cursor: 'x'.repeat(1001) }, '?cursor'],
      [{ sort: 'password_hash' }, '?sort'],
      [{ sort: '__proto__' }, '?sort'],
      [{ __proto__x: '1' }, '?__proto__x'],
      [{ nonsense: '1' }, '?nonsense'],
    ];
    for (const [query, pointer] of wrong) {
      const told = await client(name, { path: { id }, query });
      expect([query, told.status, told.problem?.errors?.[0]?.pointer]).toEqual([query, 400, pointer]);
    }
    const operation: Operation = OPERATIONS[name];
    const url = `${office.origin}${operation.path.replace(/\{\w+\}/, id)}?limit=1&limit=2`;
    expect((await fetch(url, { headers: credentials })).status).toBe(400);
  });

  test('of an operation that has none is refused', async () => {
    const told = await client('readStatus', { query: { verbose: '1' } });
    expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([400, '?verbose']);
  });
});

describe('a body', () => {
  const post = (
    body: string | Uint8Array<ArrayBuffer>,
    type = 'application/json',
    headers: Record<string, string> = {},
  ) =>
    fetch(`${office.origin}/api/v1/groups`, {
      method: 'POST',
      body,
      headers: { ...credentials, 'content-type': type, ...headers },
    });

  test.each([
    ['is no JSON', '{"name":', 400],
    ['is no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
    ['has a member twice', '{"name":"a","name":"b"}', 400],
    ['has a member twice, spelled differently', '{"name":"a","n\\u0061me":"b"}', 400],
    ['has __proto__', '{"name":"a","__proto__":{"admin":true}}', 400],
    ['has __proto__, spelled differently', '{"name":"a","\\u005f_proto__":{}}', 400],
    ['is an abyss of brackets', `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400],
    ['is larger than 64 KiB', JSON.stringify({ name: 'x'.repeat(70_000) }), 413],
  ] as const)('that %s is refused', async (_what, body, status) => {
    const response = await post(body);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    'text/json',
  ])('of the type %s is refused', async (type) => {
    expect((await post('{"name":"a"}', type)).status).toBe(415);
  });

  test('with an encoding is refused, and so is one where none was expected', async () => {
    expect((await post('{"name":"a"}', 'application/json', { 'content-encoding': 'gzip' })).status).toBe(415);
    const told = await client('removeGroup', { path: { id: 'none' }, body: {} });
    expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([400, '']);
  });

  test('says a pointer that a program can follow', async () => {
    const response = await post('{"name":"a","a/b~c":1}');
    const problem = (await response.json()) as { readonly errors: readonly { readonly pointer: string }[] };
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/a~1b~0c']);
  });

  test('that merges may say so', async () => {
    const group = await client('createGroup', { body: { name: 'merging' } });
    const headers = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
    const told = await client('changeGroup', { path: { id: group.body.id }, body: { name: 'merged' }, headers });
    expect(told.body.name).toBe('merged');
  });
});
