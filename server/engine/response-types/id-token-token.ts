/** response_type=id_token token: who signed in and an access token, both by way of the browser. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { answerInFront } from '../answer-in-front.ts';
import type { Carried, ResponseTypeRow } from './response-type.ts';

const CARRIES: readonly Carried[] = ['id_token', 'token'];

export const idTokenToken: ResponseTypeRow = {
  name: 'id_token token',
  response_type: 'id_token token',
  default_mode: 'fragment',
  spec: 'OIDC Core §3.2.2.5',
  carries: CARRIES,
  grant_types: grantTypesBehind('id_token token'),
  available: ({ legacy_grants }) => legacy_grants,
  run: (input, cx) => answerInFront(CARRIES, input, cx),
};
