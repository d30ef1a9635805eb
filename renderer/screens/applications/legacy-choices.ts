/** Which of an application's choices only work where the settings allow the old ways to a token (legacy_grants). Pure. */
import { hasTokens } from '../../../server/spec/response-type.ts';
import { RESPONSE_TYPE_NAMES } from '../../../server/spec/vocabulary.ts';
import { RESPONSES, WAYS } from './application-choices.ts';

/** What the server offers only where that setting is on. */
const LEGACY_WAYS: readonly string[] = ['implicit', 'password'];
const LEGACY_RESPONSES: readonly string[] = RESPONSE_TYPE_NAMES.filter(hasTokens);

/** By the words that stand in the form. */
export function legacyChoices(grant_types: readonly string[], response_types: readonly string[]): readonly string[] {
  const chosen = [
    ...WAYS.filter(({ value }) => LEGACY_WAYS.includes(value) && grant_types.includes(value)),
    ...RESPONSES.filter(({ value }) => LEGACY_RESPONSES.includes(value) && response_types.includes(value)),
  ];
  return chosen.map(({ label }) => label);
}
