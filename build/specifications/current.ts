/** The tables of specifications and of clients as the sources have it now. */
import { BESIDE_TABLES } from './beside-tables.ts';
import { rowsOfTables } from './rows.ts';
import { CLIENT_LIBRARIES } from './client-libraries.ts';
import { clientsTableOf } from './clients-table.ts';
import { readIfThere, tableOf } from './table.ts';
import { TRIED_BY } from './tried-by.ts';

/** Throws like tableOf. */
export async function currentTable(): Promise<string> {
  return tableOf({ rows: await rowsOfTables(), tried_by: TRIED_BY, beside: BESIDE_TABLES, read: readIfThere });
}

/** Throws like clientsTableOf. */
export function currentClients(): Promise<string> {
  return clientsTableOf(CLIENT_LIBRARIES, readIfThere);
}
