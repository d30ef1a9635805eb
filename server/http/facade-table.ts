/** The REST calls of other products by method and path. Products share paths, so that a path may have one row of each. */
import type { Facade } from '../facades/facade.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import { createPathTable, type FoundPath } from './path-table.ts';

export type FindFacades = (method: string, path: string) => FoundPath<readonly Facade[]> | undefined;

/** `only` is the dialect of a bound listener. Throws Error where one dialect has a call twice, or a path could be two calls. */
export function createFacadeTable(facades: readonly Facade[], only?: DialectName): FindFacades {
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
  return (method, path) => {
    if (method !== 'HEAD') return methods.get(method)?.find(path);
    const found = methods.get('GET')?.find(path);
    return found?.value.some(({ once }) => once === true) === true ? undefined : found;
  };
}
