/** The one line in the audit log of each change that an admin makes: what it was before and after, and nothing secret. */
import { isDeepStrictEqual } from 'node:util';
import { appendAudit } from '../audit/append.ts';
import type { AuditType } from '../audit/event-types.ts';
import { countChange } from '../directory/directory-version.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';
import type { Transaction } from '../storage/store.ts';
import type { Actor, AdminContext } from './handler.ts';
import type { Touched } from './register.ts';

export interface Change {
  readonly type: AuditType;
  /** What it was done to, as people know it. */
  readonly target: string;
  readonly detail: JsonObject;
  /** Every record of the directory that it touched; absent where they are many, or not known. */
  readonly touched?: readonly Touched[];
}

/** Writes it down in the transaction of the change; not what changed nothing. */
export async function recordChange(within: Transaction, change: Change, cx: AdminContext): Promise<void> {
  if (changedNothing(change.detail)) return;
  const { address, now: at } = cx;
  const { touched, ...event } = change;
  await appendAudit(within, { at, ...event, actor: actorName(cx.actor), address });
  cx.house.register.note(await countChange(within), touched);
}

function changedNothing({ before, after }: JsonObject): boolean {
  return [before, after].every((fields) => isDeepStrictEqual(fields, {}));
}

/** A username, as everywhere in the audit log. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'stranger') return '';
  return actor.kind === 'service_account' ? actor.account.username : actor.user.username;
}

/** Fields that say nothing about what somebody did. */
const ALWAYS_MOVING: ReadonlySet<string> = new Set([
  'id',
  'number',
  'used_by',
  // The event itself says who and when.
  'last_approval',
  'created_at',
  'updated_at',
]);

/** The fields of two views that differ, before and after. */
export function differences(before: object, after: object): JsonObject {
  const old = new Map(Object.entries(before));
  const next = new Map(Object.entries(after));
  const changed = [...new Set([...old.keys(), ...next.keys()])].filter(
    (name) => !ALWAYS_MOVING.has(name) && !isDeepStrictEqual(old.get(name), next.get(name)),
  );
  return { before: picked(old, changed), after: picked(next, changed) };
}

/** The fields of a view, for an event about something that is new or gone. */
export function fieldsOf(view: object): JsonObject {
  const fields = new Map(Object.entries(view));
  return picked(
    fields,
    [...fields.keys()].filter((name) => !ALWAYS_MOVING.has(name)),
  );
}

function picked(fields: ReadonlyMap<string, unknown>, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (fields.has(name) ? [[nameOf(name), asJson(fields.get(name))]] : [])),
  );
}

/** What views call by a word that could be taken for a secret. */
function nameOf(name: string): string {
  return name === 'secrets' ? 'secrets_in_force' : name;
}

/** Objects as text: their members' names are the office's own, and the audit log refuses some names. */
function asJson(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(asJson);
  return value === undefined || value === null ? null : JSON.stringify(value);
}
