/** Stops the secrets of an application that go on working beside a newer one. */
import { endLeavingSecrets } from '../directory/application-ends.ts';
import { readApplicationRecord, viewApplication } from './applications-api.ts';
import type { AdminContext } from './handler.ts';
import { differences, recordChange } from './record-change.ts';

/** Nothing is written down where there is none. Throws ProblemError not_found. */
export async function stopLeavingSecrets(id: string, cx: AdminContext): Promise<void> {
  await cx.store.transaction(async (within) => {
    const before = await readApplicationRecord(within, id);
    const after = await endLeavingSecrets(within, id, cx.now);
    const detail = { id, ...differences(viewApplication(before, cx.now), viewApplication(after, cx.now)) };
    await recordChange(
      within,
      { type: 'application.changed', target: after.client_id, detail, touched: [['applications', id]] },
      cx,
    );
  });
}
