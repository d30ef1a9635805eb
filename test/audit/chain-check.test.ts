/** The check of the audit log of a store that is in use: what it finds, what it remembers, and how it gives up. */
import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit } from '../../server/audit/append.ts';
import { auditEventId } from '../../server/audit/chain.ts';
import { createChainCheck } from '../../server/audit/chain-check.ts';
import { checkAuditJob } from '../../server/jobs/check-audit.ts';
import { createLog } from '../../server/log/log.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const entry = { at: NOW, type: 'user.signed_in', actor: 'alice', target: 'wiki', address: '', detail: {} } as const;
const write = (events: number) =>
  store.transaction(async (within) => {
    for (let n = 0; n < events; n += 1) await appendAudit(within, { ...entry, detail: { n } });
  });
const check = () => createChainCheck(store, () => NOW + 5);

it.each([0, 1, 249, 250, 251, 700])('finds a log of %i events whole, and remembers when it looked', async (events) => {
  await write(events);
  const checking = check();
  expect(checking.last()).toBeUndefined();
  expect(await checking.run()).toMatchObject({ kind: 'intact', events });
  expect(checking.last()).toEqual({
    checked_at: NOW + 5,
    verdict: expect.objectContaining({ kind: 'intact', events }),
  });
});

describe('finds', () => {
  const audit = () => store.collection('audit_events');

  it('an event that was changed, and one that is missing, wherever they stand', async () => {
    await write(600);
    await audit().update(auditEventId(501), (old) => ({ ...old, actor: 'mallory' }));
    expect(await check().run()).toMatchObject({ kind: 'broken', id: auditEventId(501) });
    await audit().remove(auditEventId(300));
    expect(await check().run()).toMatchObject({ kind: 'broken', id: auditEventId(300) });
  });

  it('a log that was cut off at its end, down to nothing', async () => {
    await write(3);
    await audit().remove(auditEventId(3));
    expect(await check().run()).toMatchObject({ kind: 'broken', id: auditEventId(3) });
    for (const n of [1, 2]) await audit().remove(auditEventId(n));
    expect(await check().run()).toMatchObject({ kind: 'broken', id: auditEventId(1) });
  });

  it('nothing wrong with what is written while it looks', async () => {
    await write(600);
    const running = check().run();
    await write(20);
    expect(await running).toMatchObject({ kind: 'intact', events: 600 });
  });
});

it('gives up when the server stops, and says nothing of what it has not seen', async () => {
  await write(600);
  const stopping = new AbortController();
  const checking = check();
  const running = checking.run(stopping.signal);
  stopping.abort();
  expect([await running, checking.last()]).toEqual([undefined, undefined]);
});

it('is a job that tells the operator of a broken log, and with what event a whole one ends', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', now: () => 0, write: (text) => lines.push(text) });
  await write(3);
  const job = checkAuditJob(check(), log);
  expect([job.every_s, job.first_after_s]).toEqual([3600, 1]);
  await job.run();
  log.flush();
  const { hash } = (await store.collection('audit_events').get(auditEventId(3)))!;
  expect(JSON.parse(lines.join(''))).toMatchObject({ message: 'the audit log is whole', events: 3, head: hash });
  await store.collection('audit_events').update(auditEventId(2), (old) => ({ ...old, target: 'other' }));
  await job.run();
  log.flush();
  expect(lines.join('')).toContain(auditEventId(2));
});
