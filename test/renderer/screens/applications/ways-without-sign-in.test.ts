/** The header of an application to which nobody signs in says what it does instead. */
import { expect, test } from 'vitest';
import { waysWithoutSignIn } from '../../../../renderer/screens/applications/application-answer.ts';
import { JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../../../server/spec/vocabulary.ts';

test.each([
  [['client_credentials'], 'It acts for itself'],
  [[TOKEN_EXCHANGE_GRANT], 'It passes requests on for people'],
  [[JWT_BEARER_GRANT], 'It brings people whom another server vouches for'],
  [['client_credentials', TOKEN_EXCHANGE_GRANT], 'It acts for itself and passes requests on for people'],
  [['https://office.example/badge', 'https://office.example/portal'], 'It uses a grant of your own'],
  [['refresh_token'], 'It has no way to a token'],
])('%j: %s', (grant_types, words) => {
  expect(waysWithoutSignIn(grant_types)).toBe(words);
});
