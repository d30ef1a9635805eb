/** Scope strings as records keep them: each name once, parted by single spaces. */
import { joinScope, parseScope } from '../spec/scope.ts';

/** Empty where no scope was given. */
export function tidyScope(scope: string | undefined): { readonly scope?: string } {
  return scope === undefined ? {} : { scope: joinScope(parseScope(scope)) };
}
