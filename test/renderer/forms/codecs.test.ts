/** What a form sends: exactly what was typed or changed, in the shape of the wire. */
import { describe, expect, test } from 'vitest';
import { bodyOfChange, bodyOfNew, readValues, rowsOf } from '../../../renderer/forms/codecs.ts';
import type { FieldRow } from '../../../renderer/forms/field.ts';

const ROWS: readonly FieldRow[] = [
  { name: 'username', label: 'Username', kind: 'mono', needed: true },
  { name: 'email', label: 'E-mail', kind: 'text', removable: true },
  { name: 'admin', label: 'Admin', kind: 'flag' },
  { name: 'redirect_uris', label: 'Addresses', kind: 'lines' },
  { name: 'scope', label: 'Scopes', kind: 'scope' },
  { name: 'lifetime_s', label: 'Lifetime', kind: 'duration' },
  { name: 'claims', label: 'Claims', kind: 'json' },
  { name: 'mapping', label: 'Mapping', kind: 'pairs' },
  { name: 'scopes', label: 'Scopes of the API', kind: 'scopes-of-api' },
  { name: 'acts', label: 'Single acts', kind: 'described' },
];
const RESOURCE = {
  username: 'ada',
  email: 'ada@example.lan',
  admin: true,
  redirect_uris: ['https://a.example/cb'],
  scope: 'openid profile',
  lifetime_s: 3600,
  claims: { locale: 'de-DE', room: '12' },
  mapping: { room: 'user.claims.room' },
  scopes: [{ name: 'read', description: 'Read it' }, { name: 'write' }],
  acts: [{ name: 'pay', description: 'pay {amount}' }],
};

describe('a new thing', () => {
  test('sends what was typed and leaves the rest to the defaults', () => {
    const values = { ...readValues(ROWS, {}), username: ' ada ', redirect_uris: ['https://a.example/cb', ' '] };
    expect(bodyOfNew(ROWS, values)).toEqual({
      username: 'ada',
      admin: false,
      redirect_uris: ['https://a.example/cb'],
    });
  });

  test('sends what is asked for even when it is empty, so that its schema can say so', () => {
    expect(bodyOfNew(ROWS, readValues(ROWS, {}))).toEqual({ username: '', admin: false });
  });
});

describe('a change', () => {
  const base = readValues(ROWS, RESOURCE);
  const change = (changes: object) => bodyOfChange(ROWS, base, { ...base, ...changes });

  test('of nothing is empty', () => {
    expect(change({})).toEqual({});
  });

  test('sends only what differs', () => {
    expect(change({ admin: false, scope: ['openid'], lifetime_s: '60' })).toEqual({
      admin: false,
      scope: 'openid',
      lifetime_s: 60,
    });
  });

  test('names with null what was taken away', () => {
    expect(change({ email: '' })).toEqual({ email: null });
    expect(change({ claims: '{"locale":"en"}' })).toEqual({ claims: { locale: 'en', room: null } });
    expect(change({ mapping: [['seat', 'user.claims.room']] })).toEqual({
      mapping: { seat: 'user.claims.room', room: null },
    });
  });

  test('empties what can’t be removed', () => {
    expect(change({ redirect_uris: [], scopes: [] })).toEqual({ redirect_uris: [], scopes: [] });
  });

  test('leaves out rows of a list that nobody filled in', () => {
    expect(
      change({
        scopes: [
          ['read', ''],
          ['', ''],
        ],
      }),
    ).toEqual({ scopes: [{ name: 'read' }] });
    const acts = [...rowsOf(base['acts'] ?? []), ['read', ' read it '], ['', '']] as const;
    expect(change({ acts })).toEqual({ acts: [...RESOURCE.acts, { name: 'read', description: 'read it' }] });
  });

  test('sends as text what is no number and no JSON, so that the schema can refuse it', () => {
    expect(change({ lifetime_s: 'an hour', claims: '{oops' })).toEqual({ lifetime_s: 'an hour', claims: '{oops' });
  });
});
