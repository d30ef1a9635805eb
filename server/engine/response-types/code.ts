/** response_type=code: an authorization code, and nothing that a browser could lose. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { newCode } from '../tokens/authorization-code.ts';
import type { ResponseTypeRow } from './response-type.ts';

export const code: ResponseTypeRow = {
  name: 'code',
  response_type: 'code',
  default_mode: 'query',
  spec: 'RFC 6749 §4.1.2',
  carries: ['code'],
  grant_types: grantTypesBehind('code'),
  available: () => true,
  async run({ request, subject, settle }, cx) {
    const made = newCode(request, subject, cx);
    await cx.store.transaction(async (within) => {
      await settle(within);
      await within.collection('authorization_codes').insert(made.record);
    });
    return { code: made.value };
  },
};
