/**
 * A service account signs in with its username and one of its app passwords, as form parameters. A `client_id` beside them
 * names the application that it acts through; that must exist and needs no secret, because the account is who acts. In some
 * dialects a program of a person signs in the same way, at the token endpoint, for the one application that the app password
 * was made for.
 */
import { verifyAppPassword } from '../../directory/app-passwords.ts';
import { findApplication } from '../../directory/applications.ts';
import { opensApplication } from '../../directory/user-app-passwords.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { usernameKey } from '../../spec/username.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { AppPasswordUse } from '../../storage/records/user-app-passwords.ts';
import type { Context } from '../context.ts';
import { namesSomebody, presentsAppPassword } from '../presents-app-password.ts';
import { proveAppPassword } from '../prove-app-password.ts';
import type { EndpointRequest } from '../wire.ts';
import type { ClientAuthMethod, Person } from './client-auth.ts';

export const appPassword: ClientAuthMethod = {
  name: 'app_password',
  spec: 'RFC 6749 §4.4',
  presented: ({ request, username_counts }) =>
    presentsAppPassword(request) || (username_counts === true && namesSomebody(request)),
  claimed: ({ request }) => `${usernameKey((request.params.get('username') ?? '').slice(0, 1000))} (app password)`,
  async run({ request, people = false }, cx) {
    const username = request.params.get('username') ?? '';
    const verified = await verifyAppPassword(cx.store, username, request.params.get('password') ?? '', cx.now);
    // Who they are is asked of everybody who is no service account, whether or not there is such a person.
    if (verified === undefined) return people && takesPeople(request, cx) ? personBehind(request, cx) : undefined;
    if (verified.account.disabled) return undefined;
    const { account, app_password_id } = verified;
    const client_id = request.params.get('client_id');
    if (client_id === undefined || client_id === account.username)
      return { kind: 'service_account', account, app_password_id };
    const application = await findApplication(cx.store, client_id);
    if (application === undefined || application.disabled) return undefined;
    return { kind: 'service_account', account, app_password_id, application };
  },
};

function takesPeople({ params }: EndpointRequest, { settings, traits, dialect }: Context): boolean {
  if (params.get('grant_type') !== 'client_credentials') return false;
  return settings.user_app_passwords === 'on' && traits[dialect]?.people_by_app_password === true;
}

/** Throws temporarily_unavailable (429) where too many were wrong. */
async function personBehind({ params }: EndpointRequest, cx: Context): Promise<Person | undefined> {
  const client_id = params.get('client_id');
  const named = client_id === undefined ? undefined : await findApplication(cx.store, client_id);
  const opens = (is_for: AppPasswordUse) =>
    is_for.kind === 'application' && (client_id === undefined || is_for.application_id === named?.id);
  const presented = { username: params.get('username') ?? '', password: params.get('password') ?? '' };
  const proof = await proveAppPassword(presented, opens, cx);
  if (proof.kind === 'too-many-attempts') throw later(proof.retry_after_s);
  if (proof.kind !== 'proved') return undefined;
  const { user, app_password } = proof;
  const application = named ?? (await applicationFor(app_password.is_for, cx));
  if (application === undefined || !opensApplication(app_password, application)) return undefined;
  if (application.disabled || application.dialect !== cx.dialect) return undefined;
  return { kind: 'person', user, app_password, application };
}

/** As it is found by its client_id: that knows whether its owner is still there. */
async function applicationFor(is_for: AppPasswordUse, { store }: Context): Promise<Application | undefined> {
  if (is_for.kind !== 'application') return undefined;
  const record = await store.collection('applications').get(is_for.application_id);
  return record && findApplication(store, record.client_id);
}

function later(retry_after_s: number): OAuthError {
  const headers = { 'Retry-After': String(retry_after_s) };
  return new OAuthError('temporarily_unavailable', 'too many wrong app passwords', { status: 429, headers });
}
