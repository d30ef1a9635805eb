/** Whether a presented secret is one of an application's: what the two secret methods share. */
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { Application } from '../storage/records/directory.ts';

/** The two methods are hints: either is accepted. */
function sendsSecret({ token_endpoint_auth_method: method }: Application): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post';
}

const NOBODY = hashSecret('nobody');

/**
 * Whether `secret` is in force at `now` for `application`, and one that it sends; false for an unknown one, a public one, one
 * that signs instead and a disabled one alike, after as much work.
 */
export function hasSecret(
  application: Application | undefined,
  secret: string,
  now: number,
): application is Application {
  if (application === undefined || application.disabled || !sendsSecret(application)) {
    secretMatches(secret, NOBODY);
    return false;
  }
  return application.client_secrets.some(
    ({ hash, expires_at }) => (expires_at === undefined || expires_at > now) && secretMatches(secret, hash),
  );
}
