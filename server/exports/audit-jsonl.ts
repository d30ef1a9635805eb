/** The audit log as it is kept, one event a line, hashes included: whoever has the file can check the chain by it. */
import type { AuditEvent } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';

const EVENTS_AT_ONCE = 500;

/** Oldest first, up to the last one when it begins. */
export async function* exportAuditJsonl(store: Collections): AsyncGenerator<string> {
  const last = (await store.collection('counters').get('audit'))?.value ?? 0;
  let cursor: string | undefined;
  do {
    const page = await store.collection('audit_events').list({ limit: EVENTS_AT_ONCE, cursor });
    const lines = page.items.filter(({ id }) => Number(id) <= last).map(lineOf);
    if (lines.length > 0) yield lines.join('');
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

function lineOf(event: AuditEvent): string {
  return `${JSON.stringify(event)}\n`;
}
