/** What the admin API does with people, groups, applications and service accounts. */
import { z } from 'zod';
import * as applications from './applications.ts';
import * as grants from './grants.ts';
import * as keys from './keys-and-sessions.ts';
import { logoutDeliveryView } from './logout-deliveries.ts';
import type { Operation } from './operation.ts';
import * as people from './people.ts';
import { change, create, list, read, remove, type Resource } from './rows.ts';

const USERS = { path: '/api/v1/users', tag: 'People', one: 'a person', many: 'people' } as const satisfies Resource;
const GROUPS = { path: '/api/v1/groups', tag: 'Groups', one: 'a group', many: 'groups' } as const satisfies Resource;
const APPLICATIONS = {
  path: '/api/v1/applications',
  tag: 'Applications',
  one: 'an application',
  many: 'applications',
} as const satisfies Resource;
const INITIAL_ACCESS_TOKENS = {
  path: '/api/v1/initial-access-tokens',
  tag: 'Applications',
  one: 'a token for registrations',
  many: 'tokens for registrations',
} as const satisfies Resource;
const ACCOUNTS = {
  path: '/api/v1/service-accounts',
  tag: 'Service accounts',
  one: 'a service account',
  many: 'service accounts',
} as const satisfies Resource;

export const OFFICE_OPERATIONS = {
  listUsers: { ...list(USERS, people.userView), query: people.userQuery },
  readUser: read(USERS, 'id', people.userView),
  createUser: { ...create(USERS, people.userInput, people.userView), access: 'recent_admin' },
  changeUser: {
    ...change(USERS, 'id', people.userChanges, people.userView),
    confirmed_where: 'makes somebody an admin',
  },
  removeUser: remove(USERS, 'id'),
  resetUserPassword: {
    method: 'POST',
    path: '/api/v1/users/{id}/reset-password',
    tag: 'People',
    summary: 'Gives a person a new password.',
    access: 'recent_admin',
    body: people.passwordReset,
    answer: { status: 200, schema: people.passwordResetAnswer },
  },
  listUserSessions: {
    ...list({ ...USERS, many: 'the sessions of a person' }, keys.sessionView),
    path: '/api/v1/users/{id}/sessions',
    query: keys.sessionQuery,
  },
  endUserSessions: {
    method: 'DELETE',
    path: '/api/v1/users/{id}/sessions',
    tag: 'People',
    summary: 'Signs a person out everywhere, out of the panel too.',
    access: 'admin',
    answer: { status: 204 },
  },
  listUserGrants: {
    ...list({ ...USERS, many: 'what applications hold of a person' }, grants.grantView),
    path: '/api/v1/users/{id}/grants',
    query: grants.grantQuery,
  },
  revokeUserGrant: {
    method: 'DELETE',
    path: '/api/v1/users/{id}/grants/{grant_id}',
    tag: 'People',
    summary: 'Ends what one application holds of a person.',
    access: 'admin',
    answer: { status: 204 },
  },
  listGrantRefreshTokens: {
    ...list({ ...USERS, many: 'the refresh tokens of what an application holds of a person' }, grants.refreshTokenView),
    path: '/api/v1/users/{id}/grants/{grant_id}/refresh-tokens',
  },
  listUserApplications: {
    ...list({ ...USERS, many: 'applications that act in a person’s name' }, grants.heldView),
    path: '/api/v1/users/{id}/applications',
  },
  withdrawUserApplication: {
    method: 'POST',
    path: '/api/v1/users/{id}/applications/{application_id}/withdraw',
    tag: 'People',
    summary:
      'Ends all that an application holds of a person, with their app passwords for it, and forgets that they allowed it.',
    access: 'admin',
    answer: { status: 200, schema: grants.withdrawn },
  },
  listUserAppPasswords: {
    ...list({ ...USERS, many: 'the app passwords of a person' }, people.userAppPasswordView),
    path: '/api/v1/users/{id}/app-passwords',
  },
  removeUserAppPassword: {
    method: 'DELETE',
    path: '/api/v1/users/{id}/app-passwords/{app_password_id}',
    tag: 'People',
    summary: 'Removes an app password of a person; what it was used for stops at once.',
    access: 'admin',
    answer: { status: 204 },
  },

  listGroups: list(GROUPS, people.groupView),
  readGroup: read(GROUPS, 'id', people.groupView),
  createGroup: create(GROUPS, people.groupInput, people.groupView),
  changeGroup: change(GROUPS, 'id', people.groupChanges, people.groupView),
  removeGroup: remove(GROUPS, 'id'),

  listApplications: { ...list(APPLICATIONS, applications.applicationView), query: applications.applicationQuery },
  readApplication: read(APPLICATIONS, 'id', applications.applicationView),
  createApplication: {
    ...create(APPLICATIONS, applications.applicationInput, applications.madeApplication),
    access: 'recent_admin',
  },
  changeApplication: {
    ...change(APPLICATIONS, 'id', applications.applicationChanges, applications.madeApplication),
    confirmed_where: 'makes a secret',
  },
  removeApplication: remove(APPLICATIONS, 'id'),
  approveApplication: {
    method: 'POST',
    path: '/api/v1/applications/{id}/approve',
    tag: 'Applications',
    summary: 'Approves an application that brought itself here; one that waited works from now on.',
    access: 'admin',
    versioned: true,
    conditional: true,
    confirmed_where: 'lets one administer the office',
    answer: { status: 200, schema: applications.applicationView },
  },
  makeApplicationSecret: {
    method: 'POST',
    path: '/api/v1/applications/{id}/secret',
    tag: 'Applications',
    summary: 'Makes a new secret; the old one goes on working for as long as asked.',
    access: 'recent_admin',
    body: applications.secretInput,
    answer: { status: 200, schema: applications.madeSecret },
  },
  listInitialAccessTokens: list(INITIAL_ACCESS_TOKENS, applications.initialAccessTokenView),
  createInitialAccessToken: {
    method: 'POST',
    path: INITIAL_ACCESS_TOKENS.path,
    tag: 'Applications',
    summary: 'Makes a token with which applications may register themselves without waiting.',
    access: 'recent_admin',
    body: applications.initialAccessTokenInput,
    answer: { status: 201, schema: applications.madeInitialAccessToken },
  },
  removeInitialAccessToken: remove(INITIAL_ACCESS_TOKENS, 'id'),
  readConnection: {
    method: 'GET',
    path: '/api/v1/applications/{id}/connection',
    tag: 'Applications',
    summary: 'Says what to type into the application.',
    access: 'admin',
    answer: { status: 200, schema: applications.connection },
  },
  readApplicationScopes: {
    method: 'GET',
    path: '/api/v1/applications/{id}/scopes',
    tag: 'Applications',
    summary: 'Says in plain words what the application may ask people for.',
    access: 'admin',
    answer: { status: 200, schema: applications.applicationScopes },
  },
  checkRedirectUri: {
    method: 'POST',
    path: '/api/v1/applications/{id}/check-redirect-uri',
    tag: 'Applications',
    summary: 'Says whether a redirect URI would be accepted, and where it differs from what is registered.',
    access: 'admin',
    body: applications.redirectCheckInput,
    answer: { status: 200, schema: applications.redirectCheck },
  },
  listApplicationGrants: {
    ...list({ ...APPLICATIONS, many: 'what an application holds of people' }, grants.grantView),
    path: '/api/v1/applications/{id}/grants',
    query: grants.grantQuery,
    answer: { status: 200, schema: grants.applicationGrants },
  },
  revokeApplicationGrant: {
    method: 'DELETE',
    path: '/api/v1/applications/{id}/grants/{grant_id}',
    tag: 'Applications',
    summary: 'Ends what an application holds of one person.',
    access: 'admin',
    answer: { status: 204 },
  },
  revokeApplicationTokens: {
    method: 'POST',
    path: '/api/v1/applications/{id}/revoke-tokens',
    tag: 'Applications',
    summary: 'Ends everything that an application holds, its own tokens included.',
    access: 'admin',
    answer: { status: 200, schema: z.object({ grants: z.int(), access_tokens: z.int() }) },
  },
  listLogoutDeliveries: {
    ...list({ ...APPLICATIONS, many: 'sign-outs that an application was to be told of' }, logoutDeliveryView),
    path: '/api/v1/applications/{id}/logout-deliveries',
  },
  retryLogoutDelivery: {
    method: 'POST',
    path: '/api/v1/applications/{id}/logout-deliveries/{delivery_id}/retry',
    tag: 'Applications',
    summary: 'Tells an application of a sign-out at once; nothing happens where it was told already.',
    access: 'admin',
    answer: { status: 200, schema: logoutDeliveryView },
  },

  listServiceAccounts: { ...list(ACCOUNTS, people.serviceAccountView), query: people.serviceAccountQuery },
  readServiceAccount: read(ACCOUNTS, 'id', people.serviceAccountView),
  createServiceAccount: {
    ...create(ACCOUNTS, people.serviceAccountInput, people.madeServiceAccount),
    access: 'recent_admin',
  },
  changeServiceAccount: {
    ...change(ACCOUNTS, 'id', people.serviceAccountChanges, people.serviceAccountView),
    confirmed_where: 'makes it an admin, or lets it say who signs in',
  },
  removeServiceAccount: remove(ACCOUNTS, 'id'),
  listAppPasswords: {
    ...list({ ...ACCOUNTS, many: 'the app passwords of a service account' }, people.appPasswordView),
    path: '/api/v1/service-accounts/{id}/app-passwords',
  },
  createAppPassword: {
    method: 'POST',
    path: '/api/v1/service-accounts/{id}/app-passwords',
    tag: 'Service accounts',
    summary: 'Makes an app password.',
    access: 'recent_admin',
    body: people.appPasswordInput,
    answer: { status: 201, schema: people.madeAppPassword },
  },
  removeAppPassword: {
    method: 'DELETE',
    path: '/api/v1/service-accounts/{id}/app-passwords/{app_password_id}',
    tag: 'Service accounts',
    summary: 'Removes an app password; what it was used for stops at once.',
    access: 'admin',
    answer: { status: 204 },
  },
} as const satisfies Readonly<Record<string, Operation>>;
