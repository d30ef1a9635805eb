/** Where an office's own scope takes a claim from: `user.NAME` or `user.claims.NAME[.NAME…]`, and nothing else of a person. */
import { isJsonObject } from '../spec/json-object.ts';
import type { Json } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';

/** What of a person may be shown beside their claims; never the password's hash, nor whether they are admin or disabled. */
export const SHOWN_FIELDS = [
  'id',
  'number',
  'username',
  'name',
  'given_name',
  'family_name',
  'email',
  'email_verified',
  'groups',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof User)[];

/** Names that tokens use for themselves, or that say who somebody is: no mapping may put other words there. */
const NOT_MAPPABLE: ReadonlySet<string> = new Set(
  'iss sub aud exp nbf iat jti nonce auth_time acr amr azp at_hash c_hash sid scope client_id cnf act events email email_verified __proto__'.split(
    ' ',
  ),
);

/** What is wrong with a path, or undefined. */
export function checkClaimPath(path: string): string | undefined {
  const [root, field, ...names] = path.split('.');
  if (root !== 'user' || field === undefined) return 'is not a path such as user.email or user.claims.department';
  if (field !== 'claims') {
    const known = names.length === 0 && fieldNamed(field) !== undefined;
    return known
      ? undefined
      : `names nothing that a scope may show; after user. stands claims or one of ${SHOWN_FIELDS.join(', ')}`;
  }
  const named = names.length > 0 && names.every((name) => /^[A-Za-z0-9_-]+$/.test(name) && name !== '__proto__');
  return named ? undefined : 'must name a claim after user.claims, such as user.claims.department';
}

/** What is wrong with the name of a mapped claim, or undefined. */
export function checkMappedClaim(name: string): string | undefined {
  if (name === '' || name.length > 255) return 'is not a claim name of 1 to 255 characters';
  return NOT_MAPPABLE.has(name) ? `cannot be mapped: ${name} has a meaning of its own in tokens` : undefined;
}

/** The value at a path, or undefined where there is none. Own properties only. */
export function readClaimPath(user: User, path: string): Json | undefined {
  if (checkClaimPath(path) !== undefined) return undefined;
  const [, field = '', ...names] = path.split('.');
  const known = fieldNamed(field);
  if (known !== undefined) return user[known];
  let value: Json = user.claims;
  for (const name of names) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    const next: Json | undefined = value[name];
    if (next === undefined) return undefined;
    value = next;
  }
  return value;
}

function fieldNamed(name: string) {
  return SHOWN_FIELDS.find((field) => field === name);
}
