/** Audiences that nobody entered, and that stand below an API of the application's: for dialects whose applications may name such. */
import { apiOver, apiRulesForAll } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { standsBelow } from '../spec/stands-below.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

const NONE: readonly string[] = [];

/**
 * Those of `names`; at once where there are none. The nearest API over each has to be entered for the application: of a part of it
 * that is an API of the office by itself, neither that nor what stands below it comes along.
 */
export function belowOwnApis(
  names: readonly string[],
  application: Application | undefined,
  { traits, store }: Pick<Context, 'traits' | 'store'>,
): Awaitable<readonly string[]> {
  if (application === undefined || traits[application.dialect]?.audience !== 'prefix') return NONE;
  const { audience } = application;
  const below = names.filter((name) => !audience.includes(name) && audience.some((own) => standsBelow(name, own)));
  if (below.length === 0) return NONE;
  return apiRulesForAll(store).then((rules) =>
    below.filter((name) => {
      const nearest = apiOver(name, rules);
      return nearest === undefined || audience.includes(nearest.audience);
    }),
  );
}
