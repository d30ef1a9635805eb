/** Everybody that one authorization depends on, as they stand now, for the engine to ask about at the one door. */
import { type GrantParties, partiesOfGrant } from '../directory/grant-parties.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import type { Subject } from './grants/grant.ts';
import type { NamedPerson } from './subject-identifier.ts';

export type PersonalSubject = Subject & { readonly kind: 'user' };

/** Whom it stands for; only their id where they are gone. */
export function personIn({ user, grant }: PersonalSubject): NamedPerson {
  return user ?? { id: grant.user_id };
}

/** Person, session and consent may be gone: whether that matters is asked at the one door. */
export function personalSubject(grant: GrantRecord, application: Application, cx: Context): Promise<GrantParties> {
  return partiesOfGrant(grant, application, cx.store);
}
