/** What an app password of a person is for, as the audit log and admins are told. */
import type { AppPasswordUse } from '../storage/records/user-app-passwords.ts';
import type { Collections } from '../storage/store.ts';

/** The end of “for …”. */
export async function useInWords(is_for: AppPasswordUse, collections: Collections): Promise<string> {
  if (is_for.kind === 'forge') return `programs written for Gitea or Forgejo (${is_for.scope.join(', ')})`;
  const application = await collections.collection('applications').get(is_for.application_id);
  return application?.client_name ?? 'an application that is gone';
}
