/** response_type=id_token: who signed in, by way of the browser and without any access. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { answerInFront } from '../answer-in-front.ts';
import type { Carried, ResponseTypeRow } from './response-type.ts';

const CARRIES: readonly Carried[] = ['id_token'];

export const idToken: ResponseTypeRow = {
  name: 'id_token',
  response_type: 'id_token',
  default_mode: 'fragment',
  spec: 'OIDC Core §3.2.2.5',
  carries: CARRIES,
  grant_types: grantTypesBehind('id_token'),
  available: ({ legacy_grants }) => legacy_grants,
  run: (input, cx) => answerInFront(CARRIES, input, cx),
};
