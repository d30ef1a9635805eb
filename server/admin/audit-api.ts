/**
 * The audit log in the admin API: newest first, filtered and searched. Events are numbered without a gap, so that a page
 * begins where its number says, however long the log is.
 */
import { USUAL_PER_PAGE } from '../contract/admin/listing.ts';
import type { Answered, Query } from '../contract/admin/types.ts';
import { auditEventId } from '../audit/chain.ts';
import { eventTypeOf } from '../audit/event-types.ts';
import type { AuditEvent } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import { addressesOf, AuditNames, type NamedEvent } from './audit-names.ts';
import type { Handlers } from './handler.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { folded } from './order.ts';

/** As many events are read before others get their turn. */
const BLOCK = 1_000;

export const AUDIT_HANDLERS: Handlers<'listAuditEvents' | 'readAuditEvent'> = {
  async listAuditEvents({ query }, { store }) {
    return { body: await listEvents(query, store) };
  },

  async readAuditEvent({ path }, { store }) {
    const event = await store.collection('audit_events').get(path.id);
    if (event === undefined) throw notFound('event');
    const names = new AuditNames(store);
    await names.learn([event]);
    return { body: viewEvent(names.tell(event)) };
  },
};

/** Throws ProblemError invalid for a cursor that is none. */
export async function listEvents(
  query: Query<'listAuditEvents'>,
  records: Collections,
): Promise<Answered<'listAuditEvents'>> {
  const { limit = USUAL_PER_PAGE } = query;
  const head = (await records.collection('counters').get('audit'))?.value ?? 0;
  const place = { before: readCursor(query.cursor, head), limit, head };
  const names = new AuditNames(records);
  const filter = filterOf(query, names);
  const found = filter === undefined ? await newest(place, records) : await search(filter, place, records);
  await names.learn(found.events);
  const items = found.events.map((event) => viewEvent(names.tell(event)));
  const last = found.events.at(-1);
  return { items, next: found.more && last !== undefined ? last.id : null, total: found.total };
}

function viewEvent({ event, ...names }: NamedEvent): Answered<'readAuditEvent'> {
  return { ...event, ...names, addresses: [...addressesOf(event)], outcome: outcomeOf(event) };
}

function outcomeOf({ type }: AuditEvent): Answered<'readAuditEvent'>['outcome'] {
  return eventTypeOf(type)?.outcome ?? 'done';
}

/** `before`: the number of the event after the first that may be shown. `head`: that of the newest. */
interface Place {
  readonly before: number;
  readonly limit: number;
  readonly head: number;
}

interface Found {
  readonly events: readonly AuditEvent[];
  readonly more: boolean;
  readonly total: number;
}

/** Touches nothing but what it shows. */
async function newest({ before, limit, head }: Place, records: Collections): Promise<Found> {
  const first = Math.max(1, before - limit);
  const events = await readBlock(first, before, records);
  return { events: events.toReversed(), more: first > 1, total: head };
}

/** Goes through everything, because all that is found is counted; but others have their turn in between. */
async function search(filter: Filter, { before, limit, head }: Place, records: Collections): Promise<Found> {
  const events: AuditEvent[] = [];
  let total = 0;
  for (let end = head + 1; end > 1; end -= BLOCK) {
    const found = await filter(await readBlock(Math.max(1, end - BLOCK), end, records));
    total += found.length;
    // One more than is shown says whether there is more.
    const shown = found.toReversed().filter(({ id }) => Number(id) < before);
    events.push(...shown.slice(0, limit + 1 - events.length));
    await new Promise(setImmediate);
  }
  return { events: events.slice(0, limit), more: events.length > limit, total };
}

/** The events from `first` up to, and without, `end`; oldest first. */
async function readBlock(first: number, end: number, records: Collections): Promise<readonly AuditEvent[]> {
  if (end <= first) return [];
  const page = { limit: end - first, cursor: auditEventId(first - 1) };
  return (await records.collection('audit_events').list(page)).items;
}

type Filter = (events: readonly AuditEvent[]) => Promise<readonly AuditEvent[]>;

/** Undefined where everything is wanted. */
function filterOf(query: Query<'listAuditEvents'>, names: AuditNames): Filter | undefined {
  const wanted = folded(query.q ?? '').trim();
  const who = folded(query.actor ?? '').trim();
  const tests = testsOf(query);
  if (tests.length === 0 && wanted === '' && who === '') return undefined;
  const isBy = who === '' ? undefined : doneBy(who, names);
  return async (events) => {
    const passed = events.filter((event) => tests.every((test) => test(event)));
    const theirs = isBy === undefined ? passed : await filtered(passed, isBy);
    if (wanted === '') return theirs;
    await names.learn(theirs);
    return theirs.filter((event) => textOf(names.tell(event)).includes(wanted));
  };
}

/** Whether `who`, folded, is in the actor's name as it stands in the log, or as it is today. Looked up once for each actor. */
function doneBy(who: string, names: AuditNames): (event: AuditEvent) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (event) => {
    const { type, actor } = event;
    const key = `${eventTypeOf(type)?.actor ?? ''} ${actor}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = folded(`${actor}\n${await names.actorOf(event)}`).includes(who);
    known.set(key, found);
    return found;
  };
}

async function filtered<T>(all: readonly T[], passes: (each: T) => Promise<boolean>): Promise<readonly T[]> {
  const passed: T[] = [];
  for (const each of all) if (await passes(each)) passed.push(each);
  return passed;
}

function testsOf(query: Query<'listAuditEvents'>): readonly ((event: AuditEvent) => boolean)[] {
  const { type, outcome, target, since, until } = query;
  return [
    ...(type === undefined ? [] : [isOfAny(type)]),
    ...(outcome === undefined ? [] : [(event: AuditEvent) => outcomeOf(event) === outcome]),
    ...(target === undefined ? [] : [(event: AuditEvent) => event.target === target]),
    ...(since === undefined ? [] : [(event: AuditEvent) => event.at >= Number(since)]),
    ...(until === undefined ? [] : [(event: AuditEvent) => event.at <= Number(until)]),
  ];
}

/** Several are parted by commas; of nothing but commas nothing is. */
function isOfAny(types: string): (event: AuditEvent) => boolean {
  const tests = types
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '')
    .map(isOfType);
  return (event) => tests.some((test) => test(event));
}

/** `user.signed_in` is one type, `user` and `user.` are all of a noun. */
function isOfType(type: string): (event: AuditEvent) => boolean {
  const noun = type.endsWith('.') ? type : `${type}.`;
  return (event) => event.type === type || event.type.startsWith(noun);
}

/** What stands on the screen. */
function textOf({ event, actor_name, target_name, sentence }: NamedEvent): string {
  const { type, actor, target } = event;
  return folded([type, actor, target, ...addressesOf(event), actor_name, target_name, sentence].join('\n'));
}

/** The number of the event that the last page ended with; one beyond the newest for the first page. */
function readCursor(cursor: string | undefined, head: number): number {
  if (cursor === undefined) return head + 1;
  if (/^\d{12}$/.test(cursor)) return Math.min(Number(cursor), head + 1);
  throw new ProblemError('invalid', {
    errors: [{ pointer: '?cursor', detail: 'is not the next of a page of this list' }],
  });
}
