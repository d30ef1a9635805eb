/** Builders for records: whole, valid values of which a test names only what it is about. */
import type { Scope } from '../../server/storage/records/apis.ts';
import type { Application, ServiceAccount, User } from '../../server/storage/records/directory.ts';
import type { Consent, Grant, Session } from '../../server/storage/records/flow.ts';

/** The moment at which tests stand: 2026-11-20T00:00:00Z. */
export const NOW = 1_795_132_800;

export function aUser(fields: Partial<User> = {}): User {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    number: 1,
    username: 'alice',
    username_key: 'alice',
    name: 'Alice Example',
    email: 'alice@example.lan',
    email_verified: true,
    groups: ['staff'],
    admin: false,
    disabled: false,
    claims: {},
    created_at: NOW,
    updated_at: NOW,
    ...fields,
  };
}

export function anApplication(fields: Partial<Application> = {}): Application {
  return {
    id: '22222222-2222-4222-8222-222222222222',
    number: 1,
    client_id: 'web-app',
    client_name: 'Web application',
    client_secrets: [],
    dialect: 'native',
    redirect_uris: ['https://app.example.lan/callback'],
    post_logout_redirect_uris: [],
    web_origins: [],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    require_pkce: true,
    scope: 'openid profile email groups offline_access',
    audience: [],
    access_token_format: 'opaque',
    consent: 'remember',
    allowed_groups: [],
    disabled: false,
    created_at: NOW,
    updated_at: NOW,
    ...fields,
  };
}

export function aServiceAccount(fields: Partial<ServiceAccount> = {}): ServiceAccount {
  return {
    id: '33333333-3333-4333-8333-333333333333',
    username: 'ci-bot',
    username_key: 'ci-bot',
    name: 'Build robot',
    groups: [],
    admin: false,
    disabled: false,
    scope: 'orders:read',
    created_at: NOW,
    updated_at: NOW,
    ...fields,
  };
}

export function aSession(fields: Partial<Session> = {}): Session {
  return {
    id: 'hash-of-a-cookie',
    sid: 'sid-1',
    user_id: aUser().id,
    auth_time: NOW,
    amr: ['pwd'],
    acr: '1',
    address: '127.0.0.1',
    user_agent: 'a browser',
    created_at: NOW,
    expires_at: NOW + 3600,
    ...fields,
  };
}

export function aGrant(fields: Partial<Grant> = {}): Grant {
  return {
    id: 'grant-1',
    client_id: 'web-app',
    user_id: aUser().id,
    sid: 'sid-1',
    scope: ['openid', 'profile'],
    audience: [],
    offline: false,
    auth_time: NOW,
    amr: ['pwd'],
    acr: '1',
    dialect: 'native',
    flow_id: 'flow-1',
    created_at: NOW,
    expires_at: NOW + 3600,
    ...fields,
  };
}

export function aConsent(fields: Partial<Consent> = {}): Consent {
  const user_id = aUser().id;
  return {
    id: `${user_id} web-app`,
    user_id,
    client_id: 'web-app',
    scope: ['openid', 'profile'],
    declined: [],
    created_at: NOW,
    updated_at: NOW,
    ...fields,
  };
}

export function aScope(fields: Partial<Scope> = {}): Scope {
  return {
    id: '44444444-4444-4444-8444-444444444444',
    name: 'department',
    claims: { department: 'user.claims.department' },
    created_at: NOW,
    updated_at: NOW,
    ...fields,
  };
}
