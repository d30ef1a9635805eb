import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, type AuditEntry } from '../../server/audit/append.ts';
import { verifyAuditChain } from '../../server/audit/chain.ts';
import type { JsonObject } from '../../server/spec/vocabulary.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const entry: AuditEntry = {
  at: NOW,
  type: 'user.signed_in',
  actor: 'alice',
  target: 'web-app',
  address: '192.0.2.1',
  detail: {},
};
const append = (detail: JsonObject = {}) => store.transaction((within) => appendAudit(within, { ...entry, detail }));
const events = async () => (await store.collection('audit_events').list({ limit: 1000 })).items;
const head = () => store.collection('counters').get('audit');

describe('the audit', () => {
  it('numbers events and chains them by hash, in the order in which they were written', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => append({ n })));
    const kept = await events();
    expect(kept.map((event) => event.id)).toEqual(
      Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(12, '0')),
    );
    expect(verifyAuditChain(kept, await head())).toEqual({ kind: 'intact', events: 12, hash: kept.at(-1)?.hash });
  });

  it('is intact when nothing has happened yet', async () => {
    expect(verifyAuditChain(await events(), await head())).toMatchObject({ kind: 'intact', events: 0 });
  });

  it('does not depend on the order in which a detail’s members were kept', async () => {
    const event = await append({ b: 1, a: { d: [1, { y: null, x: 'é"\n' }], c: true } });
    const { detail: _, ...rest } = event;
    const reordered = { ...rest, detail: { a: { c: true, d: [1, { x: 'é"\n', y: null }] }, b: 1 } };
    expect(verifyAuditChain([reordered]).kind).toBe('intact');
  });

  it.each([
    ['changed', (all: readonly Kept[]) => all.map((e, i) => (i === 1 ? { ...e, actor: 'bob' } : e)), '000000000002'],
    [
      'changed in its detail',
      (all: readonly Kept[]) => all.map((e, i) => (i === 1 ? { ...e, detail: { n: 9 } } : e)),
      '000000000002',
    ],
    ['removed', (all: readonly Kept[]) => all.filter((_, i) => i !== 1), '000000000002'],
    ['moved', (all: readonly Kept[]) => [all[1]!, all[0]!, all[2]!], '000000000001'],
    ['cut off at the end', (all: readonly Kept[]) => all.slice(0, 2), '000000000003'],
  ])('shows an event that was %s', async (_, tamper, id) => {
    for (let n = 0; n < 3; n += 1) await append({ n });
    expect(verifyAuditChain(tamper(await events()), await head())).toMatchObject({ kind: 'broken', id });
  });

  it('keeps nothing of an act that was undone, and its number stays free', async () => {
    const undone = store.transaction(async (within) => {
      await appendAudit(within, entry);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect((await append()).id).toBe('000000000001');
  });

  it.each([
    { password: 'x' },
    { client_secret: 'x' },
    { changes: [{ refresh_token: 'x' }] },
    { a: { b: { code: 'x' } } },
  ])('refuses a detail that would hold a secret: %j', async (detail) => {
    await expect(append(detail)).rejects.toThrow(TypeError);
    expect(await events()).toEqual([]);
  });

  it('may say that a secret was changed', async () => {
    expect((await append({ changed: ['client_secret', 'password'] })).detail).toEqual({
      changed: ['client_secret', 'password'],
    });
  });
});

type Kept = Awaited<ReturnType<typeof events>>[number];
