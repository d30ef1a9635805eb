/** Which response type a request spells, and in which mode it may be answered. */
import type { ResponseMode } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { RESPONSE_MODES } from '../response-modes/index.ts';
import { RESPONSE_TYPES } from '../response-types/index.ts';
import type { ResponseTypeRow } from '../response-types/response-type.ts';

/** Where the request wants its answer. */
export interface Destination {
  readonly application: Pick<Application, 'web_origins'>;
  readonly redirect_uri: string;
}

/** The row, whether or not it is offered; the order of the words does not matter. RFC 6749 §3.1.1 */
export function responseTypeOf(asked: string): ResponseTypeRow | undefined {
  const words = asked.slice(0, 100).split(' ').toSorted().join(' ');
  return RESPONSE_TYPES.find(({ response_type }) => response_type.split(' ').toSorted().join(' ') === words);
}

/** Whether the application is registered for the response type, and for every grant type behind it. RFC 7591 §2.1 */
export function isRegisteredFor(
  { response_type, grant_types }: ResponseTypeRow,
  application: Pick<Application, 'response_types' | 'grant_types'>,
): boolean {
  const { response_types } = application;
  return response_types.includes(response_type) && grant_types.every((name) => application.grant_types.includes(name));
}

/** Every mode that is offered: each row of the table, and the same inside of a JWT. JARM §2.3 */
export const RESPONSE_MODE_NAMES: readonly ResponseMode[] = RESPONSE_MODES.flatMap(
  ({ response_mode }): readonly ResponseMode[] => [response_mode, `${response_mode}.jwt`],
);

/** The mode that a request spells; `jwt` alone is the response type's own inside of a JWT. JARM §2.3.4 */
export function modeNamed(asked: string | undefined, row: ResponseTypeRow | undefined): ResponseMode | undefined {
  if (asked === 'jwt') return `${row?.default_mode ?? 'query'}.jwt`;
  return RESPONSE_MODE_NAMES.find((known) => known === asked);
}

/** Whether `row` may be answered in `mode`: a token stands in no query, where servers and their logs would see it. */
export function isAnsweredIn(mode: ResponseMode, { carries }: ResponseTypeRow): boolean {
  return !mode.startsWith('query') || carries.every((what) => what === 'code');
}

/** Whether an answer may be posted there: only to a page of an origin that the application registered. */
export function isPostable(mode: ResponseMode, { application, redirect_uri }: Destination): boolean {
  return !mode.startsWith('web_message') || application.web_origins.includes(new URL(redirect_uri).origin);
}

/** Where the answer to a request goes that may not be valid: as far as it can be understood. */
export function modeFor(
  response_type: string | undefined,
  response_mode: string | undefined,
  to: Destination,
): ResponseMode {
  const row = response_type === undefined ? undefined : responseTypeOf(response_type);
  const named = modeNamed(response_mode, row);
  const usual = row?.default_mode ?? 'query';
  if (named === undefined) return usual;
  if (isPostable(named, to) && (row === undefined || isAnsweredIn(named, row))) return named;
  // Whoever reads nothing but JWTs is told in one that the rest of the mode can't be had.
  return named.endsWith('.jwt') ? `${usual}.jwt` : usual;
}
