/** Refresh tokens as a family: each in the place of the one before, and why it is not used any more. */
import { expect, test } from 'vitest';
import { familyOf } from '../../server/directory/refresh-family.ts';
import type { RefreshToken } from '../../server/storage/records/flow.ts';
import { aGrant, NOW } from '../support/records.ts';

const LIMITS = { lifetime_s: 1000, idle_lifetime_s: 100 };
const grant = aGrant({ offline: true, expires_at: NOW + 1000 });

function aToken(id: string, fields: Partial<RefreshToken> = {}): RefreshToken {
  const { id: grant_id, client_id, scope, created_at, expires_at } = grant;
  return { id, grant_id, client_id, scope, issued_at: created_at, expires_at, ...fields };
}

const first = aToken('a', { consumed_at: NOW + 50 });
const second = aToken('b', { parent_id: 'a', issued_at: NOW + 50 });
const stateOf = (tokens: readonly RefreshToken[], now: number, changes: Partial<typeof grant> = {}) =>
  familyOf(tokens, { ...grant, ...changes }, LIMITS, now).map(({ state }) => state);

test('stands in the order of its generations, however it was kept', () => {
  const family = familyOf([second, first], grant, LIMITS, NOW + 60);
  expect(family.map(({ generation, token, successor }) => [generation, token.id, successor?.id])).toEqual([
    [1, 'a', 'b'],
    [2, 'b', undefined],
  ]);
});

test('says of each how it stands', () => {
  expect(stateOf([first, second], NOW + 60)).toEqual(['used', 'alive']);
  expect(stateOf([first, second], NOW + 150)).toEqual(['used', 'idle']);
  expect(stateOf([first, second], NOW + 60, { revoked_at: NOW + 55 })).toEqual(['used', 'ended']);
  expect(stateOf([{ ...first, replayed_at: NOW + 70 }, second], NOW + 80, { revoked_at: NOW + 70 })).toEqual([
    'replayed',
    'ended',
  ]);
  const late = aToken('c', { parent_id: 'b', issued_at: NOW + 950 });
  expect(stateOf([late], NOW + 1000)).toEqual(['expired']);
});

test('of one whose forebears are forgotten begins with the eldest that is known', () => {
  expect(familyOf([second], grant, LIMITS, NOW + 60)).toMatchObject([{ generation: 1, token: { id: 'b' } }]);
});
