/** People as a table for a spreadsheet: one row each, no password and no hash in it. */
import { stringify } from 'csv-stringify/sync';
import { everyRecord } from '../directory/every-record.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { inStableOrder, sortedMembers } from './stable-order.ts';

const COLUMNS = [
  'username',
  'name',
  'given_name',
  'family_name',
  'email',
  'email_verified',
  'groups',
  'admin',
  'disabled',
  'created_at',
  'updated_at',
  'claims',
] as const;

const ROWS_AT_ONCE = 500;

/**
 * RFC 4180, UTF-8 with its mark, which spreadsheets want. Groups are parted by semicolons, claims are JSON, times ISO 8601.
 * What a spreadsheet would run as a formula gets an apostrophe before it, at the beginning of a cell and after a semicolon.
 */
export async function* exportUsersCsv(store: Collections): AsyncGenerator<string> {
  const users: User[] = [];
  for await (const user of everyRecord(store.collection('users'))) users.push(user);
  const ordered = inStableOrder(users, (user) => user.username_key);
  yield rowsOf([[...COLUMNS]], { bom: true });
  for (let at = 0; at < ordered.length; at += ROWS_AT_ONCE) {
    yield rowsOf(ordered.slice(at, at + ROWS_AT_ONCE).map(cellsOf), { bom: false });
  }
}

function rowsOf(rows: readonly (readonly string[])[], { bom }: { readonly bom: boolean }): string {
  return stringify(
    rows.map((row) => row.map(disarmed)),
    { escape_formulas: true, record_delimiter: 'windows', bom },
  );
}

/** Where a semicolon parts the columns, what follows one begins a cell too. */
function disarmed(cell: string): string {
  return cell.replaceAll(/;(?=\s*[=+\-@])/gu, ";'");
}

function cellsOf(user: User): readonly string[] {
  const { claims, groups, created_at, updated_at } = user;
  const texts = new Map<string, string>([
    ['groups', groups.join(';')],
    ['claims', Object.keys(claims).length === 0 ? '' : JSON.stringify(sortedMembers(claims))],
    ['created_at', timeOf(created_at)],
    ['updated_at', timeOf(updated_at)],
  ]);
  return COLUMNS.map((column) => texts.get(column) ?? plain(user, column));
}

function plain(user: User, column: (typeof COLUMNS)[number]): string {
  const value = user[column];
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
