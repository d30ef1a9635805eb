/** What a new application starts with in the form, before anybody changes it: it follows from what it was written for. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { isPathOfDialect } from '../../../server/spec/application-path-name.ts';
import { proposedSlug } from '../../../server/spec/slug.ts';
import type { FieldValues } from '../../forms/field.ts';

type Dialects = Answered<'readDialects'>['dialects'];

/** A sign-in that stays. */
export const NEW_APPLICATION = {
  dialect: 'native',
  scope: 'openid profile email',
  token_endpoint_auth_method: 'client_secret_basic',
  consent: 'remember',
  require_pkce: true,
  frontchannel_logout_session_required: true,
  grant_types: ['authorization_code', 'refresh_token'],
  access_token_format: 'opaque',
};

/**
 * The dialect's own defaults come first; without a secret there is PKCE in every dialect. One for authentik gets a slug made
 * from its name, as there, and none of `taken`.
 */
export function startFor(dialects: Dialects, values: FieldValues, taken: ReadonlySet<string>): object {
  const { dialect, token_endpoint_auth_method: method, client_name: called } = values;
  const own = dialects.find(({ name }) => name === dialect)?.application_defaults;
  const slug = dialect === 'authentik' && typeof called === 'string' ? freeSlug(called, taken) : '';
  const start = { ...NEW_APPLICATION, ...own, ...(slug === '' ? {} : { slug }) };
  return method === 'none' ? { ...start, require_pkce: true } : start;
}

/** With a number behind it where another application goes by the name, or the product's own addresses do. */
function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const slug = proposedSlug(name);
  const isFree = (one: string) => !taken.has(one) && !isPathOfDialect(one, 'authentik');
  if (slug === '' || isFree(slug)) return slug;
  const numbered = Array.from({ length: taken.size + 1 }, (_, at) => `${slug.slice(0, LONGEST)}-${at + 2}`);
  return numbered.find(isFree) ?? slug;
}

/** So that a number has room behind it. */
const LONGEST = 95;
