import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeApplication,
  createApplication,
  findApplication,
  isPublic,
} from '../../server/directory/applications.ts';
import type { ApplicationChanges, NewApplication } from '../../server/directory/applications.ts';
import { hashSecret, secretMatches } from '../../server/directory/machine-secrets.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import { createUser } from '../../server/directory/users.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const client_secret_hash = hashSecret('a secret that is long enough');
const add = (input: NewApplication) => store.transaction((within) => createApplication(within, input, NOW));
const change = (client_id: string, changes: ApplicationChanges) =>
  store.transaction((within) => changeApplication(within, client_id, changes, NOW + 5));

describe('a new application', () => {
  it('has the defaults of the contract', async () => {
    const { application, client_secret } = await add({ client_id: 'grafana', client_secret_hash });
    expect(client_secret).toBeUndefined();
    expect(application).toEqual({
      id: matching(/^[0-9a-f-]{36}$/),
      number: 1,
      client_id: 'grafana',
      client_name: 'grafana',
      client_secrets: [{ hash: client_secret_hash, created_at: NOW }],
      dialect: 'native',
      redirect_uris: [],
      post_logout_redirect_uris: [],
      web_origins: [],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      require_pkce: true,
      scope: 'openid profile email groups',
      audience: [],
      access_token_format: 'opaque',
      consent: 'remember',
      allowed_groups: [],
      disabled: false,
      created_at: NOW,
      updated_at: NOW,
    });
    expect(await findApplication(store, 'grafana')).toEqual(application);
  });

  it('gets an id and a secret of unreserved characters when it brings none, and the secret is told once', async () => {
    const { application, client_secret = '' } = await add({});
    expect(application.client_id).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(client_secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(secretMatches(client_secret, application.client_secrets[0]!.hash)).toBe(true);
    expect(JSON.stringify(await findApplication(store, application.client_id))).not.toContain(client_secret);
  });

  it('has no secret when it is public', async () => {
    const { application, client_secret } = await add({ client_id: 'native', token_endpoint_auth_method: 'none' });
    expect([application.client_secrets, client_secret, isPublic(application)]).toEqual([[], undefined, true]);
  });

  it('has no response types when it never sends a browser anywhere', async () => {
    expect((await add({ grant_types: ['client_credentials'] })).application.response_types).toEqual([]);
  });

  it('may have response types with tokens in them when it has the implicit grant', async () => {
    const hybrid = await add({
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code id_token', 'id_token'],
    });
    expect(hybrid.application.response_types).toEqual(['code id_token', 'id_token']);
    const bare = await add({ grant_types: ['implicit'], response_types: ['id_token token'] });
    expect(bare.application).toMatchObject({
      scope: 'openid profile email groups',
      response_types: ['id_token token'],
    });
  });

  it('keeps the response types that still fit when its grant types change', async () => {
    await add({
      client_id: 'mixed',
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code token', 'id_token'],
    });
    const fewer = await change('mixed', { grant_types: ['implicit'] });
    expect(fewer.application.response_types).toEqual(['id_token']);
    const other = await change('mixed', { grant_types: ['authorization_code'] });
    expect(other.application.response_types).toEqual(['code']);
  });

  it('takes the defaults of its dialect where it says nothing itself', async () => {
    const defaults = { require_pkce: false, access_token_format: 'jwt' } as const;
    const { application } = await store.transaction((within) =>
      createApplication(within, { client_id: 'old', access_token_format: 'opaque' }, NOW, defaults),
    );
    expect([application.require_pkce, application.access_token_format]).toEqual([false, 'opaque']);
  });

  it.each<[string, NewApplication, RegExp]>([
    ['code without its grant', { grant_types: ['client_credentials'], response_types: ['code'] }, /response_types/],
    ['the code grant without its response type', { response_types: [] }, /response_types/],
    ['the implicit grant without a type for it', { grant_types: ['authorization_code', 'implicit'] }, /lacks a type/],
    ['a token in the browser without the implicit grant', { response_types: ['code', 'id_token'] }, /has id_token/],
    ['a hybrid type without the implicit grant', { response_types: ['code token'] }, /has code token/],
    [
      'a hybrid type without the code grant',
      { grant_types: ['implicit'], response_types: ['code token'] },
      /has code token, which nobody could redeem/,
    ],
    [
      'client_credentials without a secret',
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      /client_credentials/,
    ],
    ['codes that nothing protects', { token_endpoint_auth_method: 'none', require_pkce: false }, /require_pkce/],
    [
      'a wildcard',
      { redirect_uris: ['https://a.test/cb', 'https://*.test/cb'] },
      /redirect_uris\[1\] holds a wildcard/,
    ],
    ['a script as address', { post_logout_redirect_uris: ['javascript:alert(1)'] }, /post_logout_redirect_uris\[0\]/],
    [
      'a page to sign out at of another origin',
      { redirect_uris: ['https://a.test/cb'], frontchannel_logout_uri: 'https://a.test:8443/bye' },
      /frontchannel_logout_uri has the origin https:\/\/a.test:8443/,
    ],
    [
      'a page to sign out at and nothing to compare it with',
      { frontchannel_logout_uri: 'https://a.test/bye' },
      /origin/,
    ],
    [
      'a page to sign out at with a fragment',
      { redirect_uris: ['https://a.test/cb'], frontchannel_logout_uri: 'https://a.test/bye#x' },
      /fragment/,
    ],
    [
      'a script to sign out with',
      { redirect_uris: ['https://a.test/cb'], frontchannel_logout_uri: 'javascript:alert(1)' },
      /must begin with https/,
    ],
    ['a path as origin', { web_origins: ['https://a.test/x'] }, /web_origins\[0\]/],
  ])('is refused with %s', async (_, input, message) => {
    await expect(add(input)).rejects.toMatchObject({ code: 'invalid', message: matching(message) });
  });

  it('may sign out at any page of the origin of a redirect URI', async () => {
    const frontchannel_logout_uri = 'https://a.test/bye?app=1';
    const { application } = await add({ redirect_uris: ['https://A.test/cb'], frontchannel_logout_uri });
    expect(application).toMatchObject({ frontchannel_logout_uri });
  });

  it('of a dialect that asks for no PKCE has it all the same where it is public and nobody said otherwise', async () => {
    const defaults = { require_pkce: false } as const;
    const made = (input: NewApplication) =>
      store.transaction((within) => createApplication(within, input, NOW, defaults));
    const open = { dialect: 'gitea', token_endpoint_auth_method: 'none' } as const;
    expect((await made({ ...open, client_id: 'tool' })).application.require_pkce).toBe(true);
    await expect(made({ ...open, client_id: 'other', require_pkce: false })).rejects.toThrow(/require_pkce/);
    expect((await made({ dialect: 'gitea', client_id: 'wiki' })).application.require_pkce).toBe(false);
    const became = await change('wiki', { token_endpoint_auth_method: 'none' });
    expect(became.application.require_pkce).toBe(true);
    await expect(change('wiki', { require_pkce: false })).rejects.toThrow(/require_pkce/);
  });

  it('may not go by the name of another in the paths of its dialect, whichever of the two is a slug', async () => {
    const dialect = 'authentik';
    await add({ client_id: 'one', slug: 'wiki', dialect });
    await add({ client_id: 'bare', dialect });
    await add({ client_id: 'free', slug: 'free', dialect });
    await expect(add({ client_id: 'wiki', dialect })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
    await expect(add({ client_id: 'two', slug: 'bare', dialect })).rejects.toMatchObject({
      code: 'conflict',
      field: 'slug',
    });
    await expect(change('free', { slug: 'bare' })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
    await add({ client_id: 'wiki' });
    await expect(change('wiki', { dialect })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
    expect((await change('wiki', { dialect, slug: 'another' })).application.slug).toBe('another');
    await change('one', { slug: 'moved' });
    expect((await add({ client_id: 'three', slug: 'wiki', dialect })).application.slug).toBe('wiki');
  });

  it.each(['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke', 'end-session'])(
    'may not be called %s where that is a path of its dialect, and keeps the name that it has',
    async (name) => {
      const dialect = 'authentik';
      await expect(add({ client_id: name, dialect })).rejects.toMatchObject({ code: 'invalid', field: 'client_id' });
      await expect(add({ slug: name, dialect })).rejects.toMatchObject({ code: 'invalid', field: 'slug' });
      const { application } = await add({ client_id: name, slug: name });
      await store.collection('applications').update(application.id, (old) => ({ ...old, dialect }));
      expect((await change(name, { client_name: 'Renamed' })).application.client_name).toBe('Renamed');
    },
  );

  it('may not take the client_id or the slug of another', async () => {
    await add({ client_id: 'one', slug: 'first' });
    await expect(add({ client_id: 'one' })).rejects.toMatchObject({ code: 'conflict', field: 'client_id' });
    await expect(add({ client_id: 'two', slug: 'first' })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
  });

  it('may not have the id of a person or a service account as its client_id', async () => {
    const user = await store.transaction((within) => createUser(within, { username: 'alice' }, NOW));
    const account = await store.transaction((within) => createServiceAccount(within, { username: 'robot' }, NOW));
    await expect(add({ client_id: user.id })).rejects.toMatchObject({ code: 'conflict', field: 'client_id' });
    await expect(add({ client_id: account.id })).rejects.toMatchObject({ code: 'conflict', field: 'client_id' });
  });
});

describe('changing an application', () => {
  it('keeps what is not named', async () => {
    const { application } = await add({ client_id: 'grafana', client_secret_hash, scope: 'openid' });
    const { application: changed } = await change('grafana', { client_name: 'Grafana', scope: undefined });
    expect(changed).toEqual({ ...application, client_name: 'Grafana', updated_at: NOW + 5 });
  });

  it('may not share the name in its paths with another of its dialect, which would share its issuer', async () => {
    const dialect = 'authentik';
    await add({ client_id: 'one', slug: 'first', dialect });
    await expect(add({ client_id: 'first', dialect })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
    await add({ client_id: 'first', slug: 'second', dialect });
    await add({ client_id: 'bare', dialect });
    await expect(add({ client_id: 'two', slug: 'bare', dialect })).rejects.toMatchObject({
      code: 'conflict',
      field: 'slug',
    });
    await add({ client_id: 'other', slug: 'other-one', dialect: 'native' });
    await expect(change('first', { slug: null })).rejects.toMatchObject({ code: 'conflict', field: 'slug' });
    expect((await add({ client_id: 'other-one', dialect })).application.client_id).toBe('other-one');
  });

  it('keeps its own slug', async () => {
    await add({ client_id: 'grafana', slug: 'grafana' });
    expect((await change('grafana', { slug: 'grafana', consent: 'skip' })).application.consent).toBe('skip');
  });

  it('lets the response types follow the grant types', async () => {
    await add({ client_id: 'robot' });
    expect((await change('robot', { grant_types: ['client_credentials'] })).application.response_types).toEqual([]);
  });

  it('takes a secret away when it becomes public, and makes one when it stops being so', async () => {
    await add({ client_id: 'app', client_secret_hash });
    expect((await change('app', { token_endpoint_auth_method: 'none' })).application.client_secrets).toEqual([]);
    const { application, client_secret = '' } = await change('app', {
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect(application.client_secrets).toEqual([{ hash: hashSecret(client_secret), created_at: NOW + 5 }]);
  });

  it('replaces the secret by another one and leaves the same one alone', async () => {
    await add({ client_id: 'app', client_secret_hash });
    expect((await change('app', { client_secret_hash })).application.client_secrets).toEqual([
      { hash: client_secret_hash, created_at: NOW },
    ]);
    const other = hashSecret('another secret, long enough');
    expect((await change('app', { client_secret_hash: other })).application.client_secrets).toEqual([
      { hash: other, created_at: NOW + 5 },
    ]);
  });

  it('is refused for one that does not exist', async () => {
    await expect(change('nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  });
});
