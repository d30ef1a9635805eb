/** How an application came here, in a word; and what stands on the record of one that came so by way of an office's file. */
import type { Application } from '../storage/records/directory.ts';
import type { Approval, SelfRegistration } from '../storage/records/self-registration.ts';
import { definedFields } from './defined-fields.ts';

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

/** Of `old`, which says something else of itself now: that, nobody has approved. `registration` is what stands there otherwise. */
export function changedRegistration(old: Application, registration = old.registration ?? {}): SelfRegistration {
  const { approved: _before, approval: _its, ...stays } = registration;
  return { ...stays, ...definedFields({ approval: approvalBefore(old) }) };
}

/** What an admin had approved of one that is changed now; undefined where none had. */
export function approvalBefore(old: Application): Approval | undefined {
  const { approved, approval } = old.registration ?? {};
  // It was changed before, and nobody has looked since.
  if (approval?.said !== undefined) return approval;
  if (approved !== true) return undefined;
  const { client_name, redirect_uris, scope, grant_types, token_endpoint_auth_method } = old;
  return { ...approval, said: { client_name, redirect_uris, scope, grant_types, token_endpoint_auth_method } };
}
