/** Records for the storage tests, whole and plausible, with what a test cares about replaced. */
import type { AccessToken, AuthorizationCode, Session } from '../../server/storage/records/flow.ts';
import type { Group, User } from '../../server/storage/records/directory.ts';

/** Epoch seconds: the moment at which the storage tests take place. */
export const NOW = 1_760_000_000;

export function group(id: string, changes: Partial<Group> = {}): Group {
  return { id, number: 1, name: `group ${id}`, created_at: NOW, updated_at: NOW, ...changes };
}

export function user(id: string, changes: Partial<User> = {}): User {
  return {
    id,
    number: 1,
    username: id,
    username_key: id,
    name: `Person ${id}`,
    email_verified: true,
    groups: [],
    admin: false,
    disabled: false,
    claims: {},
    created_at: NOW,
    updated_at: NOW,
    ...changes,
  };
}

export function session(id: string, changes: Partial<Session> = {}): Session {
  return {
    id,
    sid: `sid of ${id}`,
    user_id: 'alice',
    auth_time: NOW,
    amr: ['pwd'],
    acr: '1',
    address: '127.0.0.1',
    user_agent: 'test',
    created_at: NOW,
    expires_at: NOW + 3_600,
    ...changes,
  };
}

export function accessToken(id: string, changes: Partial<AccessToken> = {}): AccessToken {
  return {
    id,
    client_id: 'grafana',
    user_id: 'alice',
    scope: 'openid profile',
    audience: [],
    issued_at: NOW,
    expires_at: NOW + 3_600,
    ...changes,
  };
}

export function authorizationCode(id: string, changes: Partial<AuthorizationCode> = {}): AuthorizationCode {
  return {
    id,
    grant_id: 'grant',
    client_id: 'grafana',
    redirect_uri: 'https://grafana.example.lan/login/generic_oauth',
    issued_at: NOW,
    redeem_before: NOW + 60,
    expires_at: NOW + 3_600,
    ...changes,
  };
}
