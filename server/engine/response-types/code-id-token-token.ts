/** response_type=code id_token token: everything that there is, at once. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { answerInFront } from '../answer-in-front.ts';
import type { Carried, ResponseTypeRow } from './response-type.ts';

const CARRIES: readonly Carried[] = ['code', 'id_token', 'token'];

export const codeIdTokenToken: ResponseTypeRow = {
  name: 'code id_token token',
  response_type: 'code id_token token',
  default_mode: 'fragment',
  spec: 'OIDC Core §3.3.2.5',
  carries: CARRIES,
  grant_types: grantTypesBehind('code id_token token'),
  available: ({ legacy_grants }) => legacy_grants,
  run: (input, cx) => answerInFront(CARRIES, input, cx),
};
