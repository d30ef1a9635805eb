/** Claims by path and by expression: what they come to, what is no answer, and what is refused. */
import { describe, expect, it } from 'vitest';
import { checkClaimSource, readClaimSource } from '../../server/directory/claim-source.ts';
import type { Json } from '../../server/spec/vocabulary.ts';
import { aUser } from '../support/records.ts';
import { workOf } from '../support/work-of.ts';

const alice = aUser({
  number: 7,
  username: 'alice',
  email: 'alice@example.lan',
  email_verified: true,
  groups: ['staff', 'it-support'],
  password_hash: '$argon2id$secret',
  admin: true,
  claims: { department: 'Research', 'cost-center': 'R-12', floor: 3, share: 0.5, desk: { room: '3.14' } },
});

it.each<[source: string, value: Json | undefined]>([
  ['user.claims.department', 'Research'],
  ['user.claims.cost-center', 'R-12'],
  ['user.claims.desk', { room: '3.14' }],
  ['user.claims.nothing', undefined],
  ['"staff" in user.groups', true],
  ['"board" in user.groups ? "editor" : "reader"', 'reader'],
  ['user.groups.exists(g, g.startsWith("it-"))', true],
  ['user.groups.filter(g, g != "staff").map(g, "lanyard:" + g)', ['lanyard:it-support']],
  ['"uid=" + user.username + ",ou=people,dc=example,dc=lan"', 'uid=alice,ou=people,dc=example,dc=lan'],
  ['"a constant"', 'a constant'],
  ['user.number + 1', 8],
  ['user.claims.floor > 2 && user.email_verified', true],
  ['user.claims.share * 2.0', 1],
  ['{"name": user.username, "floor": user.claims.floor}', { name: 'alice', floor: 3 }],
  ['[user.username, user.number, true]', ['alice', 7, true]],
  ['has(user.claims.manager) ? user.claims.manager : "nobody"', 'nobody'],
  ['user.claims.manager.name + "!"', undefined],
  ['user.groups[5]', undefined],
  ['null', undefined],
  ['user.username.upperAscii()', 'ALICE'],
])('%s comes to %j', (source, value) => {
  expect(checkClaimSource(source)).toBeUndefined();
  expect(readClaimSource(alice, source)).toEqual({ value });
});

it.each(['user.password_hash', 'user.admin', 'user.disabled', 'user.constructor', 'user.__proto__'])(
  '%s is refused as a path, and shows nothing inside an expression',
  (source) => {
    expect(checkClaimSource(source)).toMatch(/names nothing that a scope may show/);
    expect(readClaimSource(alice, `[${source}]`)).toEqual({ value: undefined });
    expect(readClaimSource(alice, `has(${source})`)).toEqual({ value: false });
  },
);

describe('is refused with the reason', () => {
  it.each<[source: string, reason: RegExp]>([
    ['', /cannot be worked out/],
    ['user.', /names nothing/],
    ['"a', /cannot be worked out/],
    ['somebody.name', /Unknown variable: somebody/],
    ['process.exit(1)', /Unknown variable: process/],
    ['user.toString()', /no matching overload/],
    ['"a" - 1', /cannot be worked out/],
    ['user.username.matches("(a+)+$")', /cannot use matches/],
    ['user.groups.exists(g, g.matches("x"))', /cannot use matches/],
    ['cel.bind(x, user.name + user.name, x + x)', /cannot use cel\.bind/],
    ['user.name.split("").join(user.name)', /cannot use split/],
    [`[user.groups]${'.map(x, x + x)'.repeat(18)}`, /has a map of what another map made/],
    ['[[user.name].map(x, x + x).join("")].filter(x, true).map(x, x + x)', /has a map of what another map made/],
    ['user.groups.map(g, user.groups.map(h, g + h))', /one is allowed/],
    ['user.groups.map(g, user.groups.join(g))', /one is allowed/],
    ['user.groups.join(user.groups.join(user.name))', /one is allowed/],
    ['user.groups.filter(g, user.groups.exists(h, h == g))', /one is allowed/],
    ['timestamp("2026-01-01T00:00:00Z")', /which no claim can be/],
    ['b"bytes"', /which no claim can be/],
    [`"${'a'.repeat(1_000)}"`, /longer than 1000 characters/],
    [Array.from({ length: 150 }, () => '1').join('+'), /cannot be worked out/],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, /cannot be worked out/],
  ])('%s', (source, reason) => {
    expect(checkClaimSource(source)).toMatch(reason);
    expect(readClaimSource(alice, source)).toMatchObject({});
  });
});

describe('shows nothing, and says why, where it fails for a person', () => {
  it.each<[source: string, fault: RegExp]>([
    ['user.number / (user.number - 7)', /division by zero/],
    ['user.claims.department + 1', /no such overload/],
    ['int(user.username)', /cannot be worked out/],
    ['user.groups.map(g, user.claims.many)', /too much for one claim/],
  ])('%s', (source, fault) => {
    const person = { ...alice, claims: { ...alice.claims, many: Array.from({ length: 600 }, (_, at) => at) } };
    expect(checkClaimSource(source)).toBeUndefined();
    expect(readClaimSource(person, source)).toMatchObject({ fault: expect.stringMatching(fault) as unknown });
  });
});

it('joins a list, and passes over a text that is no fact but a flood', () => {
  expect(readClaimSource(alice, 'user.groups.map(g, "x-" + g).join(", ")')).toEqual({ value: 'x-staff, x-it-support' });
  const flooded = { ...alice, claims: { picture: 'x'.repeat(2_001), short: 'x' } };
  expect(readClaimSource(flooded, 'user.claims.picture + "!"')).toEqual({ value: undefined });
  expect(readClaimSource(flooded, 'user.claims.short + "!"')).toEqual({ value: 'x!' });
  expect(readClaimSource(flooded, 'user.claims.picture')).toEqual({ value: 'x'.repeat(2_001) });
});

it('reads a person again after a change', () => {
  expect(readClaimSource(alice, 'user.username + "!"')).toEqual({ value: 'alice!' });
  expect(readClaimSource({ ...alice, username: 'al' }, 'user.username + "!"')).toEqual({ value: 'al!' });
});

it('takes no long time over a person of a thousand groups', () => {
  const person = { ...alice, groups: Array.from({ length: 1_000 }, (_, at) => `group ${at}`) };
  const work = workOf(() => {
    const read = readClaimSource(person, 'user.groups.exists(g, g in user.groups && g == "nobody")');
    expect(read).toEqual({ value: false });
  });
  expect(work).toBeLessThan(1_000);
});
