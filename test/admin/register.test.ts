/** The register of lists: after every change that says what it touched, it is what it would be if it were made anew. */
import { beforeEach, expect, it } from 'vitest';
import { folded } from '../../server/admin/order.ts';
import { createRegister, type Register, Roll } from '../../server/admin/register.ts';
import { DIRECTORY_COUNTER } from '../../server/directory/directory-version.ts';
import { USER_ORDER } from '../../server/admin/users-api.ts';
import type { User } from '../../server/storage/records/directory.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { aUser } from '../support/records.ts';
import { seededRandom } from '../support/seeded-random.ts';

let store: Store;
let register: Register;
let version = 0;
beforeEach(async () => {
  store = createMemoryStore();
  register = createRegister();
  version = 0;
  await store.collection('counters').insert({ id: DIRECTORY_COUNTER, value: 0 });
});

async function count(touched: string[] | undefined): Promise<void> {
  version += 1;
  await store.collection('counters').update(DIRECTORY_COUNTER, (old) => ({ ...old, value: version }));
  register.note(
    version,
    touched?.map((id) => ['users', id]),
  );
}

const user = (id: string, name: string) => aUser({ id, username: id, username_key: id, name });

async function everybody(): Promise<readonly User[]> {
  return (await store.collection('users').list({ limit: 10_000 })).items;
}

it('is what it would be if it were made anew, whatever was changed before', async () => {
  const random = seededRandom(20_261_121);
  const names = ['anna', 'Anna', 'ANNA', 'bea', 'Zoë', 'ｂｅａ', ''] as const;
  const users = store.collection('users');
  for (let step = 0; step < 2_000; step += 1) {
    const id = `u${random.below(60)}`;
    const there = (await users.get(id)) !== undefined;
    if (there && random.chance(0.3)) await users.remove(id);
    else if (there) await users.update(id, (old) => ({ ...old, name: random.pick(names) }));
    else await users.insert(user(id, random.pick(names)));
    await count(random.chance(0.02) ? undefined : [id]);
    if (!random.chance(0.3)) continue;
    const roll = await register.roll('users', USER_ORDER, store);
    const anew = new Roll(await everybody(), USER_ORDER);
    expect(roll.size).toBe(anew.size);
    for (const field of ['number', 'name', 'username', 'admin']) expect(roll.by(field)).toEqual(anew.by(field));
    for (const wanted of ['', 'a', 'nna', 'bea', 'zoë', 'u1', 'u12', 'nobody']) {
      const standing = anew
        .by('name')
        .filter(({ record }) => folded(USER_ORDER.searched(record).join('\n')).includes(wanted));
      expect(roll.find('name', wanted)).toEqual(standing);
    }
  }
});

it('reads everything anew after a change that does not say what it touched, or that it never heard of', async () => {
  await store.collection('users').insert(user('a', 'a'));
  expect((await register.roll('users', USER_ORDER, store)).size).toBe(1);
  await store.collection('users').insert(user('b', 'b'));
  await count(undefined);
  expect((await register.roll('users', USER_ORDER, store)).size).toBe(2);
  await store.collection('users').insert(user('c', 'c'));
  version += 1;
  await store.collection('counters').update(DIRECTORY_COUNTER, (old) => ({ ...old, value: version }));
  expect((await register.roll('users', USER_ORDER, store)).size).toBe(3);
});

it('forgets what a change that came to nothing had touched', async () => {
  await store.collection('users').insert(user('a', 'a'));
  await register.roll('users', USER_ORDER, store);
  register.note(1, [['users', 'a']]);
  await store.collection('users').insert(user('b', 'b'));
  await count(['b']);
  const roll = await register.roll('users', USER_ORDER, store);
  expect(roll.by('username').map(({ id }) => id)).toEqual(['a', 'b']);
});

it('catches up over a long way', async () => {
  await register.roll('users', USER_ORDER, store);
  for (let step = 0; step < 1_500; step += 1) {
    await store.collection('users').insert(user(`u${step}`, 'x'));
    await count([`u${step}`]);
  }
  expect((await register.roll('users', USER_ORDER, store)).size).toBe(1_500);
});
