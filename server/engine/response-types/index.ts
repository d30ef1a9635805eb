/** The table of response types. */
import { code } from './code.ts';
import type { ResponseTypeRow } from './response-type.ts';

export const RESPONSE_TYPES: readonly ResponseTypeRow[] = [code];
