/** Approving an application that no admin entered: who did it and when, what the audit log says of it, what the next one sees. */
import { definedFields } from '../directory/defined-fields.ts';
import { isUnchecked, registeredBy } from '../directory/registered-by.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Approval, SelfRegistration } from '../storage/records/self-registration.ts';
import type { Collections } from '../storage/store.ts';
import type { AdminContext } from './handler.ts';
import { actorName } from './record-change.ts';

export function approvalBy({ actor, now }: Pick<AdminContext, 'actor' | 'now'>): Approval {
  return { by: actorName(actor), at: now };
}

/** Whoever switches one on that nobody had approved approves it. */
export function approvedBySwitchingOn(
  old: Application,
  { disabled }: { readonly disabled?: boolean | undefined },
  cx: AdminContext,
): { readonly registration?: SelfRegistration } {
  if (disabled !== false || !old.disabled || !isUnchecked(old)) return {};
  return { registration: { ...old.registration, approval: approvalBy(cx) } };
}

/** For the event: how it came here, whose it is, and whether it had been approved before. */
export async function whatWasApproved(application: Application, collections: Collections): Promise<JsonObject> {
  const { owner_id, registration } = application;
  const owner = owner_id === undefined ? undefined : await collections.collection('users').get(owner_id);
  return {
    registered_by: registeredBy(application),
    ...definedFields({ entered_by: owner?.username }),
    changed: registration?.approval?.said !== undefined,
  };
}

/** As the admin API shows it; undefined while nobody has approved anything. */
export function viewApproval({ registration }: Pick<Application, 'registration'>) {
  const { approval } = registration ?? {};
  if (approval === undefined) return undefined;
  const { by = null, at = null, said } = approval;
  if (said === undefined) return { by, at, said: null };
  return { by, at, said: { ...said, redirect_uris: [...said.redirect_uris], grant_types: [...said.grant_types] } };
}
