/** Which choices of an application the panel warns of while the old ways are off: exactly those that the server holds back then. */
import { expect, it } from 'vitest';
import { legacyChoices } from '../../../../renderer/screens/applications/legacy-choices.ts';
import { GRANTS } from '../../../../server/engine/grants/index.ts';
import { RESPONSE_TYPES } from '../../../../server/engine/response-types/index.ts';
import { DEFAULT_SETTINGS } from '../../../../server/directory/settings.ts';

const held = (settings: typeof DEFAULT_SETTINGS, row: { available?(given: typeof DEFAULT_SETTINGS): boolean }) =>
  row.available?.(settings) === false;
const OFF = { ...DEFAULT_SETTINGS, legacy_grants: false };
const ON = { ...DEFAULT_SETTINGS, legacy_grants: true };

it('warns of every grant that the server offers only with the switch, and of no other', () => {
  for (const row of GRANTS) {
    const needs = held(OFF, row) && !held(ON, row);
    expect([row.grant_type, legacyChoices([row.grant_type], []).length]).toEqual([row.grant_type, needs ? 1 : 0]);
  }
});

it('warns of every response type that the server offers only with the switch, and of no other', () => {
  for (const row of RESPONSE_TYPES) {
    const needs = held(OFF, row) && !held(ON, row);
    expect([row.response_type, legacyChoices([], [row.response_type]).length]).toEqual([
      row.response_type,
      needs ? 1 : 0,
    ]);
  }
});

it('speaks in the words of the form', () => {
  expect(legacyChoices(['password', 'implicit', 'authorization_code'], ['code', 'id_token'])).toEqual([
    'It asks people for their password',
    'Tokens by way of the browser',
    'An ID token',
  ]);
});
