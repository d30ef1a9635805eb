/** A small office as a configuration document, around one client application. */
import type { ClientApplication } from './client-application.ts';
import { writeOffice } from './write-office.ts';

export const WEB_SECRET = 'web-app-secret-web-app-secret-0001';
export const ALICE = { username: 'alice', password: 'alice-alice-alice-1' };

export function officeDocument(application: Pick<ClientApplication, 'callback' | 'goodbye'>): object {
  const web = {
    client_name: 'Web application',
    client_secret: WEB_SECRET,
    redirect_uris: [application.callback],
    post_logout_redirect_uris: [application.goodbye],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: 'openid profile email groups offline_access',
  };
  return {
    lanyard: 1,
    settings: { issuer_name: 'Example Office' },
    groups: [{ name: 'staff' }],
    users: [
      {
        username: 'admin',
        password: 'admin-admin-admin-1',
        name: 'Ada Admin',
        email: 'admin@example.lan',
        admin: true,
      },
      { ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true, groups: ['staff'] },
    ],
    applications: [
      { ...web, client_id: 'web-app' },
      {
        client_id: 'github-app',
        client_name: 'An application for GitHub',
        client_secret: WEB_SECRET,
        dialect: 'github',
        redirect_uris: [application.callback],
      },
    ],
  };
}

/** The document in a temporary file. */
export function officeFile(application: Pick<ClientApplication, 'callback' | 'goodbye'>): Promise<string> {
  return writeOffice(officeDocument(application));
}
