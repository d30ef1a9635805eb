/** What a new application starts with in the form, before anybody changes it: it follows from what it was written for. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';
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
 * from its name, as there.
 */
export function startFor(dialects: Dialects, values: FieldValues): object {
  const { dialect, token_endpoint_auth_method: method, client_name: called } = values;
  const own = dialects.find(({ name }) => name === dialect)?.application_defaults;
  const slug = dialect === 'authentik' && typeof called === 'string' ? proposedSlug(called) : '';
  const start = { ...NEW_APPLICATION, ...own, ...(slug === '' ? {} : { slug }) };
  return method === 'none' ? { ...start, require_pkce: true } : start;
}
