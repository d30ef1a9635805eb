/** Puts a secret that a program brings in the place of an application's own: the one before stops at once. */
import { putSecret } from '../directory/application-ends.ts';
import { assertConfirmed } from './confirmed.ts';
import type { AdminContext } from './handler.ts';
import { recordChange } from './record-change.ts';

/** Throws ProblemError confirmation_needed, StorageError not_found, DomainError conflict where it proves itself without one. */
export async function takeSecret(id: string, client_secret: string, cx: AdminContext): Promise<void> {
  assertConfirmed(cx, 'this replaces a secret');
  await cx.store.transaction(async (within) => {
    const { client_id } = await putSecret(within, id, { client_secret, overlap_s: 0 }, cx.now, cx.house.seal);
    const detail = { id, previous_expires_at: null };
    const touched = [['applications', id]] as const;
    await recordChange(within, { type: 'application.secret_created', target: client_id, detail, touched }, cx);
  });
}
