import { describe, expect, it } from 'vitest';
import { checkClaimPath, checkMappedClaim, readClaimPath } from '../../server/directory/claim-path.ts';
import { claimsForScopes } from '../../server/directory/claims.ts';
import { aScope, aUser, NOW } from '../support/records.ts';

const alice = aUser({
  given_name: 'Alice',
  family_name: 'Example',
  password_hash: '$argon2id$secret',
  claims: {
    phone_number: '+1 555 0100',
    phone_number_verified: true,
    zoneinfo: 'Europe/Berlin',
    locale: 'de-DE',
    address: { locality: 'Berlin' },
    department: 'Research',
    desk: { floor: 3, room: { number: '3.14' } },
  },
});

describe('the claims of a person', () => {
  it.each<[string[], object]>([
    [['openid'], {}],
    [
      ['openid', 'profile'],
      {
        name: 'Alice Example',
        given_name: 'Alice',
        family_name: 'Example',
        preferred_username: 'alice',
        zoneinfo: 'Europe/Berlin',
        locale: 'de-DE',
        updated_at: NOW,
      },
    ],
    [['email'], { email: 'alice@example.lan', email_verified: true }],
    [['groups'], { groups: ['staff'] }],
    [['phone'], { phone_number: '+1 555 0100', phone_number_verified: true }],
    [['address'], { address: { locality: 'Berlin' } }],
    [['offline_access', 'unknown'], {}],
  ])('are for %j what the specification says', (scope, claims) => {
    expect(claimsForScopes(alice, scope, [])).toEqual(claims);
  });

  it('leave out what has no value', () => {
    const { email: _, ...bob } = aUser();
    expect(claimsForScopes(bob, ['profile', 'email', 'phone', 'address'], [])).toEqual({
      name: 'Alice Example',
      preferred_username: 'alice',
      updated_at: NOW,
    });
  });

  it('come from the office’s own scopes as those say, when they were asked for', () => {
    const scopes = [
      aScope({
        claims: { department: 'user.claims.department', room: 'user.claims.desk.room.number', mail: 'user.email' },
      }),
    ];
    expect(claimsForScopes(alice, ['department'], scopes)).toEqual({
      department: 'Research',
      room: '3.14',
      mail: 'alice@example.lan',
    });
    expect(claimsForScopes(alice, ['openid'], scopes)).toEqual({});
  });

  it('are not replaced by a mapping where they are standard, nor may a mapping say who somebody is', () => {
    const scopes = [
      aScope({
        claims: { name: 'user.claims.department', sub: 'user.claims.department', email: 'user.claims.department' },
      }),
    ];
    expect(claimsForScopes(alice, ['profile', 'department'], scopes)).toMatchObject({ name: 'Alice Example' });
    expect(claimsForScopes(alice, ['department'], scopes)).toEqual({ name: 'Research' });
  });
});

describe('a claim path', () => {
  it.each([
    ['user.id', alice.id],
    ['user.groups', ['staff']],
    ['user.claims.desk', { floor: 3, room: { number: '3.14' } }],
    ['user.claims.desk.floor', 3],
    ['user.claims.nothing', undefined],
    ['user.claims.department.length', undefined],
    ['user.claims.desk.room.number.x', undefined],
    ['user.claims.toString', undefined],
    ['user.claims.constructor.name', undefined],
  ])('%s leads to %j', (path, value) => {
    expect(checkClaimPath(path)).toBeUndefined();
    expect(readClaimPath(alice, path)).toEqual(value);
  });

  it.each([
    'user.password_hash',
    'user.admin',
    'user.disabled',
    'user.claims',
    'user.claims.',
    'user.claims.__proto__',
    'user.constructor',
    'user.name.length',
    'user',
    'application.client_id',
    '',
    'user.claims.a b',
  ])('%j is refused and shows nothing', (path) => {
    expect(checkClaimPath(path)).toBeDefined();
    expect(readClaimPath(alice, path)).toBeUndefined();
  });

  it.each(['sub', 'iss', 'email', 'email_verified', '__proto__', ''])('may not be mapped to the claim %j', (name) => {
    expect(checkMappedClaim(name)).toBeDefined();
  });

  it('may be mapped to a name of the office’s own', () => {
    expect(checkMappedClaim('https://example.lan/department')).toBeUndefined();
  });
});
