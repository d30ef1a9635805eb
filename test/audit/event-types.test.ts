/** The table of audit events: every type can be told to people. */
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, eventTypeOf } from '../../server/audit/event-types.ts';
import { type EventType, type Told, UNNAMED } from '../../server/audit/event-type.ts';

const FULL: Told = {
  event: { actor: 'alice', target: 'wiki' },
  actor: 'alice',
  target: 'Wiki',
  client: 'Wiki',
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
    expect(row.sentence(FULL)).toMatch(/alice|Wiki|12 times/);
  });

  it('says who did it, or to whom it was done', () => {
    expect([row.actor, row.target]).not.toEqual(['nobody', 'nobody']);
    if (row.counted !== undefined) expect(row[row.counted]).not.toBe('nobody');
  });
});

it('has a created, a changed and a removed for each resource that admins have', () => {
  const nouns =
    'user group application service_account app_password api scope signing_key settings session grant panel'.split(' ');
  for (const noun of nouns) {
    for (const verb of ['created', 'changed', 'removed']) expect(Object.keys(EVENT_TYPES)).toContain(`${noun}.${verb}`);
  }
});

it.each(['', 'user', 'toString', '__proto__', 'user.flew'])('knows nothing of the type “%s”', (type) => {
  expect(eventTypeOf(type)).toBeUndefined();
});
