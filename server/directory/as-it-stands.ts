/** What becomes of an application by the person whose it is: it stands still while they are disabled or gone. */
import type { Application, User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

/** As it counts now: switched off while its owner is away, whatever its record says. */
export async function asItStands(application: Application, collections: Collections): Promise<Application> {
  const { owner_id } = application;
  if (owner_id === undefined) return application;
  const owner = await collections.collection('users').get(owner_id);
  return isOwnerAway(owner) ? { ...application, disabled: true } : application;
}

/** Whether what somebody owns stands still. */
export function isOwnerAway(owner: Pick<User, 'disabled'> | undefined): boolean {
  return owner === undefined || owner.disabled;
}
