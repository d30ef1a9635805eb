/** The facts about a person that applications may be shown, in the words of people. */
import type { AccountFactView } from '../contract/account-pages.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';

/** Standard claims that are not spelled like the words for them. OIDC Core §5.1 */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['phone_number', 'Telephone'],
  ['zoneinfo', 'Time zone'],
  ['locale', 'Language'],
  ['birthdate', 'Birthday'],
  ['website', 'Web site'],
  ['nickname', 'Nickname'],
  ['middle_name', 'Middle name'],
]);
/** Facts about other facts. */
const BESIDE: readonly string[] = ['phone_number_verified'];

export function factsOf(user: User): readonly AccountFactView[] {
  const { username, name, given_name, family_name, email, email_verified, groups, claims } = user;
  return [
    { label: 'Name', values: [name] },
    ...(given_name === undefined ? [] : [{ label: 'Given name', values: [given_name] }]),
    ...(family_name === undefined ? [] : [{ label: 'Family name', values: [family_name] }]),
    { label: 'Username', values: [username] },
    ...(email === undefined
      ? []
      : [{ label: 'E-mail', values: [email], ...(email_verified ? {} : { note: 'not confirmed' }) }]),
    { label: 'Groups', values: groups, ...(groups.length === 0 ? { note: 'none' } : {}) },
    ...Object.entries(claims)
      .filter(([claim]) => !BESIDE.includes(claim))
      .map(([claim, value]) => ({ label: labelOf(claim), values: textsOf(value) })),
  ];
}

function labelOf(claim: string): string {
  const plain = claim.replaceAll('_', ' ');
  return LABELS.get(claim) ?? `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}`;
}

function textsOf(value: Json): readonly string[] {
  if (value === null) return [];
  if (isList(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [String(value)];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}
