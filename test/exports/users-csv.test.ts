/** People as a table: nothing in it is run by a spreadsheet, whichever character parts its columns. */
import { expect, test } from 'vitest';
import { exportUsersCsv } from '../../server/exports/users-csv.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { aUser } from '../support/records.ts';

async function csvOf(fields: Parameters<typeof aUser>[0]): Promise<string> {
  const store = createMemoryStore();
  await store.collection('users').insert(aUser(fields));
  return (await Array.fromAsync(exportUsersCsv(store))).join('');
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)'])(
  '%s is disarmed at the beginning of a cell and after a semicolon',
  async (formula) => {
    const csv = await csvOf({
      name: formula,
      email: `x;${formula}`,
      groups: ['staff', formula],
      given_name: `a; ${formula}`,
    });
    expect(csv).toContain(`,'${formula},`);
    expect(csv).toContain(`,x;'${formula},`);
    expect(csv).toContain(`,staff;'${formula},`);
    expect(csv).toContain(`,a;' ${formula},`);
  },
);

test('what is no formula stays as it is', async () => {
  const csv = await csvOf({ name: 'a=b; c-d', groups: ['staff', 'x=y'] });
  expect(csv).toContain(',a=b; c-d,');
  expect(csv).toContain(',staff;x=y,');
});
