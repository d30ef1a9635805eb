/** response_type=code token: a code, and an access token for the page that waits. */
import { grantTypesBehind } from '../../spec/response-type.ts';
import { answerInFront } from '../answer-in-front.ts';
import type { Carried, ResponseTypeRow } from './response-type.ts';

const CARRIES: readonly Carried[] = ['code', 'token'];

export const codeToken: ResponseTypeRow = {
  name: 'code token',
  response_type: 'code token',
  default_mode: 'fragment',
  spec: 'OIDC Core §3.3.2.5',
  carries: CARRIES,
  grant_types: grantTypesBehind('code token'),
  available: ({ legacy_grants }) => legacy_grants,
  run: (input, cx) => answerInFront(CARRIES, input, cx),
};
