import { describe, expect, it } from 'vitest';
import {
  latestVersion,
  MIGRATIONS,
  type Migration,
  type PlainCollections,
  runMigrations,
} from '../../../server/storage/migrations/index.ts';

/** Each leaves its version behind in the name of the one group. */
const TABLE: readonly Migration[] = [1, 2, 3, 4].map((version) => ({
  version,
  name: `to ${version}`,
  migrate: (collections) =>
    new Map(
      [...collections].map(([name, records]) => [
        name,
        records.map((record) => ({ ...record, name: `${textOf(record['name'])}${version}` })),
      ]),
    ),
}));

const STORED: PlainCollections = new Map([['groups', [{ id: 'a', name: '' }]]]);

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function nameAfter(from: number, to: number): unknown {
  return runMigrations(TABLE, STORED, { from, to }).get('groups')?.[0]?.['name'];
}

describe('migrations', () => {
  it('run in order from the stored version to the wanted one, and no others', () => {
    expect(nameAfter(1, 4)).toBe('234');
    expect(nameAfter(2, 3)).toBe('3');
    expect(nameAfter(4, 4)).toBe('');
  });

  it('leave what they are given as it was', () => {
    runMigrations(TABLE, STORED, { from: 0, to: 4 });
    expect(STORED).toEqual(new Map([['groups', [{ id: 'a', name: '' }]]]));
  });

  it('have ascending versions without gaps, so that every older store has one way up', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, n) => n + 1));
    expect(latestVersion(MIGRATIONS)).toBe(MIGRATIONS.length);
  });
});
