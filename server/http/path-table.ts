/** Looks up what a path stands for among patterns of which no two match the same path: which one is meant is never a question of order. */
import { hasPlaces, matchPath, type PathParameters, patternsOverlap } from '../spec/path-pattern.ts';

export interface PathTable<T> {
  find(path: string): FoundPath<T> | undefined;
  /** In the order of the rows. */
  entries(): readonly (readonly [pattern: string, value: T])[];
}

export interface FoundPath<T> {
  readonly value: T;
  readonly parameters: PathParameters;
}

const NO_PARAMETERS: PathParameters = Object.freeze({});

/** Throws Error for two patterns that some path would match both of. */
export function createPathTable<T>(rows: readonly (readonly [pattern: string, value: T])[]): PathTable<T> {
  const placed = rows.filter(([pattern]) => hasPlaces(pattern));
  const exact = new Map<string, FoundPath<T>>();
  for (const [pattern, value] of rows) {
    const other = placed.find(([beside]) => beside !== pattern && patternsOverlap(beside, pattern));
    if (other !== undefined) throw new Error(`a path could be ${pattern} as well as ${other[0]}`);
    if (exact.has(pattern) || placed.filter(([beside]) => beside === pattern).length > 1) {
      throw new Error(`${pattern} stands in the table twice`);
    }
    if (!hasPlaces(pattern)) exact.set(pattern, { value, parameters: NO_PARAMETERS });
  }
  return {
    find(path) {
      const found = exact.get(path);
      if (found !== undefined) return found;
      for (const [pattern, value] of placed) {
        const parameters = matchPath(pattern, path);
        if (parameters !== undefined) return { value, parameters };
      }
      return undefined;
    },
    entries: () => rows,
  };
}
