/** The dialects in the admin API: what a new application of each starts with. */
import { DIALECTS } from '../contract/configuration-application.ts';
import { definedFields } from '../directory/defined-fields.ts';
import type { Handlers } from './handler.ts';

export const DIALECT_HANDLERS: Handlers<'readDialects'> = {
  async readDialects(_call, cx) {
    const dialects = DIALECTS.map((name) => {
      const { grant_types, ...rest } = cx.house.defaultsFor(name);
      const { token_endpoint_auth_method, require_pkce, scope, access_token_format, consent } = rest;
      const plain = { token_endpoint_auth_method, require_pkce, scope, access_token_format, consent };
      const listed = grant_types === undefined ? {} : { grant_types: [...grant_types] };
      return { name, application_defaults: { ...listed, ...definedFields(plain) } };
    });
    return { body: { dialects } };
  },
};
