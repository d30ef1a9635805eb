/** `npm run specifications`: writes the README's table of specifications anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { currentTable } from './current.ts';
import { withTable } from './table.ts';

const file = join(ROOT, 'README.md');
try {
  await writeFile(file, withTable(await readFile(file, 'utf8'), await currentTable()));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
