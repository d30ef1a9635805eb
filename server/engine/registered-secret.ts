/** Whether a presented secret is one of an application's: what the two secret methods share. */
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import { findApplication, isPublic } from '../directory/applications.ts';
import type { BasicCredentials } from '../spec/basic-credentials.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

const NOBODY = hashSecret('nobody');

/**
 * The application whose secret this is; undefined for an unknown client_id, a public application, a disabled one
 * and a wrong secret alike.
 */
export async function findBySecret(presented: BasicCredentials, cx: Context): Promise<Application | undefined> {
  const application = await findApplication(cx.store, presented.client_id);
  if (application === undefined || application.disabled || isPublic(application)) {
    secretMatches(presented.client_secret, NOBODY);
    return undefined;
  }
  const inForce = application.client_secrets.filter((s) => s.expires_at === undefined || s.expires_at > cx.now);
  return inForce.some((secret) => secretMatches(presented.client_secret, secret.hash)) ? application : undefined;
}
