/** What the admin API does with APIs and scopes, and with the servers and services of others that decide who gets a token. */
import * as apis from './apis-and-scopes.ts';
import * as extensions from './extension-grants.ts';
import type { Operation } from './operation.ts';
import { change, create, list, read, remove, type Resource } from './rows.ts';
import * as issuers from './trusted-issuers.ts';

const APIS = { path: '/api/v1/apis', tag: 'APIs and scopes', one: 'an API', many: 'APIs' } as const satisfies Resource;
const SCOPES = {
  path: '/api/v1/scopes',
  tag: 'APIs and scopes',
  one: 'a scope',
  many: 'scopes',
} as const satisfies Resource;
const TRUSTED_ISSUERS = {
  path: '/api/v1/trusted-issuers',
  tag: 'Trusted issuers',
  one: 'a trusted issuer',
  many: 'trusted issuers',
} as const satisfies Resource;
const EXTENSION_GRANTS = {
  path: '/api/v1/extension-grants',
  tag: 'Grants of your own',
  one: 'a grant of the office’s own',
  many: 'grants of the office’s own',
} as const satisfies Resource;

export const API_OPERATIONS = {
  listApis: list(APIS, apis.apiView),
  readApi: read(APIS, 'id', apis.apiView),
  createApi: create(APIS, apis.apiInput, apis.apiView),
  changeApi: change(APIS, 'id', apis.apiChanges, apis.apiView),
  removeApi: remove(APIS, 'id'),

  listScopes: { ...list(SCOPES, apis.scopeView), query: apis.scopeQuery },
  readScope: read(SCOPES, 'id', apis.scopeView),
  createScope: create(SCOPES, apis.scopeInput, apis.scopeView),
  previewScope: {
    method: 'POST',
    path: '/api/v1/scopes/preview',
    tag: 'APIs and scopes',
    summary: 'Says what claims would come to for one person, before they are saved.',
    access: 'admin',
    body: apis.scopePreviewInput,
    answer: { status: 200, schema: apis.scopePreview },
  },
  changeScope: change(SCOPES, 'id', apis.scopeChanges, apis.scopeView),
  removeScope: remove(SCOPES, 'id'),

  listTrustedIssuers: list(TRUSTED_ISSUERS, issuers.trustedIssuerView),
  readTrustedIssuer: read(TRUSTED_ISSUERS, 'id', issuers.trustedIssuerView),
  createTrustedIssuer: {
    ...create(TRUSTED_ISSUERS, issuers.trustedIssuerInput, issuers.trustedIssuerView),
    access: 'recent_admin',
  },
  changeTrustedIssuer: {
    ...change(TRUSTED_ISSUERS, 'id', issuers.trustedIssuerChanges, issuers.trustedIssuerView),
    access: 'recent_admin',
  },
  removeTrustedIssuer: remove(TRUSTED_ISSUERS, 'id'),

  listExtensionGrants: list(EXTENSION_GRANTS, extensions.extensionGrantView),
  readExtensionGrant: read(EXTENSION_GRANTS, 'id', extensions.extensionGrantView),
  createExtensionGrant: {
    ...create(EXTENSION_GRANTS, extensions.extensionGrantInput, extensions.madeExtensionGrant),
    access: 'recent_admin',
  },
  changeExtensionGrant: {
    ...change(EXTENSION_GRANTS, 'id', extensions.extensionGrantChanges, extensions.extensionGrantView),
    access: 'recent_admin',
  },
  makeExtensionGrantKey: {
    method: 'POST',
    path: '/api/v1/extension-grants/{id}/key',
    tag: EXTENSION_GRANTS.tag,
    summary: 'Makes a new key for the answers of its hook; the one before counts no more.',
    access: 'recent_admin',
    answer: { status: 200, schema: extensions.madeExtensionGrant },
  },
  tryExtensionGrant: {
    method: 'POST',
    path: '/api/v1/extension-grants/{id}/try',
    tag: EXTENSION_GRANTS.tag,
    summary: 'Asks its hook as for a token, and shows the answer; nothing is issued.',
    access: 'recent_admin',
    body: extensions.extensionGrantTrial,
    answer: { status: 200, schema: extensions.extensionGrantTold },
  },
  removeExtensionGrant: remove(EXTENSION_GRANTS, 'id'),
} as const satisfies Readonly<Record<string, Operation>>;
