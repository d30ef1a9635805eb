/** response_type=code id_token: a code, and an ID token that vouches for it. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { answerInFront } from '../answer-in-front.ts';
import type { Carried, ResponseTypeRow } from './response-type.ts';

const CARRIES: readonly Carried[] = ['code', 'id_token'];

export const codeIdToken: ResponseTypeRow = {
  name: 'code id_token',
  response_type: 'code id_token',
  default_mode: 'fragment',
  spec: 'OIDC Core §3.3.2.5',
  carries: CARRIES,
  grant_types: grantTypesBehind('code id_token'),
  available: ({ legacy_grants }) => legacy_grants,
  run: (input, cx) => answerInFront(CARRIES, input, cx),
};
