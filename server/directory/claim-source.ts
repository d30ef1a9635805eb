/**
 * Where an office's own scope takes a claim from: a path to what of a person may be shown, or an expression over it.
 * A path is read as it stands, so that `user.claims.cost-center` is no subtraction.
 */
import type { User } from '../storage/records/directory.ts';
import { checkClaimExpression, evaluateClaim, type Outcome } from './claim-expression.ts';
import { checkClaimPath, readClaimPath, SHOWN_FIELDS } from './claim-path.ts';
import { fromJson } from './expression-values.ts';

/** `user` and names after it: meant as a path, and told as one what is wrong with it. */
const LIKE_A_PATH = /^user(\.[A-Za-z0-9_-]+)*\.?$/;

/** What is wrong with a source, or undefined. */
export function checkClaimSource(source: string): string | undefined {
  return LIKE_A_PATH.test(source) ? checkClaimPath(source) : checkClaimExpression(source);
}

/** What a source comes to for one person. */
export function readClaimSource(user: User, source: string): Outcome {
  if (LIKE_A_PATH.test(source)) return { value: readClaimPath(user, source) };
  return evaluateClaim(source, shownOf(user));
}

const shown = new WeakMap<User, Readonly<Record<string, unknown>>>();

/** Made once for a person as they are: a record that changes is another one. */
function shownOf(user: User): Readonly<Record<string, unknown>> {
  const before = shown.get(user);
  if (before !== undefined) return before;
  const fields: (readonly [string, unknown])[] = SHOWN_FIELDS.map((name) => [name, fromJson(user[name])]);
  const known = [...fields, ['claims', fromJson(user.claims)] as const].filter(([, value]) => value !== undefined);
  const made: Readonly<Record<string, unknown>> = Object.fromEntries(known);
  shown.set(user, made);
  return made;
}
