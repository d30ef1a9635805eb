/** What serves a specification: every row of the engine's tables that cites one, with the file in which it stands. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKS } from '../../server/engine/authorize/checks/index.ts';
import { INTERACTIONS } from '../../server/engine/authorize/interactions/index.ts';
import { CLIENT_AUTH_METHODS } from '../../server/engine/client-auth/index.ts';
import { ENDPOINTS } from '../../server/engine/endpoints/index.ts';
import { GRANTS } from '../../server/engine/grants/index.ts';
import { RESPONSE_MODES } from '../../server/engine/response-modes/index.ts';
import { RESPONSE_TYPES } from '../../server/engine/response-types/index.ts';
import { isSpecRef, type SpecificationName } from '../../server/spec/references.ts';
import { ROOT } from '../paths.ts';

export interface Row {
  readonly specification: string;
  /** The file of it, from `server/` and without its ending. */
  readonly served_by: string;
}

const TABLES: readonly { readonly folder: string; readonly rows: readonly { readonly spec: string }[] }[] = [
  { folder: 'engine/endpoints', rows: ENDPOINTS },
  { folder: 'engine/grants', rows: GRANTS },
  { folder: 'engine/client-auth', rows: CLIENT_AUTH_METHODS },
  { folder: 'engine/response-types', rows: RESPONSE_TYPES },
  { folder: 'engine/response-modes', rows: RESPONSE_MODES },
  { folder: 'engine/authorize/checks', rows: Object.values(CHECKS) },
  { folder: 'engine/authorize/interactions', rows: INTERACTIONS },
];

/** In the order of the tables. Throws for a row that stands in no file of its folder. */
export async function rowsOfTables(): Promise<readonly Row[]> {
  return (await Promise.all(TABLES.map(rowsOf))).flat();
}

async function rowsOf({ folder, rows }: (typeof TABLES)[number]): Promise<readonly Row[]> {
  const directory = join(ROOT, 'server', folder);
  const files = (await readdir(directory)).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const homes = await Promise.all(
    files.map(async (name) => {
      const exported = (await import(join(directory, name))) as Readonly<Record<string, unknown>>;
      return { file: name, exported: Object.values(exported) };
    }),
  );
  return rows.map((row) => {
    const home = homes.find(({ exported }) => exported.includes(row));
    if (home === undefined) throw new Error(`a row of ${folder} (${row.spec}) stands in no file there`);
    return { specification: specificationOf(row.spec), served_by: `${folder}/${home.file.replace(/\.ts$/, '')}` };
  });
}

/** The name without the section. */
export function specificationOf(citation: string): SpecificationName {
  const name = citation.replace(/ (?:§|Appendix ).*$/, '');
  if (!isSpecRef(name)) throw new Error(`${citation} is no citation of a known specification`);
  return name as SpecificationName;
}
