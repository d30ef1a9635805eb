import { beforeEach, describe, expect, it } from 'vitest';
import { bringExternalPerson } from '../../server/directory/external-people.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import {
  assertAdminRemains,
  changeUser,
  createUser,
  findUserByName,
  findUserByUsername,
  hasAdmin,
} from '../../server/directory/users.ts';
import type { NewUser } from '../../server/directory/users.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const add = (input: NewUser) => store.transaction((within) => createUser(within, input, NOW));

describe('a new person', () => {
  it('has the defaults of somebody whom an admin entered', async () => {
    const user = await add({ username: 'alice' });
    expect(user).toEqual({
      id: matching(/^[0-9a-f-]{36}$/),
      number: 1,
      username: 'alice',
      username_key: 'alice',
      name: 'alice',
      email_verified: true,
      groups: [],
      admin: false,
      disabled: false,
      claims: {},
      created_at: NOW,
      updated_at: NOW,
    });
    expect(await store.collection('users').get(user.id)).toEqual(user);
  });

  it('is found however the username is spelled', async () => {
    const user = await add({ username: 'Alice' });
    for (const spelled of ['alice', 'ALICE', 'ᴬlice', ' alice '])
      expect(await findUserByUsername(store, spelled)).toEqual(user);
    expect(await findUserByUsername(store, 'alicia')).toBeUndefined();
  });

  it.each(['Alice', 'ᴬlice', 'alice ', 'ALICE'])('may not be called %j beside alice', async (username) => {
    await add({ username: 'alice' });
    await expect(add({ username })).rejects.toMatchObject({ code: 'conflict', field: 'username' });
  });

  it.each(['', 'ali\u200dce', '\u202ealice', 'al\u0000ice'])('may not be called %j', async (username) => {
    await expect(add({ username })).rejects.toMatchObject({ code: 'invalid', field: 'username' });
  });

  it('may not share a username with a service account, nor the other way round', async () => {
    await store.transaction((within) => createServiceAccount(within, { username: 'robot' }, NOW));
    await expect(add({ username: 'Robot' })).rejects.toMatchObject({ code: 'conflict' });
    await add({ username: 'alice' });
    await expect(
      store.transaction((within) => createServiceAccount(within, { username: 'ALICE' }, NOW)),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not called what is somebody’s address, and has no address that somebody is called by', async () => {
    const alice = await add({ username: 'alice', email: 'Straße@example.lan' });
    for (const username of ['strasse@example.lan', 'STRASSE@EXAMPLE.LAN']) {
      await expect(add({ username })).rejects.toMatchObject({ code: 'conflict', field: 'username' });
      await expect(
        store.transaction((within) => createServiceAccount(within, { username }, NOW)),
      ).rejects.toMatchObject({ code: 'conflict', field: 'username' });
    }
    await add({ username: 'bob@example.lan' });
    const taken = { email: 'Bob@example.lan' };
    await expect(add({ username: 'bob', ...taken })).rejects.toMatchObject({ code: 'conflict', field: 'email' });
    await expect(store.transaction((within) => changeUser(within, alice.id, taken, NOW))).rejects.toMatchObject({
      code: 'conflict',
      field: 'email',
    });
  });

  it('may be called what their own address is, and keep what stands from before', async () => {
    const carol = await add({ username: 'carol@example.lan', email: 'carol@example.lan' });
    const change = (fields: object) => store.transaction((within) => changeUser(within, carol.id, fields, NOW));
    expect(await change({ username: 'carol' })).toMatchObject({ username: 'carol' });
    expect(await change({ username: 'Carol@example.lan' })).toMatchObject({ username: 'Carol@example.lan' });
    await store.collection('users').insert({ ...carol, id: 'before', username: 'eve', username_key: 'eve' });
    expect(await change({ username: 'Carol@example.lan', email: 'carol@example.lan', name: 'Carol' })).toMatchObject({
      name: 'Carol',
    });
  });

  it('of a sign-in program is nobody whom this directory keeps, however it is spelled', async () => {
    await add({ username: 'alice', email: 'alice@example.lan' });
    const bring = (subject: string) => store.transaction((within) => bringExternalPerson(within, subject, NOW));
    for (const subject of ['alice', 'ALICE', 'Alice@example.lan']) {
      await expect(bring(subject)).rejects.toMatchObject({ code: 'conflict', field: 'subject' });
      await expect(add({ username: 'another', external_subject: subject })).rejects.toMatchObject({
        code: 'conflict',
        field: 'external_subject',
      });
    }
    expect(await bring('emp-1')).toMatchObject({ username: 'emp-1', external_subject: 'emp-1' });
    expect((await bring('EMP-1')).username).toMatch(/^external-/);
  });

  it('gets a number that nobody else has, also when many arrive at once', async () => {
    const users = await Promise.all(Array.from({ length: 50 }, (_, i) => add({ username: `user-${i}` })));
    expect(users.map((user) => user.number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  });

  it('does not get the number of somebody who left', async () => {
    const first = await add({ username: 'first' });
    await store.collection('users').remove(first.id);
    expect((await add({ username: 'second' })).number).toBe(2);
  });

  it('stands once when the same name is added twice at the same moment', async () => {
    const results = await Promise.allSettled([add({ username: 'alice' }), add({ username: 'Alice' })]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('looking somebody up', () => {
  it('does not normalise a name of a megabyte', async () => {
    expect(await findUserByUsername(store, 'a'.repeat(1_000_000))).toBeUndefined();
  });

  const ADDRESS = 'carol@example.lan';
  /** As it may stand from before names and addresses were kept apart. */
  const addBeside = async (username: string, email: string) => {
    const { id } = await add({ username });
    return store.collection('users').update(id, (old) => ({ ...old, email }));
  };
  it.each<readonly [string, NewUser]>([
    ['has it as theirs, unverified', { username: 'mallory', email: ADDRESS, email_verified: false }],
    ['goes by it, unverified', { username: ADDRESS, email: ADDRESS, email_verified: false }],
    ['is called so by the office’s own sign-in program', { username: ADDRESS, external_subject: ADDRESS }],
  ])('by a verified address finds its person, whoever else %s', async (_how, other) => {
    const mallory = await add(other);
    expect(await findUserByName(store, ADDRESS)).toEqual(other.username === ADDRESS ? mallory : undefined);
    const carol = await addBeside('carol', 'Carol@example.lan');
    expect(await findUserByName(store, ADDRESS)).toEqual(carol);
    expect(await findUserByName(store, 'mallory')).toEqual(other.username === 'mallory' ? mallory : undefined);
  });

  it('by an address that two people have, both verified, finds neither', async () => {
    await add({ username: 'carol', email: ADDRESS });
    await add({ username: 'carl', email: ADDRESS });
    expect(await findUserByName(store, ADDRESS)).toBeUndefined();
  });

  it('by a username that an admin gave finds who has it, whose address that may also be', async () => {
    const desk = await add({ username: ADDRESS, email: 'desk@example.lan' });
    await addBeside('carol', ADDRESS);
    expect(await findUserByName(store, ADDRESS)).toEqual(desk);
  });
});

describe('changing somebody', () => {
  it('keeps what is not named and moves the username’s key along', async () => {
    const alice = await add({ username: 'alice', email: 'alice@example.lan' });
    const changed = await store.transaction((within) => changeUser(within, alice.id, { username: 'Zoë' }, NOW + 5));
    expect(changed).toEqual({ ...alice, username: 'Zoë', username_key: 'zoë', updated_at: NOW + 5 });
    expect(await findUserByUsername(store, 'alice')).toBeUndefined();
  });

  it('lets somebody spell their own name differently, but not take another’s', async () => {
    const alice = await add({ username: 'alice' });
    await add({ username: 'bob' });
    const change = (username: string) => store.transaction((within) => changeUser(within, alice.id, { username }, NOW));
    expect((await change('Alice')).username).toBe('Alice');
    await expect(change('BOB')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the last admin', () => {
  it('cannot be demoted or disabled, while one of two can', async () => {
    const ada = await add({ username: 'ada', admin: true });
    const eve = await add({ username: 'eve', admin: true });
    const change = (id: string, fields: { admin?: boolean; disabled?: boolean }) =>
      store.transaction(async (within) => {
        const before = (await within.collection('users').get(id))!;
        await changeUser(within, id, fields, NOW);
        await assertAdminRemains(within, before);
      });
    await change(ada.id, { disabled: true });
    await expect(change(eve.id, { admin: false })).rejects.toMatchObject({ code: 'conflict' });
    await expect(change(eve.id, { disabled: true })).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.collection('users').get(eve.id)).toEqual(eve);
  });

  it('who can sign in stays where the others have no password; one without a password may go', async () => {
    const ada = await add({ username: 'ada', admin: true, password_hash: '$argon2id$ada' });
    const eve = await add({ username: 'eve', admin: true });
    const demote = (id: string) =>
      store.transaction(async (within) => {
        const before = (await within.collection('users').get(id))!;
        await changeUser(within, id, { admin: false }, NOW);
        await assertAdminRemains(within, before);
      });
    await expect(demote(ada.id)).rejects.toMatchObject({
      code: 'conflict',
      message: 'no other admin has a password: the last who can sign in cannot be deleted, disabled or demoted',
    });
    await demote(eve.id);
    await add({ username: 'zoe', admin: true, password_hash: '$argon2id$zoe' });
    await demote(ada.id);
    expect((await store.collection('users').get(ada.id))?.admin).toBe(false);
  });

  it('is a person: a service account that is admin does not count', async () => {
    await store.transaction((within) => createServiceAccount(within, { username: 'robot', admin: true }, NOW));
    expect(await hasAdmin(store)).toBe(false);
    await add({ username: 'ada', admin: true });
    expect(await hasAdmin(store)).toBe(true);
  });

  it('is found among more people than fit on a page', async () => {
    await store.transaction(async (within) => {
      for (let i = 0; i < 1100; i += 1) await createUser(within, { username: `u${i}`, admin: i === 700 }, NOW);
    });
    expect(await hasAdmin(store)).toBe(true);
  });
});
