import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../server/audit/chain.ts';
import { verifyAppPassword } from '../../server/directory/app-passwords.ts';
import { findApplication } from '../../server/directory/applications.ts';
import { hashSecret, secretMatches } from '../../server/directory/machine-secrets.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { readSettings } from '../../server/directory/settings.ts';
import { createUser, findUserByUsername } from '../../server/directory/users.ts';
import { exportConfiguration } from '../../server/exports/configuration.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

const EXAMPLE = new URL('./example.lanyard.yaml', import.meta.url);
const SECRET = 'a-secret-that-is-long-enough';
const seal = (plain: string) => `sealed ${plain}`;
const passwords = createPasswordHasher();

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

async function importText(text: string, now = NOW) {
  const read = readConfiguration(text);
  if ('refusals' in read) throw new Error(`refused: ${JSON.stringify(read.refusals)}`);
  const importing = {
    store,
    passwords,
    now,
    actor: 'operator',
    secrets: OPEN_SEALING,
    seal,
    defaultsFor: (dialect: string) => (dialect === 'github' ? { require_pkce: false, scope: 'openid profile' } : {}),
  };
  return importConfiguration(importing, read.document);
}
const importObject = (document: object, now = NOW) => importText(JSON.stringify({ lanyard: 1, ...document }), now);
const events = async () => (await store.collection('audit_events').list({ limit: 1000 })).items;

/** Everything that is stored, to see that nothing was written. */
async function everything() {
  const names = [
    'users',
    'groups',
    'applications',
    'apis',
    'scopes',
    'trusted_issuers',
    'service_accounts',
    'app_passwords',
    'settings',
    'counters',
    'audit_events',
  ] as const;
  return Promise.all(names.map(async (name) => (await store.collection(name).list({ limit: 1000 })).items));
}

describe('the example office', () => {
  it('is imported whole', async () => {
    const result = await importText(await readFile(EXAMPLE, 'utf8'));
    expect(result).toEqual({
      created: [
        'group staff',
        'group grafana-admins',
        'api https://api.example.lan',
        'user admin',
        'user alice',
        'user bob',
        'service account ci-bot',
        'application web-app',
        'application native-app',
        'application robot',
      ],
      changed: ['settings'],
      unchanged: 0,
      kept_passwords: 0,
      secrets: [],
    });
    expect((await readSettings(store)).issuer_name).toBe('Example Office');
    const alice = await findUserByUsername(store, 'alice');
    expect(alice).toMatchObject({ name: 'Alice Example', groups: ['staff', 'grafana-admins'], admin: false });
    expect(await passwords.verify(alice?.password_hash, 'alice-alice-alice-1')).toBe(true);
    const web = await findApplication(store, 'web-app');
    expect(secretMatches('web-app-secret-web-app-secret-0001', web!.client_secrets[0]!.hash)).toBe(true);
    expect(await verifyAppPassword(store, 'ci-bot', 'ci-bot-app-password-0123456789', NOW)).toMatchObject({
      account: { admin: true },
    });
  });

  it('changes nothing when it is imported again', async () => {
    const text = await readFile(EXAMPLE, 'utf8');
    await importText(text);
    const [before, exported] = [await everything(), await exportConfiguration(store)];
    expect(await importText(text, NOW + 1000)).toEqual({
      created: [],
      changed: [],
      unchanged: 11,
      kept_passwords: 3,
      secrets: [],
    });
    expect(await everything()).toEqual(before);
    expect(await exportConfiguration(store)).toBe(exported);
  });

  it('leaves one audit event that tells no secret', async () => {
    await importText(await readFile(EXAMPLE, 'utf8'));
    const kept = await events();
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      type: 'configuration.imported',
      actor: 'operator',
      address: '',
      detail: { created_count: 10, changed: ['settings'] },
    });
    expect(verifyAuditChain(kept).kind).toBe('intact');
    expect(JSON.stringify(await everything())).not.toMatch(/alice-alice|secret-web-app|app-password-0123/);
  });
});

describe('importing into an office that stands', () => {
  it('changes only what the document names', async () => {
    await importObject({
      users: [{ username: 'alice', name: 'Alice', email: 'alice@example.lan', claims: { locale: 'de' } }],
    });
    const before = await findUserByUsername(store, 'alice');
    const result = await importObject({ users: [{ username: 'ALICE ', given_name: 'Alice' }] }, NOW + 5);
    expect(result).toMatchObject({ created: [], changed: ['user alice'] });
    expect(await findUserByUsername(store, 'alice')).toEqual({
      ...before,
      username: 'ALICE',
      given_name: 'Alice',
      updated_at: NOW + 5,
    });
  });

  it('leaves alone what the document does not name', async () => {
    await importObject({ groups: [{ name: 'staff' }], users: [{ username: 'alice', groups: ['staff'] }] });
    await importObject({ groups: [{ name: 'guests' }] });
    expect(await findUserByUsername(store, 'alice')).toMatchObject({ groups: ['staff'] });
  });

  it('never replaces the password of somebody who exists', async () => {
    await importObject({ users: [{ username: 'alice', password: 'the first password' }] });
    const result = await importObject({ users: [{ username: 'alice', password: 'another password' }] });
    expect(result).toMatchObject({ changed: [], unchanged: 1 });
    const alice = await findUserByUsername(store, 'alice');
    expect(await passwords.verify(alice?.password_hash, 'the first password')).toBe(true);
  });

  it('replaces a client secret and an app password, because those are the office’s', async () => {
    const office = (secret: string) => ({
      applications: [{ client_id: 'app', client_secret: secret }],
      service_accounts: [{ username: 'robot', app_passwords: [{ name: 'main', password: secret }] }],
    });
    await importObject(office(SECRET));
    const result = await importObject(office('another-secret-of-theirs'), NOW + 5);
    expect(result).toMatchObject({ changed: ['service account robot', 'application app'] });
    expect((await findApplication(store, 'app'))?.client_secrets).toEqual([
      { hash: hashSecret('another-secret-of-theirs'), created_at: NOW + 5 },
    ]);
    expect(await verifyAppPassword(store, 'robot', SECRET, NOW)).toBeUndefined();
    expect(await verifyAppPassword(store, 'robot', 'another-secret-of-theirs', NOW)).toBeDefined();
  });

  it('keeps app passwords and API scopes that the document does not name', async () => {
    const api = (name: string, description?: string) => ({
      apis: [{ audience: 'api', scopes: [{ name, ...(description && { description }) }] }],
    });
    await importObject({
      ...api('a', 'First'),
      service_accounts: [{ username: 'robot', app_passwords: [{ name: 'one', password: `${SECRET}-1` }] }],
    });
    await importObject({
      ...api('b'),
      service_accounts: [{ username: 'robot', app_passwords: [{ name: 'two', password: `${SECRET}-2` }] }],
    });
    await importObject(api('a'));
    expect(await store.collection('apis').find('audience', 'api')).toMatchObject([
      { scopes: [{ name: 'a', description: 'First' }, { name: 'b' }] },
    ]);
    expect(await verifyAppPassword(store, 'robot', `${SECRET}-1`, NOW)).toBeDefined();
    expect(await verifyAppPassword(store, 'robot', `${SECRET}-2`, NOW)).toBeDefined();
  });

  it('changes each kind of entry by its key', async () => {
    const office = (word: string) => ({
      settings: { issuer_name: word },
      apis: [{ audience: 'api', name: word }],
      scopes: [{ name: 'department', description: word }],
      users: [{ username: 'alice', name: word }],
      service_accounts: [{ username: 'robot', name: word }],
      applications: [{ client_id: 'app', client_secret: SECRET, client_name: word }],
    });
    await importObject(office('one'));
    expect(await importObject(office('two'))).toEqual({
      created: [],
      changed: ['settings', 'api api', 'scope department', 'user alice', 'service account robot', 'application app'],
      unchanged: 0,
      kept_passwords: 0,
      secrets: [],
    });
    expect(await events()).toHaveLength(2);
  });

  it('gives a new application the defaults of its dialect, and an old one none', async () => {
    await importObject({ applications: [{ client_id: 'git', client_secret: SECRET, dialect: 'github' }] });
    expect(await findApplication(store, 'git')).toMatchObject({ require_pkce: false, scope: 'openid profile' });
    await importObject({ applications: [{ client_id: 'git', require_pkce: true, dialect: 'github' }] });
    expect(await findApplication(store, 'git')).toMatchObject({ require_pkce: true, scope: 'openid profile' });
  });

  it('seals a secret that an application signs with, and the same document again changes nothing', async () => {
    const document = {
      applications: [{ client_id: 'app', token_endpoint_auth_method: 'client_secret_jwt', client_secret: SECRET }],
    };
    await importObject(document);
    expect((await findApplication(store, 'app'))?.client_secrets[0]?.sealed).toBe(`sealed app ${SECRET}`);
    expect(await importObject(document, NOW + 5)).toMatchObject({ changed: [], unchanged: 1 });
    const again = await exportConfiguration(store);
    expect(again).not.toContain(hashSecret(SECRET));
    expect(await importText(again, NOW + 5)).toMatchObject({ created: [], changed: [] });
    const hashed = { applications: [{ client_id: 'app', client_secret_hash: hashSecret(SECRET) }] };
    expect(await importObject(hashed)).toEqual({
      refusals: [{ path: 'applications[0].client_secret_hash', reason: matching(/needs the secret itself/) }],
    });
  });

  it('makes a secret for a confidential application that brings none, and tells it once', async () => {
    const document = {
      applications: [{ client_id: 'app' }, { client_id: 'native', token_endpoint_auth_method: 'none' }],
    };
    const result = await importObject(document);
    if ('refusals' in result) throw new Error('refused');
    expect(result.secrets).toEqual([{ client_id: 'app', client_secret: matching(/^[A-Za-z0-9_-]{43}$/) }]);
    expect((await findApplication(store, 'app'))?.client_secrets[0]?.hash).toBe(
      hashSecret(result.secrets[0]!.client_secret),
    );
    expect(await importObject(document)).toEqual({
      created: [],
      changed: [],
      unchanged: 2,
      kept_passwords: 0,
      secrets: [],
    });
  });

  it('takes references to what is there already and to what the document brings', async () => {
    await importObject({
      groups: [{ name: 'old' }],
      apis: [{ audience: 'old-api', scopes: [{ name: 'old:read' }] }],
      scopes: [{ name: 'dept' }],
    });
    const result = await importObject({
      applications: [
        {
          client_id: 'app',
          allowed_groups: ['old', 'new'],
          audience: ['old-api', 'new-api'],
          scope: 'openid old:read new:read dept read:user',
        },
      ],
      apis: [{ audience: 'new-api', scopes: [{ name: 'new:read' }] }],
      groups: [{ name: 'new' }],
    });
    expect(result).toMatchObject({ created: ['group new', 'api new-api', 'application app'] });
  });

  it('works side by side with another import of the same document', async () => {
    const document = { users: [{ username: 'alice', password: 'the first password' }], groups: [{ name: 'staff' }] };
    const results = await Promise.all([importObject(document), importObject(document), importObject(document)]);
    const created = results.flatMap((result) => ('refusals' in result ? ['refused'] : result.created));
    expect(created.toSorted()).toEqual(['group staff', 'user alice']);
    expect(await events()).toHaveLength(1);
  });
});

describe('an import that is refused', () => {
  beforeEach(async () => {
    await importObject({
      groups: [{ name: 'staff' }],
      users: [{ username: 'ada', admin: true }, { username: 'bob' }],
      service_accounts: [{ username: 'robot', admin: true }],
      applications: [
        { client_id: 'taken', slug: 'taken', client_secret: SECRET },
        { client_id: 'public', token_endpoint_auth_method: 'none' },
      ],
    });
  });

  it.each<[string, object, string, RegExp]>([
    [
      'an unknown group of a person',
      { users: [{ username: 'eve', groups: ['staff', 'ghosts'] }] },
      'users[0].groups[1]',
      /ghosts, which does not exist/,
    ],
    [
      'an unknown group of a service account',
      { service_accounts: [{ username: 'x', groups: ['ghosts'] }] },
      'service_accounts[0].groups[0]',
      /ghosts/,
    ],
    [
      'an unknown group that is let in',
      { applications: [{ client_id: 'a', allowed_groups: ['ghosts'] }] },
      'applications[0].allowed_groups[0]',
      /ghosts/,
    ],
    [
      'an unknown API',
      { applications: [{ client_id: 'a', audience: ['https://ghost'] }] },
      'applications[0].audience[0]',
      /under apis/,
    ],
    [
      'a scope of an application that nobody defines',
      { applications: [{ client_id: 'a', scope: 'openid ghost:read' }] },
      'applications[0].scope',
      /ghost:read, which nobody/,
    ],
    [
      'a scope of a service account that nobody defines',
      { service_accounts: [{ username: 'x', scope: 'ghost' }] },
      'service_accounts[0].scope',
      /ghost/,
    ],
    [
      'a slug that is taken',
      { applications: [{ client_id: 'a', slug: 'taken' }] },
      'applications[0].slug',
      /taken by the application taken/,
    ],
    [
      'a slug that stands twice',
      {
        applications: [
          { client_id: 'a', slug: 's' },
          { client_id: 'b', slug: 's' },
        ],
      },
      'applications[1].slug',
      /taken by the application a/,
    ],
    [
      'a secret for a new public application',
      { applications: [{ client_id: 'a', token_endpoint_auth_method: 'none', client_secret: SECRET }] },
      'applications[0].client_secret',
      /can keep no secret/,
    ],
    [
      'a secret for an old public application',
      { applications: [{ client_id: 'public', client_secret_hash: hashSecret(SECRET) }] },
      'applications[0].client_secret_hash',
      /can keep no secret/,
    ],
    [
      'client_credentials for a public application',
      { applications: [{ client_id: 'public', grant_types: ['client_credentials'] }] },
      'applications[0].grant_types',
      /public application/,
    ],
    [
      'a response type without its grant',
      { applications: [{ client_id: 'a', grant_types: ['client_credentials'], response_types: ['code'] }] },
      'applications[0].response_types',
      /code/,
    ],
    [
      'a person with a service account’s name',
      { users: [{ username: 'ROBOT' }] },
      'users[0].username',
      /taken by a service account/,
    ],
    [
      'a service account with a person’s name',
      { service_accounts: [{ username: 'ada' }] },
      'service_accounts[0].username',
      /taken by a person/,
    ],
    ['the last admin demoted', { users: [{ username: 'ada', admin: false }] }, 'users[0]', /last admin/],
    [
      'the last admin disabled',
      { users: [{ username: 'bob' }, { username: 'ada', disabled: true }] },
      'users[1]',
      /last admin/,
    ],
  ])('names %s', async (_, document, path, reason) => {
    const before = await everything();
    expect(await importObject({ groups: [{ name: 'brand-new' }], ...document }, NOW + 5)).toEqual({
      refusals: [{ path, reason: matching(reason) }],
    });
    expect(await everything()).toEqual(before);
  });

  it('names everything at once', async () => {
    const result = await importObject({
      users: [{ username: 'eve', groups: ['ghosts'] }, { username: 'robot' }],
      applications: [{ client_id: 'a', slug: 'taken', audience: ['ghost'], scope: 'ghost' }],
    });
    expect('refusals' in result && result.refusals.map((refusal) => refusal.path)).toEqual([
      'users[0].groups[0]',
      'users[1].username',
      'applications[0].scope',
      'applications[0].audience[0]',
      'applications[0].slug',
    ]);
  });

  it('may demote an admin where the same document makes another', async () => {
    const result = await importObject({
      users: [
        { username: 'ada', admin: false },
        { username: 'bob', admin: true },
      ],
    });
    expect(result).toMatchObject({ changed: ['user ada', 'user bob'] });
  });

  it('refuses a client_id that is the id of a person or a service account', async () => {
    const ada = await findUserByUsername(store, 'ada');
    const result = await importObject({ applications: [{ client_id: ada!.id }] });
    expect(result).toEqual({
      refusals: [{ path: 'applications[0].client_id', reason: matching(/id of a person/) }],
    });
  });

  it('hashes no password in vain, and says that too many are being hashed rather than importing half', async () => {
    const busy = createPasswordHasher({ running: 0, waiting: 0 });
    const run = (document: object) => {
      const read = readConfiguration(JSON.stringify({ lanyard: 1, ...document }));
      if ('refusals' in read) throw new Error('refused');
      return importConfiguration(
        { store, passwords: busy, now: NOW, actor: 'operator', secrets: OPEN_SEALING, defaultsFor: () => ({}), seal },
        read.document,
      );
    };
    const before = await everything();
    const faulty = { users: [{ username: 'eve', password: 'long enough', groups: ['ghosts'] }] };
    expect(await run(faulty)).toMatchObject({ refusals: [{ path: 'users[0].groups[0]' }] });
    await expect(run({ users: [{ username: 'eve', password: 'long enough' }] })).rejects.toThrow('too many passwords');
    expect(await everything()).toEqual(before);
  });

  it('checks entries also where the document was not read from text', async () => {
    const importing = {
      store,
      passwords,
      now: NOW,
      actor: 'operator',
      secrets: OPEN_SEALING,
      defaultsFor: () => ({}),
      seal,
    };
    const result = await importConfiguration(importing, { lanyard: 1, groups: [{ name: 'a' }, { name: 'a' }] });
    expect(result).toEqual({ refusals: [{ path: 'groups[1].name', reason: 'is the same as that of groups[0]' }] });
  });
});

it('an office without any admin may be imported into', async () => {
  await store.transaction((within) => createUser(within, { username: 'ada', admin: false }, NOW));
  expect(await importObject({ users: [{ username: 'ada', disabled: true }] })).toMatchObject({ changed: ['user ada'] });
  const ada = await findUserByUsername(store, 'ada');
  expect(await store.collection('users').get(ada!.id)).toMatchObject({ disabled: true });
});

it('tells how far it has come with what takes long, and nothing where there is nothing to hash', async () => {
  const told: string[] = [];
  const progress = (hashed: number, of: number) => void told.push(`${hashed} of ${of}`);
  const importing = {
    store,
    passwords,
    now: NOW,
    actor: 'operator',
    secrets: OPEN_SEALING,
    defaultsFor: () => ({}),
    seal,
    progress,
  };
  const users = ['ada', 'bob', 'eve'].map((username) => ({ username, password: `a password of ${username}` }));
  await importConfiguration(importing, { lanyard: 1, users });
  expect(told).toEqual(['0 of 3', '1 of 3', '2 of 3', '3 of 3']);
  await importConfiguration(importing, { lanyard: 1, users });
  expect(told).toHaveLength(4);
});
