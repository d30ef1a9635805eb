/** response_type=code: an authorization code, bound to the application, its redirect URI and its code_challenge. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { AuthorizationCode } from '../../storage/records/flow.ts';
import type { ResponseTypeRow } from './response-type.ts';

/** A used code stays on record at least this long, so that a late replay still revokes what the first use issued. */
const SHORTEST_MEMORY_S = 600;

export const code: ResponseTypeRow = {
  name: 'code',
  response_type: 'code',
  default_mode: 'query',
  spec: 'RFC 6749 §4.1.2',
  run({ request, grant }, cx) {
    const value = cx.secrets.random();
    const { access_token_lifetime_s, code_lifetime_s } = cx.settings;
    const record: AuthorizationCode = {
      id: hashSecret(value),
      grant_id: grant.id,
      client_id: request.client_id,
      ...(request.redirect_uri_sent ? { redirect_uri: request.redirect_uri } : {}),
      ...(request.code_challenge === undefined ? {} : { code_challenge: request.code_challenge }),
      issued_at: cx.now,
      redeem_before: cx.now + code_lifetime_s,
      expires_at: cx.now + code_lifetime_s + Math.max(access_token_lifetime_s, SHORTEST_MEMORY_S),
    };
    return {
      params: { code: value },
      write: (within) => within.collection('authorization_codes').insert(record),
    };
  },
};
