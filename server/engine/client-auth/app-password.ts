/**
 * A service account signs in with its username and one of its app passwords, as form parameters. A `client_id` beside them
 * names the application that it acts through; that must exist and needs no secret, because the account is who acts.
 */
import { verifyAppPassword } from '../../directory/app-passwords.ts';
import { findApplication } from '../../directory/applications.ts';
import { usernameKey } from '../../spec/username.ts';
import { presentsAppPassword } from '../presents-app-password.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const appPassword: ClientAuthMethod = {
  name: 'app_password',
  spec: 'RFC 6749 §4.4',
  presented: ({ request }) => presentsAppPassword(request),
  claimed: ({ request }) => `${usernameKey((request.params.get('username') ?? '').slice(0, 1000))} (app password)`,
  async run({ request }, cx) {
    const username = request.params.get('username') ?? '';
    const verified = await verifyAppPassword(cx.store, username, request.params.get('password') ?? '', cx.now);
    if (verified === undefined || verified.account.disabled) return undefined;
    const { account, app_password_id } = verified;
    const client_id = request.params.get('client_id');
    if (client_id === undefined || client_id === account.username)
      return { kind: 'service_account', account, app_password_id };
    const application = await findApplication(cx.store, client_id);
    if (application === undefined || application.disabled) return undefined;
    return { kind: 'service_account', account, app_password_id, application };
  },
};
