/** Any of a few: the choices of an enum, and what is sent of them. */
import { expect, test } from 'vitest';
import { choicesOf } from '../../../renderer/forms/choices.ts';
import { bodyOfChange, readValues } from '../../../renderer/forms/codecs.ts';
import { faultOfProblem } from '../../../renderer/forms/faults.ts';
import type { FieldRow } from '../../../renderer/forms/field.ts';

const ROW: FieldRow = { name: 'grant_types', label: 'Ways', kind: 'choices' };
const base = readValues([ROW], { grant_types: ['refresh_token', 'authorization_code'] });

test('stand in the order of the enum with their words', () => {
  const choices = choicesOf(['b', 'a'], { a: { label: 'A' }, b: { label: 'B', hint: 'second' } });
  expect(choices).toEqual([
    { value: 'b', label: 'B', hint: 'second' },
    { value: 'a', label: 'A' },
  ]);
});

test('one that is taken out and put back changes nothing', () => {
  expect(bodyOfChange([ROW], base, { grant_types: ['authorization_code', 'refresh_token'] })).toEqual({});
  expect(bodyOfChange([ROW], base, { grant_types: ['refresh_token'] })).toEqual({ grant_types: ['refresh_token'] });
  expect(bodyOfChange([ROW], base, { grant_types: [] })).toEqual({ grant_types: [] });
});

test('a fault stands at the one that it is about', () => {
  const fault = faultOfProblem({ pointer: '/grant_types/1', detail: 'comes later' }, [ROW], base);
  expect(fault).toEqual({ name: 'grant_types', line: 1, reason: 'comes later' });
});
