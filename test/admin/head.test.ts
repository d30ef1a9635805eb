/** HEAD in the admin API: the headers of what would be answered, and nothing is handed out or done. RFC 9110 §9.3.2 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, send } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
let credentials: Record<string, string>;
beforeAll(async () => {
  office = await startOffice();
  credentials = await botCredentials(office.origin);
  client = adminClient(office.origin, credentials);
});
afterAll(() => office.stop());

const exportsMade = async () => (await client('listAuditEvents', { query: { type: 'export' } })).body.total;

test.each(['users', 'configuration', 'audit-events'])(
  'an export of %s is written down when it is handed out',
  async (kind) => {
    const before = await exportsMade();
    const url = `${office.origin}/api/v1/exports/${kind}`;
    const head = await fetch(url, { method: 'HEAD', headers: credentials });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(await exportsMade()).toBe(before);
    const whole = await send(office.origin, 'exportDocument', { path: { kind }, headers: credentials });
    expect((await whole.text()).length).toBeGreaterThan(10);
    expect(await exportsMade()).toBe(before + 1);
  },
);

test('a list and a person show their headers', async () => {
  const [person] = (await client('listUsers', { query: { q: 'alice' } })).body.items;
  const url = `${office.origin}/api/v1/users/${person?.id}`;
  const head = await fetch(url, { method: 'HEAD', headers: credentials });
  const whole = await client('readUser', { path: { id: person?.id ?? '' } });
  expect([head.status, head.headers.get('etag')]).toEqual([200, whole.etag]);
});
