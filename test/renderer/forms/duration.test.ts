/** Lengths of time: what is typed stays as it is typed, and what is read stands in the unit that suits it. */
import { expect, test } from 'vitest';
import { durationOf, typedDuration } from '../../../renderer/forms/duration.ts';

test.each([
  ['882000', '245', '3600'],
  ['86400', '1', '86400'],
  ['90', '90', '1'],
  ['900', '15', '60'],
  ['0', '0', '1'],
  ['', '', '60'],
  ['an hour', 'an hour', '1'],
])('%j seconds are read as %s of the unit %s', (seconds, text, unit) => {
  expect(durationOf(seconds)).toEqual({ text, unit, seconds });
});

test.each([
  ['245', '3600', '882000'],
  ['90', '3600', '324000'],
  ['900', '1', '900'],
  ['900', '60', '54000'],
])('typing %s in the unit %s keeps every keystroke and the unit', (typed, unit, seconds) => {
  let held = typedDuration('', unit);
  for (const key of typed) held = typedDuration(held.text + key, held.unit);
  expect(held).toEqual({ text: typed, unit, seconds });
});

test('what is no number is sent as it was typed, in whatever unit', () => {
  for (const text of ['', '1.5', '-3', 'soon', '1234567890123']) expect(typedDuration(text, '3600').seconds).toBe(text);
});

test('another unit means another length, not another number', () => {
  expect(typedDuration('7', '86400')).toEqual({ text: '7', unit: '86400', seconds: '604800' });
});
