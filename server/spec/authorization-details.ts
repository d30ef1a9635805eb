/**
 * Rich authorization requests: single acts with their particulars, where a scope would say too much. An API describes each
 * type of them by a sentence with the names of its fields in braces, and that sentence is what a person is asked. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from './vocabulary.ts';

export type AuthorizationDetail = JsonObject & { readonly type: string };

/**
 * `description` completes "would like to …": `pay {amount} to {payee} for {purpose?}`. Its fields are those that a request
 * must have, and those with a question mark it may have.
 */
export interface AuthorizationDetailsType {
  readonly name: string;
  readonly description: string;
}

/** A piece of the sentence that a person reads: words of the API, or a value of the request. */
export interface SentencePart {
  readonly text: string;
  readonly value: boolean;
}

/** In characters: all of it has to be read by somebody. */
const LONGEST = 4_096;
const MOST_DETAILS = 10;
/** Of lists and objects in one another: nobody reads more, and whoever compares them goes as deep. */
const DEEPEST = 8;
/** What any type may have beside its own fields. RFC 9396 §2.2 */
const LISTS: readonly string[] = ['locations', 'actions', 'datatypes', 'privileges'];
const FIELD = /\{([\w.-]{1,100})(\??)\}/g;

/** The parameter as values, or what is wrong with it as the end of a sentence. RFC 9396 §2 */
export function readAuthorizationDetails(text: string): readonly AuthorizationDetail[] | { readonly reason: string } {
  if (text.length > LONGEST) return { reason: `is longer than ${LONGEST} characters` };
  const list = parse(text);
  if (!Array.isArray(list) || list.length === 0) return { reason: 'is not a JSON list of objects' };
  if (list.length > MOST_DETAILS) return { reason: `has more than ${MOST_DETAILS} objects` };
  const values: readonly unknown[] = list;
  if (!values.every((value) => isShallow(value, DEEPEST))) return { reason: `goes deeper than ${DEEPEST} levels` };
  return values.every(isDetail) ? values : { reason: 'has an entry that is no object with a type' };
}

/** What is wrong with the fields of one, as the end of a sentence; undefined when nothing is. RFC 9396 §5 */
export function detailFault(
  detail: AuthorizationDetail,
  { description }: AuthorizationDetailsType,
): string | undefined {
  const own = fieldsIn(description);
  const missing = own.find(({ name, optional }) => !optional && !Object.hasOwn(detail, name));
  if (missing !== undefined) return `lacks ${missing.name}`;
  const names = own.map(({ name }) => name);
  const known = ['type', 'identifier', ...LISTS, ...names];
  const unknown = Object.keys(detail).find((name) => !known.includes(name));
  if (unknown !== undefined) return `has ${unknown.slice(0, 50)}, which its type does not know`;
  const list = LISTS.find((name) => detail[name] !== undefined && !names.includes(name) && !isTexts(detail[name]));
  if (list !== undefined) return `has ${list} that is not a list of texts`;
  const { identifier } = detail;
  return identifier === undefined || typeof identifier === 'string' ? undefined : 'has an identifier that is no text';
}

/** What a person reads of one: the sentence with its values, and behind it whatever else it has. */
export function sentenceOf(
  detail: AuthorizationDetail,
  { description }: AuthorizationDetailsType,
): { readonly sentence: readonly SentencePart[]; readonly besides: readonly string[] } {
  const own = fieldsIn(description).map(({ name }) => name);
  const sentence = description.split(/(\{[\w.-]{1,100}\??\})/).flatMap((part): readonly SentencePart[] => {
    const [field] = fieldsIn(part);
    if (field !== undefined) return [{ text: inWords(valueOf(detail, field.name)), value: true }];
    return part === '' ? [] : [{ text: part, value: false }];
  });
  const besides = Object.entries(detail)
    .filter(([name]) => name !== 'type' && !own.includes(name))
    .map(([name, value]) => `${name}: ${inWords(value)}`);
  return { sentence, besides };
}

export function isSameDetail(one: AuthorizationDetail, other: AuthorizationDetail): boolean {
  return isDeepStrictEqual(one, other);
}

interface Field {
  readonly name: string;
  readonly optional: boolean;
}

function fieldsIn(description: string): readonly Field[] {
  return [...description.matchAll(FIELD)].map(([, name = '', mark]) => ({ name, optional: mark === '?' }));
}

/** Not what every object has from its kind. */
function valueOf(detail: AuthorizationDetail, name: string): Json {
  return (Object.hasOwn(detail, name) ? detail[name] : undefined) ?? null;
}

function inWords(value: Json): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, member]) => `${name} ${inWords(member)}`)
    .join(', ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

function isDetail(value: unknown): value is AuthorizationDetail {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return 'type' in value && typeof value.type === 'string' && value.type !== '' && value.type.length <= 255;
}

function isTexts(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}
