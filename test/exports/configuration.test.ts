import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { verifyAppPassword } from '../../server/directory/app-passwords.ts';
import { changeApplication, findApplication } from '../../server/directory/applications.ts';
import { hashSecret, secretMatches } from '../../server/directory/machine-secrets.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { findUserByUsername } from '../../server/directory/users.ts';
import { exportConfiguration } from '../../server/exports/configuration.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

const seal = (plain: string) => `sealed ${plain}`;

const passwords = createPasswordHasher();

async function officeFrom(text: string, now = NOW): Promise<Store> {
  const store = createMemoryStore();
  const read = readConfiguration(text);
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  const result = await importConfiguration(
    { store, passwords, now, actor: 'operator', secrets: OPEN_SEALING, defaultsFor: () => ({}), seal },
    read.document,
  );
  if ('refusals' in result) throw new Error(JSON.stringify(result.refusals));
  return store;
}

const example = () => readFile(new URL('../imports/example.lanyard.yaml', import.meta.url), 'utf8');

/** One dot. */
const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Every field of every kind of entry, with whatever letters there are. */
const FULL = {
  lanyard: 1,
  settings: {
    git_tools: 'forgejo',
    require_pushed_authorization_requests: true,
    require_dpop_nonce: true,
    sign_in_page: 'name_first',
    sign_in_by_mail: 'link',
    sign_in_by_mail_for_admins: true,
    new_password_by_mail: true,
    sign_up: true,
    login_page: {
      heading: 'Welcome to {{application}}',
      lead: 'Grüße {{#ext-team}}an {{ext-team}}{{/ext-team}}',
      submit: 'Go',
      help: 'Call 17',
      block: '<p lang="de">Hilfe: <a href="/hilfe">hier</a></p>',
      action_light: '#7A1F4D',
      action_dark: '#F2A0C0',
      accent_light: '#7A1F4D',
      accent_dark: '#F2A0C0',
      paper_light: '#FFFFFF',
      paper_dark: '#000000',
      logo: LOGO,
    },
    smtp_host: 'mail.bücher.example',
    smtp_port: 2525,
    smtp_security: 'none',
    smtp_plain_on_network: true,
    smtp_username: 'lanyard',
    smtp_from: 'büro@bücher.example',
    issuer_name: 'Büro “Ξένος” 愛',
    access_token_lifetime_s: 61,
    id_token_lifetime_s: 62,
    refresh_token_lifetime_s: 63,
    refresh_token_idle_lifetime_s: 31,
    refresh_token_grace_s: 0,
    code_lifetime_s: 30,
    session_lifetime_s: 64,
    interaction_lifetime_s: 65,
    signing_key_lifetime_s: 66,
    outbound_allow: ['192.168.1.20:8443'],
    login_attempts_per_minute: 5,
    client_attempts_per_minute: 6,
    registrations_per_minute: 7,
    admin_from: 'lan',
    dialect_listeners: ['github=8081', 'github=git.example.lan'],
    post_logout_redirect_uris: ['https://www.example.lan/bye'],
    default_audience: 'https://api.example.lan',
    login_url: 'https://login.example.lan/login?theme=blue',
    consent_url: 'https://login.example.lan/consent',
    logout_url: 'http://127.0.0.1:3000/logout',
    device_url: 'https://login.example.lan/device',
  },
  groups: [{ name: 'zebra' }, { name: 'Ärzte' }, { name: 'off' }, { name: '2024' }],
  users: [
    { username: 'zoe', password: 'пароль-密码-пароль' },
    { username: 'emp-17', external_subject: 'emp:17' },
    {
      username: 'Ada:Lovelace',
      name: 'yes',
      given_name: '👩‍💻',
      family_name: 'Zoe\u0308 "the" \\ \'best\'',
      email: 'ä@büro.lan',
      email_verified: false,
      groups: ['off', '2024', 'Ärzte'],
      admin: true,
      disabled: true,
      claims: {
        zoneinfo: 'Europe/Berlin',
        address: { street_address: 'a\nb', locality: 'Ö' },
        own: [1, 2.5, null, { z: '1e3', a: '~' }],
        list: [],
      },
    },
  ],
  apis: [
    {
      audience: 'https://api.example.lan',
      name: 'Orders',
      refresh_token_lifetime_s: 71,
      refresh_token_idle_lifetime_s: 72,
      scopes: [{ name: 'z:read' }, { name: 'a:read', description: 'Read: everything' }],
      authorization_details_types: [{ name: 'payment', description: 'pay {amount} to {payee}' }],
      any_application: true,
      permissions_in_tokens: true,
    },
  ],
  scopes: [
    {
      name: 'department',
      description: 'Your department',
      claims: { z: 'user.claims.own', department: 'user.claims.department' },
    },
  ],
  trusted_issuers: [
    {
      issuer: 'https://partner.test',
      name: 'Pärtner',
      jwks: { keys: [{ kty: 'EC', kid: '1', crv: 'P-256', x: 'abc', y: 'def' }] },
      subject_claim: 'email',
      user_field: 'email',
      scope: 'z:read',
      audience: ['https://api.example.lan'],
      disabled: true,
    },
    { issuer: 'urn:second', jwks_uri: 'https://second.test/jwks' },
  ],
  applications: [
    {
      client_id: 'web',
      slug: 'web',
      client_name: 'Wèb',
      client_secret: 'a-secret-that-is-long-enough',
      dialect: 'github',
      redirect_uris: ['https://b.test/cb', 'https://a.test/cb?x=1'],
      post_logout_redirect_uris: ['https://a.test/bye'],
      web_origins: ['https://a.test'],
      grant_types: ['refresh_token', 'authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
      jwks: { keys: [{ kty: 'EC', kid: '1', crv: 'P-256', x: 'abc', y: 'def' }] },
      require_pkce: false,
      access_token_lifetime_s: 75,
      id_token_lifetime_s: 76,
      refresh_token_lifetime_s: 73,
      refresh_token_idle_lifetime_s: 74,
      sign_up: true,
      new_password_by_mail: true,
      program_data: { owner: 'shop', metadata: { of: ['any', null, 3] } },
      scope: 'openid department z:read',
      audience: ['https://api.example.lan'],
      token_exchange_from: ['native'],
      token_exchange_audience: ['https://api.example.lan'],
      token_exchange_impersonation: true,
      access_token_format: 'jwt',
      access_token_signed_response_alg: 'ES256',
      id_token_signed_response_alg: 'EdDSA',
      userinfo_signed_response_alg: 'RS256',
      request_object_signing_alg: 'ES256',
      require_pushed_authorization_requests: true,
      dpop_bound_access_tokens: true,
      authorization_signed_response_alg: 'ES256',
      introspection_signed_response_alg: 'EdDSA',
      consent: 'always',
      allowed_groups: ['zebra'],
      client_uri: 'https://a.test/',
      logo_uri: 'https://a.test/logo.png',
      policy_uri: 'https://a.test/policy',
      tos_uri: 'https://a.test/terms',
      backchannel_logout_uri: 'https://a.test/out?a=1',
      backchannel_logout_session_required: true,
      frontchannel_logout_uri: 'https://a.test/signed-out',
      frontchannel_logout_session_required: false,
      disabled: true,
    },
    { client_id: 'https://tool.test/client.json', token_endpoint_auth_method: 'none', registered_by: 'document' },
    { client_id: 'itself', token_endpoint_auth_method: 'none', registered_by: 'itself' },
    { client_id: 'native', token_endpoint_auth_method: 'none' },
    { client_id: 'person', token_endpoint_auth_method: 'none', registered_by: 'person', owner: 'zoe' },
  ],
  service_accounts: [
    {
      username: 'robot',
      name: 'Roboter',
      groups: ['off'],
      admin: true,
      disabled: true,
      scope: 'a:read lanyard:admin',
      app_passwords: [
        { name: 'z', password: 'a-password-that-is-long', expires_at: 1_900_000_000 },
        { name: 'a', password: 'another-password-of-it' },
      ],
    },
  ],
};

describe('an export', () => {
  it('imported into an empty office and exported again is the same text', async () => {
    for (const text of [await example(), JSON.stringify(FULL), 'lanyard: 1']) {
      const first = await exportConfiguration(await officeFrom(text));
      const second = await exportConfiguration(await officeFrom(first, NOW + 1000));
      expect(second).toBe(first);
    }
  });

  it('says everything that was imported, letter by letter', async () => {
    const read = readConfiguration(await exportConfiguration(await officeFrom(JSON.stringify(FULL))));
    if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
    const { document } = read;
    expect(document.settings).toEqual({
      client_id_metadata_document: 'off',
      registration_unused_days: 90,
      ...FULL.settings,
      user_applications: 'off',
      user_applications_scope: 'openid profile email groups offline_access',
      user_app_passwords: 'off',
      user_app_passwords_each: 20,
      user_applications_each: 10,
      legacy_grants: false,
      dynamic_registration: 'off',
      outbound_ca: '',
      tls_client_ca: '',
    });
    expect(document.groups).toEqual([{ name: '2024' }, { name: 'off' }, { name: 'zebra' }, { name: 'Ärzte' }]);
    expect(document.users?.find(({ admin }) => admin)).toEqual(FULL.users[2]);
    expect(document.users?.find(({ username }) => username === 'emp-17')).toMatchObject(FULL.users[1]!);
    expect(document.apis).toEqual(FULL.apis);
    expect(document.scopes).toEqual(FULL.scopes);
    expect(document.trusted_issuers?.[0]).toEqual(FULL.trusted_issuers[0]);
    const { client_secret = '', ...web } = FULL.applications[0]!;
    expect(document.applications?.find(({ client_id }) => client_id === 'web')).toEqual({
      ...web,
      client_secret_hash: hashSecret(client_secret),
    });
    const own = FULL.applications.at(-1);
    expect(document.applications?.find(({ client_id }) => client_id === 'person')).toMatchObject(own ?? {});
    expect(document.service_accounts).toEqual([
      {
        ...FULL.service_accounts[0],
        app_passwords: [
          { name: 'a', password_hash: hashSecret('another-password-of-it') },
          { name: 'z', password_hash: hashSecret('a-password-that-is-long'), expires_at: 1_900_000_000 },
        ],
      },
    ]);
  });

  it('carries passwords and secrets over as hashes that work as before', async () => {
    const text = await exportConfiguration(await officeFrom(await example()));
    expect(text).not.toMatch(/alice-alice|web-app-secret|app-password-0123/);
    const moved = await officeFrom(text);
    const alice = await findUserByUsername(moved, 'alice');
    expect(await passwords.verify(alice?.password_hash, 'alice-alice-alice-1')).toBe(true);
    const web = await findApplication(moved, 'web-app');
    expect(secretMatches('web-app-secret-web-app-secret-0001', web!.client_secrets[0]!.hash)).toBe(true);
    expect(await verifyAppPassword(moved, 'ci-bot', 'ci-bot-app-password-0123456789', NOW)).toMatchObject({
      account: { username: 'ci-bot' },
    });
  });

  it('imported into its own office changes nothing', async () => {
    const store = await officeFrom(JSON.stringify(FULL));
    const text = await exportConfiguration(store);
    const read = readConfiguration(text);
    if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
    const result = await importConfiguration(
      { store, passwords, now: NOW + 5, actor: 'operator', secrets: OPEN_SEALING, defaultsFor: () => ({}), seal },
      read.document,
    );
    expect(result).toMatchObject({ created: [], changed: [] });
    expect(await exportConfiguration(store)).toBe(text);
  });

  it('does not depend on the order in which things were made', async () => {
    const ofNobody = (applications: typeof FULL.applications) =>
      applications.filter(({ owner }) => owner === undefined);
    const turned = {
      ...FULL,
      groups: FULL.groups.toReversed(),
      applications: ofNobody(FULL.applications).toReversed(),
      scopes: FULL.scopes.map(({ claims, ...scope }) => ({
        ...scope,
        claims: Object.fromEntries(Object.entries(claims).toReversed()),
      })),
      users: FULL.users.toReversed().filter(({ username }) => username !== 'zoe'),
    };
    const users = FULL.users.filter(({ username }) => username !== 'zoe');
    const straight = { ...FULL, users, applications: ofNobody(FULL.applications) };
    const [one, other] = await Promise.all([officeFrom(JSON.stringify(straight)), officeFrom(JSON.stringify(turned))]);
    expect(await exportConfiguration(other)).toBe(await exportConfiguration(one));
  });

  it('carries of a rotated secret only the one that stays', async () => {
    const store = await officeFrom(JSON.stringify(FULL));
    const web = await findApplication(store, 'web');
    const [old] = web!.client_secrets;
    const fresh = { hash: hashSecret('the-fresh-secret'), created_at: NOW };
    await store
      .collection('applications')
      .update(web!.id, (app) => ({ ...app, client_secrets: [{ ...old!, expires_at: NOW + 60 }, fresh] }));
    expect(await exportConfiguration(store)).toContain(fresh.hash);
    expect(await exportConfiguration(store)).not.toContain(old!.hash);
    await store.transaction((within) => changeApplication(within, 'web', { consent: 'skip' }, NOW));
    expect((await findApplication(store, 'web'))?.client_secrets).toHaveLength(2);
  });
});
