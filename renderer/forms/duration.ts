/** A length of time as it is typed: a number and its unit, beside the seconds that are sent. Pure. */

export const UNITS = [
  { value: '86400', label: 'days' },
  { value: '3600', label: 'hours' },
  { value: '60', label: 'minutes' },
  { value: '1', label: 'seconds' },
] as const;

/** Of an empty field: few lengths of time here are seconds. */
const BEFORE_TYPING = '60';

export interface Duration {
  /** Exactly as it was typed. */
  readonly text: string;
  /** In seconds, one of UNITS. */
  readonly unit: string;
  /** What is sent; what can't be a number is sent as it was typed, so that the schema can say what is wrong. */
  readonly seconds: string;
}

/** What came from elsewhere, in the largest unit in which it is whole. */
export function durationOf(seconds: string): Duration {
  const number = Number(seconds);
  const whole = /^\d+$/.test(seconds) && number !== 0;
  const fitting = UNITS.find(({ value }) => number % Number(value) === 0)?.value ?? '1';
  const unit = whole ? fitting : seconds === '' ? BEFORE_TYPING : '1';
  return { text: whole ? String(number / Number(unit)) : seconds, unit, seconds };
}

/** What was typed, in the unit that stands beside it. */
export function typedDuration(text: string, unit: string): Duration {
  const isNumber = /^\d{1,12}$/.test(text.trim());
  return { text, unit, seconds: isNumber ? String(Number(text) * Number(unit)) : text };
}
