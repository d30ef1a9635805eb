import { beforeEach, describe, expect, it } from 'vitest';
import { eventTypeOf } from '../../server/audit/event-types.ts';
import { ownApplications } from '../../server/admin/own-applications.ts';
import { changeSettings, readSettings, type SettingsChanges } from '../../server/directory/settings.ts';
import { secretMatches } from '../../server/directory/machine-secrets.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { aGrant, aUser, NOW } from '../support/records.ts';

const alice = aUser();
const bob = aUser({ id: '44444444-4444-4444-8444-444444444444', number: 2, username: 'bob', username_key: 'bob' });
const CALLBACK = 'https://tool.test/callback';
const tool = {
  client_name: 'Tool',
  redirect_uris: [CALLBACK],
  confidential: true,
  dialect: 'native',
  defaults: {},
} as const;

let store: Store;
beforeEach(async () => {
  store = createMemoryStore();
  for (const user of [alice, bob]) await store.collection('users').insert(user);
  await set({ user_applications: 'open' });
});

const set = (changes: SettingsChanges) => store.transaction((within) => changeSettings(within, changes, NOW));
const secrets = { seal: (_purpose: string, plain: string) => plain };

async function of(user: typeof alice) {
  return ownApplications(user, { store, settings: await readSettings(store), now: NOW, address: '192.0.2.1', secrets });
}

async function audited() {
  const { items } = await store.collection('audit_events').list({ limit: 100 });
  return items.map(({ type, actor, target, detail }) => ({ type, actor, target, detail }));
}

describe('a person’s own application', () => {
  it('is entered with what the office allows, as theirs, and its secret is told once', async () => {
    const { application, client_secret = '' } = await (await of(alice)).create(tool);
    expect(application).toMatchObject({
      client_name: 'Tool',
      owner_id: alice.id,
      registration: { by_person: true },
      scope: 'openid profile email groups offline_access',
      grant_types: ['authorization_code', 'refresh_token'],
      require_pkce: true,
      disabled: false,
    });
    expect(secretMatches(client_secret, application.client_secrets[0]?.hash ?? '')).toBe(true);
    expect(await (await of(alice)).list()).toEqual([application]);
    expect(await (await of(bob)).list()).toEqual([]);
    expect(await audited()).toMatchObject([{ type: 'own_application.created', actor: 'alice' }]);
  });

  it('without a secret needs PKCE, whatever the dialect asks for', async () => {
    const defaults = { require_pkce: false };
    const mine = await of(alice);
    const open = await mine.create({ ...tool, confidential: false, defaults });
    expect(open.application).toMatchObject({ token_endpoint_auth_method: 'none', require_pkce: true });
    expect(open.client_secret).toBeUndefined();
    const kept = await mine.create({ ...tool, client_name: 'Kept', defaults });
    expect(kept.application).toMatchObject({ token_endpoint_auth_method: 'client_secret_basic', require_pkce: false });
  });

  it('is nobody else’s to see, change or end', async () => {
    const { application } = await (await of(alice)).create(tool);
    const his = await of(bob);
    const answers = [
      his.change(application.id, { client_name: 'His' }),
      his.regenerate(application.id),
      his.remove(application.id),
    ];
    expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined]);
    expect(await (await of(alice)).list()).toEqual([application]);
  });

  it('gets a new secret, and the one before stops at once', async () => {
    const mine = await of(alice);
    const { application, client_secret: before = '' } = await mine.create(tool);
    const made = await mine.regenerate(application.id);
    expect(made?.application.client_secrets).toHaveLength(1);
    expect(secretMatches(before, made?.application.client_secrets[0]?.hash ?? '')).toBe(false);
    expect(secretMatches(made?.client_secret ?? '', made?.application.client_secrets[0]?.hash ?? '')).toBe(true);
  });

  it('is removed with what it holds', async () => {
    const mine = await of(alice);
    const { application } = await mine.create(tool);
    await store.collection('grants').insert(aGrant({ client_id: application.client_id }));
    expect(await mine.remove(application.id)).toEqual(application);
    expect(await mine.list()).toEqual([]);
    expect((await audited()).at(-1)).toMatchObject({
      type: 'own_application.removed',
      target: application.client_id,
      detail: { ended: { grants: 1 } },
    });
  });

  it('is told of in sentences', async () => {
    const mine = await of(alice);
    const { application } = await mine.create(tool);
    await mine.change(application.id, { client_name: 'Other' });
    await mine.change(application.id, { client_name: 'Other' });
    await mine.regenerate(application.id);
    await mine.remove(application.id);
    const sentences = (await audited()).map((event) =>
      eventTypeOf(event.type)?.sentence({
        event,
        actor: 'Alice',
        target: 'Tool',
        client: '',
        stopped: [],
        from: '',
        detail: event.detail,
      }),
    );
    expect(sentences).toEqual([
      'Alice entered the application Tool for themselves',
      expect.stringContaining('Alice changed their own application Tool'),
      'Alice gave their own application Tool a new secret',
      'Alice removed their own application Tool',
    ]);
  });
});

describe('what the office allows', () => {
  it.each(['create', 'change'] as const)('is nothing new while it is off: %s', async (act) => {
    const { application } = await (await of(alice)).create(tool);
    await set({ user_applications: 'off' });
    const mine = await of(alice);
    const refused = act === 'create' ? mine.create(tool) : mine.change(application.id, { client_name: 'Other' });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(await mine.regenerate(application.id)).toBeDefined();
    expect(await mine.remove(application.id)).toBeDefined();
  });

  it('is so many for each person, and one more when one is gone', async () => {
    await set({ user_applications_each: 1 });
    const mine = await of(alice);
    const { application } = await mine.create(tool);
    await expect(mine.create(tool)).rejects.toMatchObject({ code: 'forbidden' });
    await expect((await of(bob)).create(tool)).resolves.toBeDefined();
    await mine.remove(application.id);
    await expect(mine.create(tool)).resolves.toBeDefined();
  });

  it('is not exceeded by two requests at once', async () => {
    await set({ user_applications_each: 1 });
    const mine = await of(alice);
    const made = await Promise.allSettled([mine.create(tool), mine.create(tool)]);
    expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('may need an admin, also for what is changed later', async () => {
    await set({ user_applications: 'approval' });
    const mine = await of(alice);
    const { application } = await mine.create(tool);
    const waits = { disabled: true, registration: { awaits_approval: true } };
    expect(application).toMatchObject(waits);
    const approved = {
      ...application,
      disabled: false,
      registration: { by_person: true as const, approved: true as const },
    };
    await store.collection('applications').update(application.id, () => approved);
    const changed = await mine.change(application.id, { redirect_uris: ['https://elsewhere.test/callback'] });
    expect(changed?.application).toMatchObject(waits);
    expect(changed?.application.registration).not.toHaveProperty('approved');
    // An older version wrote down neither who nor when; what it was is kept all the same.
    expect(changed?.application.registration?.approval).toMatchObject({ said: { redirect_uris: [CALLBACK] } });
  });

  it('does not let its owner switch on what an admin switched off', async () => {
    const mine = await of(alice);
    const { application } = await mine.create(tool);
    await store.collection('applications').update(application.id, (old) => ({ ...old, disabled: true }));
    await expect(mine.change(application.id, { client_name: 'Other' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([{ consent: 'skip' }, { scope: 'openid lanyard:admin' }] as const)(
    'does not let its owner send elsewhere what an admin opened to it: %j',
    async (more) => {
      const mine = await of(alice);
      const { application } = await mine.create(tool);
      await store.collection('applications').update(application.id, (old) => ({ ...old, ...more }));
      const changed = mine.change(application.id, { redirect_uris: ['https://elsewhere.test/callback'] });
      await expect(changed).rejects.toMatchObject({ code: 'forbidden' });
      await store.collection('applications').update(application.id, () => application);
      await expect(mine.change(application.id, { client_name: 'Other' })).resolves.toBeDefined();
    },
  );

  it.each(['lanyard:admin', 'lanyard:register'])('is never %s', async (name) => {
    await expect(set({ user_applications_scope: `openid ${name}` })).rejects.toMatchObject({
      code: 'invalid',
      field: 'user_applications_scope',
    });
  });

  it('is an address that an application may have', async () => {
    const mine = await of(alice);
    const refused = { code: 'invalid', field: 'redirect_uris' };
    for (const redirect_uris of [[], ['https://tool.test/*'], ['javascript:alert(1)']]) {
      await expect(mine.create({ ...tool, redirect_uris })).rejects.toMatchObject(refused);
    }
    await expect(mine.create({ ...tool, client_name: ' ' })).rejects.toMatchObject({ field: 'client_name' });
  });
});
