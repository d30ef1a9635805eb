/** Whether a presented secret is one of an application's: what the two secret methods share. */
import { isPublic } from '../directory/applications.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { Application } from '../storage/records/directory.ts';

const NOBODY = hashSecret('nobody');

/**
 * Whether `secret` is in force at `now` for `application`; false for an unknown one, a public one and a disabled one alike,
 * after as much work.
 */
export function hasSecret(
  application: Application | undefined,
  secret: string,
  now: number,
): application is Application {
  if (application === undefined || application.disabled || isPublic(application)) {
    secretMatches(secret, NOBODY);
    return false;
  }
  return application.client_secrets.some(
    ({ hash, expires_at }) => (expires_at === undefined || expires_at > now) && secretMatches(secret, hash),
  );
}
