/** `npm run specifications`: writes the README's tables of specifications and clients anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { CLIENTS_PLACE } from './clients-table.ts';
import { currentClients, currentTable } from './current.ts';
import { withTable } from './table.ts';

const file = join(ROOT, 'README.md');
try {
  const readme = withTable(await readFile(file, 'utf8'), await currentTable());
  await writeFile(file, withTable(readme, await currentClients(), CLIENTS_PLACE));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
