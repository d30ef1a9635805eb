/** The table of audit events: every type can be told to people. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDIT_TYPES } from '../../server/contract/admin/audit-types.ts';
import { EVENT_TYPES, eventTypeOf } from '../../server/audit/event-types.ts';
import { type EventType, type Told, UNNAMED } from '../../server/audit/event-type.ts';

const SERVER = resolve(import.meta.dirname, '../../server');

/** Every source of the server but those that only name types. */
const WRITERS = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^(contract|audit)[\\/]/.test(path))
  .map((path) => readFileSync(join(SERVER, path), 'utf8'));

const FULL: Told = {
  event: { actor: 'alice', target: 'wiki' },
  actor: 'alice',
  target: 'Wiki',
  client: 'Wiki',
  stopped: [],
  from: ' from 192.0.2.1',
  detail: {
    because: 'a reason',
    scope: ['openid', 'email'],
    declined: ['groups'],
    count: 12,
    after: { email: 'x', name: 'y' },
    client_id: 'wiki',
  },
};
const BARE: Told = {
  event: { actor: '', target: '' },
  actor: 'Somebody',
  target: '',
  client: 'an application',
  stopped: [],
  from: '',
  detail: {},
};

describe.each(Object.entries<EventType>(EVENT_TYPES))('%s', (type, row) => {
  it('is a noun and a verb', () => {
    expect(type).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
  });

  it('is a sentence, with everything known and with nothing', () => {
    for (const told of [FULL, { ...BARE, target: UNNAMED[row.target] }]) {
      const sentence = row.sentence(told);
      expect(sentence).toMatch(/^\S.*[^\s.]$/);
      expect(sentence).not.toMatch(/undefined|null|\[object|NaN|<|\{/);
    }
    expect(row.sentence(FULL)).toMatch(/alice|Wiki|^12 |12 times/);
  });

  it('says who did it, or to whom it was done', () => {
    expect([row.actor, row.target]).not.toEqual(['nobody', 'nobody']);
    if (row.counted !== undefined) expect(row[row.counted]).not.toBe('nobody');
  });
});

it('has a row for each type of the contract, and no other', () => {
  expect(Object.keys(EVENT_TYPES).toSorted()).toEqual(AUDIT_TYPES.toSorted());
});

/** Where a type is put together of two parts. */
const MADE_OF_PARTS: ReadonlyMap<string, string> = new Map([
  ['authorization.turned_away', "what: 'authorization' | 'sign_out'"],
  ['sign_out.turned_away', "what: 'authorization' | 'sign_out'"],
]);

it.each(AUDIT_TYPES)('%s is written somewhere', (type) => {
  const wanted = MADE_OF_PARTS.get(type) ?? `'${type}'`;
  expect(WRITERS.filter((text) => text.includes(wanted))).not.toEqual([]);
});

it.each(['', 'user', 'toString', '__proto__', 'user.flew'])('knows nothing of the type “%s”', (type) => {
  expect(eventTypeOf(type)).toBeUndefined();
});
