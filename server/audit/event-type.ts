/** The type of a row in the table of audit events, and the words that its sentences are made of. */
import type { Json, JsonObject } from '../spec/vocabulary.ts';
import type { AuditEvent } from '../storage/records/flow.ts';

/** What an actor or a target names: that decides where its name is looked up. `client`: an application or service account. */
export type Party =
  | 'admin'
  | 'user'
  | 'client'
  | 'application'
  | 'service_account'
  | 'group'
  | 'api'
  | 'scope'
  | 'other'
  | 'nobody';

/** What stands in a sentence where there is no name. */
export const UNNAMED: Readonly<Record<Party, string>> = {
  admin: 'Somebody',
  user: 'somebody',
  client: 'an application',
  application: 'an application',
  service_account: 'a service account',
  group: 'a group',
  api: 'an API',
  scope: 'a scope',
  other: 'something',
  nobody: 'nobody',
};

export interface EventType {
  readonly outcome: 'done' | 'refused';
  readonly actor: Party;
  readonly target: Party;
  /** Of one that stands for many: where it says whom it is about. */
  readonly counted?: 'actor' | 'target';
  /** Without a full stop at its end. */
  sentence(told: Told): string;
}

/** An event with its names as people know them. */
export interface Told {
  readonly event: Pick<AuditEvent, 'actor' | 'target'>;
  /** Never empty, and fit to begin a sentence. */
  readonly actor: string;
  /** Never empty. */
  readonly target: string;
  /** The application that detail.client_id names. */
  readonly client: string;
  /** The applications that detail.applications_stopped names. */
  readonly stopped: readonly string[];
  /** “ from 192.0.2.1”, “ from several addresses”, or empty. */
  readonly from: string;
  readonly detail: JsonObject;
}

/** Empty where the detail has no such text. */
export function text(detail: JsonObject, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}

/** Nought where the detail has no such number. */
export function number(detail: JsonObject, name: string): number {
  const value = detail[name];
  return typeof value === 'number' ? value : 0;
}

/** Why, where a sentence has to end with it. */
export function reason(detail: JsonObject): string {
  return text(detail, 'because') || 'no reason was kept';
}

export function words(detail: JsonObject, name: string): readonly string[] {
  const value = detail[name];
  return isList(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** “once”, “twice”, “12 times”. */
export function times({ count }: JsonObject): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${typeof count === 'number' ? count : 'several'} times`;
}

/** “One request”, “12 requests”: what begins the sentence of an event that stands for many. */
export function manyOf({ count }: JsonObject, one: string): string {
  if (count === 1) return `One ${one}`;
  return `${typeof count === 'number' ? count : 'Several'} ${one}s`;
}

/** The verb that goes with `manyOf`. */
export function were({ count }: JsonObject): 'was' | 'were' {
  return count === 1 ? 'was' : 'were';
}

/** “a, b and c”; “nothing” of none. */
export function and(list: readonly string[]): string {
  const last = list.at(-1);
  if (last === undefined) return 'nothing';
  return list.length === 1 ? last : `${list.slice(0, -1).join(', ')} and ${last}`;
}

/** The fields that a change touched, as detail.after says. */
export function fieldsOf({ after, changed }: JsonObject): string {
  const names = isRecord(after) ? Object.keys(after) : isList(changed) ? changed.map(String) : [];
  return names.length === 0 ? '' : `: ${and(names)}`;
}

export function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
