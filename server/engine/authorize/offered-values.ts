/** What a request brings along for the office's template of the sign-in page: bounded in number and length, and text alone. */
import { isExtensionName } from '../../spec/login-page/template.ts';
import type { Params } from '../../spec/params.ts';
import type { OfferedValues } from '../../storage/records/login-page.ts';

const MOST_VALUES = 10;
const LONGEST_VALUE = 200;

/** Nothing of a value that is too long, nor of those beyond the tenth: half of one would say something else. */
export function offeredValues(params: Params): OfferedValues {
  const all = Array.from(params.entries()).filter(([name]) => name === 'connection' || isExtensionName(name));
  const short = all.filter(([, value]) => value !== '' && value.length <= LONGEST_VALUE).slice(0, MOST_VALUES);
  return short.length === 0 ? {} : { offered: Object.fromEntries(short) };
}
