/** How an application came here, in a word; and what stands on the record of one that came so by way of an office's file. */
import type { Application } from '../storage/records/directory.ts';
import type { SelfRegistration } from '../storage/records/self-registration.ts';

export type RegisteredBy = 'admin' | 'person' | 'itself' | 'document';

export function registeredBy({ registration }: Pick<Application, 'registration'>): RegisteredBy {
  if (registration === undefined) return 'admin';
  if (registration.by_person === true) return 'person';
  return registration.document === undefined ? 'itself' : 'document';
}

/** Whether it brought itself here, and no admin has approved what it says of itself. */
export function isUnchecked({ registration }: Pick<Application, 'registration'>): boolean {
  return registration !== undefined && registration.approved !== true;
}

/**
 * What a file says of it: no token, so that only admins change it, and a document that is read before it counts. What it
 * names remains a stranger's; the admin who brings the file in answers for it.
 */
export function importedRegistration(by: Exclude<RegisteredBy, 'admin'>): SelfRegistration {
  return { approved: true, ...WHAT_STANDS_THERE[by] };
}

const WHAT_STANDS_THERE: Readonly<Record<Exclude<RegisteredBy, 'admin'>, SelfRegistration>> = {
  person: { by_person: true },
  itself: {},
  document: { document: { read_at: 0, fresh_until: 0 } },
};

/** Of one that says something else of itself than before: that, nobody has approved. */
export function changedRegistration(registration: SelfRegistration): SelfRegistration {
  const { approved: _before, ...stays } = registration;
  return stays;
}
