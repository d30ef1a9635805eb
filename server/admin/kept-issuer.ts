/** The public base URL: once somebody chose it, it holds at later starts as well. */
import { appendAudit } from '../audit/append.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import type { Store } from '../storage/store.ts';

/** `given` is what this start was told, if anything. Answers the one that holds, if any. */
export async function keepIssuer(store: Store, given: string | undefined, now: number): Promise<string | undefined> {
  const { issuer: kept } = await readSettings(store);
  if (given === undefined || given === kept) return kept;
  await store.transaction(async (within) => {
    await changeSettings(within, { issuer: given }, now);
    const detail = { issuer: given, before: kept ?? null };
    await appendAudit(within, {
      at: now,
      type: 'issuer.changed',
      actor: 'operator',
      target: given,
      address: '',
      detail,
    });
  });
  return given;
}
