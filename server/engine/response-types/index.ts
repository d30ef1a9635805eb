/** The table of response types. */
import { code } from './code.ts';
import { codeIdToken } from './code-id-token.ts';
import { codeIdTokenToken } from './code-id-token-token.ts';
import { codeToken } from './code-token.ts';
import { idToken } from './id-token.ts';
import { idTokenToken } from './id-token-token.ts';
import type { ResponseTypeRow } from './response-type.ts';

export const RESPONSE_TYPES: readonly ResponseTypeRow[] = [
  code,
  idToken,
  idTokenToken,
  codeIdToken,
  codeToken,
  codeIdTokenToken,
];
