/** The further fields of an application stand under headings, and none of them is lost on the way. */
import { expect, test } from 'vitest';
import type { FieldRow } from '../../../renderer/forms/field.ts';
import {
  APPLICATION_FIELDS,
  NEW_APPLICATION_FIELDS,
} from '../../../renderer/screens/applications/application-fields.ts';
import { underHeadings } from '../../../renderer/screens/applications/application-groups.ts';

const row = (name: string): FieldRow => ({ name, label: name, kind: 'text', more: true });

test('as the headings come, and within one as they stood; what no heading names comes last', () => {
  const rows = underHeadings([row('of-tomorrow'), row('client_uri'), row('consent'), row('require_pkce')]);
  expect(rows.map(({ name, heading }) => [name, heading])).toEqual([
    ['consent', 'Signing in and out'],
    ['require_pkce', 'Signing in and out'],
    ['client_uri', 'What people see'],
    ['of-tomorrow', 'Other'],
  ]);
});

test.each([
  ['new', NEW_APPLICATION_FIELDS],
  ['present', APPLICATION_FIELDS],
])('every folded field of a %s application has one, and stands once', (_, fields) => {
  const folded = fields.filter(({ more }) => more === true);
  expect(folded.every(({ heading }) => heading !== undefined)).toBe(true);
  expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
});
