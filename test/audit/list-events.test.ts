/** The audit log as the admin API shows it: newest first, page by page, filtered, and in sentences. */
import { beforeEach, describe, expect, it } from 'vitest';
import { listEvents } from '../../server/admin/audit-api.ts';
import { appendAudit, type AuditEntry } from '../../server/audit/append.ts';
import { auditEventId } from '../../server/audit/chain.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { anApplication, aServiceAccount, aUser, NOW } from '../support/records.ts';

let store: Store;
beforeEach(async () => {
  store = createMemoryStore();
  await store.collection('users').insert(aUser());
  await store.collection('applications').insert(anApplication({ client_id: 'grafana', client_name: 'Grafana' }));
  await store.collection('service_accounts').insert(aServiceAccount());
});

const SIGN_IN: AuditEntry = {
  at: NOW,
  type: 'user.signed_in',
  actor: 'alice',
  target: 'grafana',
  address: '192.168.1.20',
  detail: { amr: ['pwd'] },
};

function write(...entries: readonly Partial<AuditEntry>[]): Promise<void> {
  return store.transaction(async (within) => {
    for (const entry of entries) await appendAudit(within, { ...SIGN_IN, ...entry });
  });
}

const list = (query: Parameters<typeof listEvents>[0] = {}) => listEvents(query, store);
const numbersOf = async (query: Parameters<typeof listEvents>[0]) =>
  (await list(query)).items.map(({ id }) => Number(id));

describe('a list', () => {
  it('is empty when nothing has happened', async () => {
    expect(await list()).toEqual({ items: [], next: null, total: 0 });
    expect(await list({ q: 'x' })).toEqual({ items: [], next: null, total: 0 });
  });

  it('begins with the newest, and goes on where a page ended, whatever is written meanwhile', async () => {
    await write(...Array.from({ length: 7 }, () => ({})));
    const first = await list({ limit: 3 });
    expect(first.items.map(({ id }) => Number(id))).toEqual([7, 6, 5]);
    expect(first.total).toBe(7);
    await write({}, {});
    const second = await list({ limit: 3, cursor: first.next ?? '' });
    expect(second.items.map(({ id }) => Number(id))).toEqual([4, 3, 2]);
    const last = await list({ limit: 3, cursor: second.next ?? '' });
    expect([last.items.map(({ id }) => Number(id)), last.next, last.total]).toEqual([[1], null, 9]);
  });

  it('ends exactly at its end', async () => {
    await write({}, {}, {}, {});
    expect((await list({ limit: 4 })).next).toBeNull();
    expect((await list({ limit: 4, type: 'user' })).next).toBeNull();
    expect((await list({ limit: 3, type: 'user' })).next).toBe(auditEventId(2));
  });

  it.each(['x', '1', '0000000000001', '-00000000001', 'constructor'])(
    'takes no cursor of another list: %s',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ problem: 'invalid' });
    },
  );
});

describe('a filter', () => {
  beforeEach(() =>
    write(
      {},
      { type: 'user.sign_in_refused', at: NOW + 1, detail: { because: 'wrong password' } },
      { type: 'consent.given', at: NOW + 2, detail: { scope: ['openid'], declined: [] } },
      { type: 'user.signed_in', actor: 'bob', at: NOW + 3, address: '2001:db8::7' },
      { type: 'application.tokens_issued', actor: 'grafana', target: '', at: NOW + 4, detail: { count: 9 } },
    ),
  );

  it.each([
    [{ type: 'user.signed_in' }, [4, 1]],
    [{ type: 'user' }, [4, 2, 1]],
    [{ type: 'user.' }, [4, 2, 1]],
    [{ type: 'use' }, []],
    [{ actor: 'alice' }, [3, 2, 1]],
    [{ actor: 'ALI' }, [3, 2, 1]],
    [{ actor: ' grafana ' }, [5]],
    [{ actor: 'nobody' }, []],
    [{ type: 'user.signed_in,consent.given' }, [4, 3, 1]],
    [{ type: ' consent , application.tokens_issued' }, [5, 3]],
    [{ type: ',' }, []],
    [{ outcome: 'refused' }, [2]],
    [{ outcome: 'done', actor: 'alice' }, [3, 1]],
    [{ target: 'grafana' }, [4, 3, 2, 1]],
    [{ since: String(NOW + 2) }, [5, 4, 3]],
    [{ until: String(NOW + 1) }, [2, 1]],
    [{ since: String(NOW + 1), until: String(NOW + 3), actor: 'alice' }, [3, 2]],
    [{ q: 'WRONG password' }, [2]],
    [{ q: '2001:DB8' }, [4]],
    [{ q: 'Grafana got tokens' }, [5]],
    [{ q: '  alice ', type: 'user.signed_in' }, [1]],
    [{ q: 'nowhere to be found' }, []],
  ] as const)('%j', async (query, expected) => {
    expect(await numbersOf(query)).toEqual(expected);
    expect((await list(query)).total).toBe(expected.length);
  });

  it('counts everything that it finds, on every page', async () => {
    const first = await list({ type: 'user', limit: 2 });
    expect([first.items.length, first.next, first.total]).toEqual([2, auditEventId(2), 3]);
    const second = await list({ type: 'user', limit: 2, cursor: first.next ?? '' });
    expect([second.items.length, second.next, second.total]).toEqual([1, null, 3]);
  });
});

describe('an event', () => {
  const sentenceOf = async (entry: Partial<AuditEntry>) => {
    await write(entry);
    const [event] = (await list({ limit: 1 })).items;
    return event?.sentence;
  };

  it.each([
    [{}, 'alice signed in to Grafana from 192.168.1.20'],
    [
      { type: 'user.sign_in_refused', detail: { because: 'wrong password' } },
      'Somebody tried to sign in to Grafana from 192.168.1.20 as alice and had the wrong password',
    ],
    [
      { type: 'user.sign_in_refused', actor: '', detail: { because: 'unknown person' } },
      'Somebody tried to sign in to Grafana from 192.168.1.20 with a username that nobody has',
    ],
    [
      { type: 'authorization.turned_away', actor: '', detail: { count: 1, because: 'it said so' } },
      'One request to sign in to Grafana was refused from 192.168.1.20: it said so',
    ],
    [
      { type: 'sign_in.turned_away', actor: '', detail: { count: 12, because: 'too many attempts' } },
      '12 sign-ins to Grafana were turned away from 192.168.1.20: too many attempts',
    ],
    [{ type: 'user.password_reset', actor: 'ada', target: 'ada' }, 'ada changed their own password'],
    [{ type: 'user.password_reset', actor: 'ada', target: 'alice' }, 'ada gave alice a new password'],
    [
      { type: 'consent.narrowed', detail: { scope: ['openid', 'email'], declined: ['groups'] } },
      'alice allowed Grafana openid and email, but not groups',
    ],
    [
      {
        type: 'grant.revoked',
        actor: 'grafana',
        target: 'alice',
        detail: { because: 'its code was used twice', client_id: 'grafana' },
      },
      'The sign-in of alice at Grafana ended: its code was used twice',
    ],
    [
      { type: 'service_account.tokens_issued', actor: 'ci-bot', target: '', address: '', detail: { count: 2 } },
      'The service account ci-bot got tokens twice',
    ],
    [
      {
        type: 'user.changed',
        actor: 'operator',
        target: 'alice',
        address: '',
        detail: { after: { email: 'x', groups: [] } },
      },
      'The operator changed the person alice: email and groups',
    ],
    // A person of that name came by the network.
    [{ type: 'settings.changed', actor: 'operator', target: '', detail: {} }, 'operator changed the settings'],
    [{ type: 'trace.watched', actor: 'ada', target: '', detail: {} }, 'ada watched the live flows from 192.168.1.20'],
    [{ type: 'settings.changed', actor: 'ci-bot', target: 'settings', detail: {} }, 'ci-bot changed the settings'],
    [
      { type: 'client.turned_away', actor: '', target: '', detail: { count: 3, because: 'wrong credentials' } },
      'Somebody spoke as an application that is not known here and was turned away 3 times from 192.168.1.20: wrong credentials',
    ],
  ] as const)('is told: %j', async (entry, sentence) => {
    expect(await sentenceOf(entry)).toBe(sentence);
  });

  it('keeps the name that is in the log where its record is gone', async () => {
    expect(await sentenceOf({ actor: 'carol', target: 'old-app' })).toBe(
      'carol signed in to old-app from 192.168.1.20',
    );
  });

  it('shows whole: names, outcome and its place in the chain', async () => {
    await write({ type: 'user.sign_in_refused', detail: { because: 'disabled' } });
    const [kept] = (await store.collection('audit_events').list({ limit: 1 })).items;
    expect((await list()).items).toEqual([
      {
        ...kept,
        actor_name: 'alice',
        target_name: 'Grafana',
        addresses: ['192.168.1.20'],
        outcome: 'refused',
        sentence: 'Somebody tried to sign in to Grafana from 192.168.1.20 as alice, who is switched off',
      },
    ]);
  });

  it('that stands for many says from where they came, and is found by it', async () => {
    const detail = { count: 3, because: 'wrong credentials', addresses: ['192.0.2.1', '192.0.2.2'] };
    await write({ type: 'client.turned_away', actor: '', address: '', detail });
    const [event] = (await list({ q: '192.0.2.2' })).items;
    expect(event).toMatchObject({
      address: '',
      addresses: ['192.0.2.1', '192.0.2.2'],
      sentence: 'Somebody spoke as Grafana and was turned away 3 times from several addresses: wrong credentials',
    });
    await write({ type: 'service_account.tokens_issued', actor: 'ci-bot', target: '', address: '', detail: {} });
    expect((await list({ limit: 1 })).items[0]?.addresses).toEqual([]);
  });

  it('of a type that another version wrote is shown all the same', async () => {
    await write({});
    await store.collection('audit_events').update(auditEventId(1), (old) => ({ ...old, type: 'user.levitated' }));
    expect((await list()).items[0]).toMatchObject({ sentence: 'user.levitated of grafana by alice', outcome: 'done' });
  });
});

it('the first page of a long log reads no more than the first page of a short one', async () => {
  const reads = { records: 0 };
  await write(...Array.from({ length: 3_000 }, () => ({})));
  const counting: Pick<Store, 'collection'> = {
    collection: (name) => {
      const verbs = store.collection(name);
      return {
        ...verbs,
        get: (id) => verbs.get(id),
        find: (index, value) => verbs.find(index, value),
        async list(page) {
          const found = await verbs.list(page);
          reads.records += found.items.length;
          return found;
        },
      };
    },
  };
  const page = await listEvents({}, counting);
  expect([page.items.length, page.total, reads.records]).toEqual([50, 3_000, 50]);
});
