/** Removes applications that brought themselves here and were never used, after as many days as the setting says. */
import { appendAudit } from '../audit/append.ts';
import { removeApplication } from '../directory/application-ends.ts';
import { countUntoldChange } from '../directory/directory-version.ts';
import { readSettings } from '../directory/settings.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections, Store } from '../storage/store.ts';
import type { Job } from './job.ts';

const DAY_S = 24 * 3600;
/** For an admin to look at one that waits; longer would only keep what strangers left. */
const MOST_DAYS_WAITING = 14;
const EVERY_S = 6 * 3600;
const FIRST_AFTER_S = 300;

/** `now` answers epoch seconds. */
export function removeUnusedJob(store: Store, now: () => number): Job {
  return {
    name: 'remove-unused-applications',
    every_s: EVERY_S,
    first_after_s: FIRST_AFTER_S,
    run: (stopping) => removeUnused(store, now(), stopping),
  };
}

async function removeUnused(store: Store, now: number, stopping?: AbortSignal): Promise<void> {
  const { registration_unused_days: days } = await readSettings(store);
  if (days === 0) return;
  const limits = [
    ['waiting', Math.min(days, MOST_DAYS_WAITING)],
    ['active', days],
  ] as const;
  const applications = store.collection('applications');
  for (const [standing, longest] of limits) {
    const before = now - longest * DAY_S;
    for (const { id } of await applications.find('registration', standing)) {
      if (stopping?.aborted === true) return;
      await removeIfUnused(store, id, before, now);
    }
  }
}

/** One transaction each: somebody may be signing in to it at this moment. */
function removeIfUnused(store: Store, id: string, before: number, now: number): Promise<void> {
  return store.transaction(async (within) => {
    const application = await within.collection('applications').get(id);
    if (application === undefined || !(await isUnused(within, application, before))) return;
    const { client_id, client_name, created_at } = application;
    await removeApplication(within, application, now);
    await countUntoldChange(within);
    const detail = { id, client_name, created_at };
    await appendAudit(within, {
      at: now,
      type: 'application.lapsed',
      actor: '',
      target: client_id,
      address: '',
      detail,
    });
  });
}

/** Nobody ever allowed it anything. One that acts for itself leaves no such trace, and an admin made it so. */
async function isUnused(within: Collections, application: Application, before: number): Promise<boolean> {
  const { registration, created_at, updated_at, client_id, grant_types } = application;
  if (registration === undefined || created_at > before || updated_at > before) return false;
  if (grant_types.includes('client_credentials')) return false;
  const [consents, grants] = await Promise.all([
    within.collection('consents').find('client_id', client_id),
    within.collection('grants').find('client_id', client_id),
  ]);
  return consents.length === 0 && grants.length === 0;
}
