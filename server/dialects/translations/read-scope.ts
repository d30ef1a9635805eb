/** Scopes as products read them that part them by commas as well as by spaces. */
import type { Params } from '../../spec/params.ts';

/** One that came twice stays so, to be refused. */
export function readScope(params: Params): Params {
  if (params.repeated.includes('scope')) return params;
  return params.with({ scope: params.get('scope')?.replaceAll(/[ ,]+/g, ' ').trim() });
}
