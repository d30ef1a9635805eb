/** The REST calls of other products by method and path. Products share paths, so that a path may have one row of each. */
import type { Facade } from '../facades/facade.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import { createPathTable, type FoundPath } from './path-table.ts';

export interface FacadeTable {
  /** HEAD is looked up as GET. RFC 9110 §9.3.2 */
  find(method: string, path: string): FoundPath<readonly Facade[]> | undefined;
  /** What may be done at this path, for an `Allow` header; nothing where it is no call of anybody. RFC 9110 §10.2.1 */
  allowedAt(path: string): readonly string[];
}

/** `only` is the dialect of a bound listener. Throws Error where one dialect has a call twice, or a path could be two calls. */
export function createFacadeTable(facades: readonly Facade[], only?: DialectName): FacadeTable {
  const served = facades.filter(({ dialect }) => only === undefined || dialect === only);
  const methods = new Map(
    [...new Set(served.map(({ method }) => method))].map((method) => {
      const rows = new Map<string, Facade[]>();
      for (const facade of served.filter((row) => row.method === method)) {
        for (const path of facade.paths) {
          const beside = rows.get(path) ?? [];
          if (beside.some(({ dialect }) => dialect === facade.dialect)) {
            throw new Error(`${facade.dialect} answers ${method} ${path} twice`);
          }
          rows.set(path, [...beside, facade]);
        }
      }
      return [method as string, createPathTable([...rows])];
    }),
  );
  return {
    find: (method, path) => methods.get(method === 'HEAD' ? 'GET' : method)?.find(path),
    allowedAt(path) {
      const found = [...methods].flatMap(([method, table]) => (table.find(path) === undefined ? [] : [method]));
      if (found.length === 0) return [];
      return [...found, ...(found.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted();
    },
  };
}
