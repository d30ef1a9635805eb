/** Everybody that one authorization depends on, as they stand now, for the engine to ask about at the one door. */
import { type GrantParties, partiesOfGrant } from '../directory/grant-parties.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { Subject } from './grants/grant.ts';

export type PersonalSubject = Subject & { readonly kind: 'user' };

/** Person, session and consent may be gone: whether that matters is asked at the one door. */
export function personalSubject(grant: GrantRecord, application: Application, cx: Context): Promise<GrantParties> {
  return partiesOfGrant(grant, application, cx.store);
}
