/** What the admin API does with the server itself: its sessions, keys, settings, records and traces. */
import * as keys from './keys-and-sessions.ts';
import { pageOf } from './listing.ts';
import type { Operation } from './operation.ts';
import * as happened from './records-of-what-happened.ts';
import { change, create, list, read, remove, type Resource } from './rows.ts';
import * as settings from './settings.ts';

const KEYS = {
  path: '/api/v1/signing-keys',
  tag: 'Signing keys',
  one: 'a signing key',
  many: 'signing keys',
} as const satisfies Resource;

export const SERVER_OPERATIONS = {
  signIn: {
    method: 'POST',
    path: '/api/v1/session',
    tag: 'Panel session',
    summary: 'Signs an admin in to the panel.',
    access: 'anyone',
    body: settings.panelSignIn,
    answer: { status: 201, schema: settings.panelSessionView },
  },
  signInOwner: {
    method: 'POST',
    path: '/api/v1/session/owner',
    tag: 'Panel session',
    summary: 'Signs in whoever sits at the computer that runs Lanyard, by a ticket of the desktop program.',
    access: 'anyone',
    body: settings.ownerSignIn,
    answer: { status: 201, schema: settings.panelSessionView },
  },
  readSession: {
    method: 'GET',
    path: '/api/v1/session',
    tag: 'Panel session',
    summary: 'Says who is signed in to the panel, to whom sends the header X-Lanyard-CSRF of that session.',
    access: 'admin',
    answer: { status: 200, schema: settings.panelSessionView },
  },
  confirmSession: {
    method: 'POST',
    path: '/api/v1/session/confirm',
    tag: 'Panel session',
    summary: 'Confirms that it is still the same person, for secrets and keys.',
    access: 'admin',
    body: settings.panelConfirm,
    answer: { status: 200, schema: settings.panelSessionView },
  },
  signOut: {
    method: 'DELETE',
    path: '/api/v1/session',
    tag: 'Panel session',
    summary: 'Signs out of the panel.',
    access: 'admin',
    answer: { status: 204 },
  },

  readStatus: {
    method: 'GET',
    path: '/api/v1/status',
    tag: 'Status',
    summary: 'Says how the server is.',
    access: 'admin',
    answer: { status: 200, schema: happened.statusView },
  },

  acceptIssuer: {
    method: 'POST',
    path: '/api/v1/status/issuer',
    tag: 'Status',
    summary: 'Says that every application knows the address at which Lanyard answers now.',
    access: 'admin',
    answer: { status: 204 },
  },

  listSigningKeys: list(KEYS, keys.signingKeyView),
  readSigningKey: read(KEYS, 'kid', keys.signingKeyView),
  createSigningKey: { ...create(KEYS, keys.signingKeyInput, keys.signingKeyView), access: 'recent_admin' },
  changeSigningKey: { ...change(KEYS, 'kid', keys.signingKeyChanges, keys.signingKeyView), access: 'recent_admin' },
  removeSigningKey: { ...remove(KEYS, 'kid'), access: 'recent_admin' },
  rotateSigningKeys: {
    method: 'POST',
    path: '/api/v1/signing-keys/rotate',
    tag: 'Signing keys',
    summary: 'Lets the next keys take over at once; the old ones stay published for what they signed.',
    access: 'recent_admin',
    body: keys.rotateInput,
    answer: { status: 200, schema: keys.rotated },
  },
  revokeSigningKey: {
    method: 'POST',
    path: '/api/v1/signing-keys/{kid}/revoke',
    tag: 'Signing keys',
    summary: 'Takes a key out of use at once; what it signed is refused from now on.',
    access: 'recent_admin',
    body: keys.revokeKeyInput,
    answer: { status: 200, schema: keys.revokedKey },
  },

  listSessions: {
    method: 'GET',
    path: '/api/v1/sessions',
    tag: 'Sessions',
    summary: 'Lists the browsers in which somebody is signed in, for applications or to the panel.',
    access: 'admin',
    query: keys.sessionQuery,
    answer: { status: 200, schema: pageOf(keys.sessionView) },
  },
  endSession: {
    method: 'DELETE',
    path: '/api/v1/sessions/{sid}',
    tag: 'Sessions',
    summary: 'Signs one browser out.',
    access: 'admin',
    answer: { status: 204 },
  },

  listAuditEvents: {
    method: 'GET',
    path: '/api/v1/audit-events',
    tag: 'Audit',
    summary: 'Lists what happened, newest first.',
    access: 'admin',
    query: happened.auditQuery,
    answer: { status: 200, schema: pageOf(happened.auditEventView) },
  },
  readAuditEvent: {
    method: 'GET',
    path: '/api/v1/audit-events/{id}',
    tag: 'Audit',
    summary: 'Shows one event.',
    access: 'admin',
    answer: { status: 200, schema: happened.auditEventView },
  },

  exportDocument: {
    method: 'GET',
    path: '/api/v1/exports/{kind}',
    tag: 'Exports',
    summary: 'Hands out configuration (YAML), users (CSV), applications (JSON), jwks (JSON) or audit-events (JSONL).',
    access: 'recent_admin',
    answer: { status: 200, media: '*/*' },
  },

  readSettings: {
    method: 'GET',
    path: '/api/v1/settings',
    tag: 'Settings',
    summary: 'Shows the settings of the office.',
    access: 'admin',
    versioned: true,
    answer: { status: 200, schema: settings.settingsView },
  },
  changeSettings: {
    method: 'PATCH',
    path: '/api/v1/settings',
    tag: 'Settings',
    summary: 'Changes the settings of the office.',
    access: 'recent_admin',
    versioned: true,
    body: settings.settingsChanges,
    answer: { status: 200, schema: settings.settingsView },
  },

  listFlows: {
    method: 'GET',
    path: '/api/v1/trace/flows',
    tag: 'Live flows',
    summary: 'Lists the flows that are remembered, newest first.',
    access: 'admin',
    query: happened.flowQuery,
    answer: { status: 200, schema: pageOf(happened.flowSummary) },
  },
  readFlow: {
    method: 'GET',
    path: '/api/v1/trace/flows/{id}',
    tag: 'Live flows',
    summary: 'Shows one flow, message by message.',
    access: 'admin',
    answer: { status: 200, schema: happened.flowView },
  },
  streamTrace: {
    method: 'GET',
    path: '/api/v1/trace/stream',
    tag: 'Live flows',
    summary: 'Streams trace events as they happen (Server-Sent Events); resumes after Last-Event-ID.',
    access: 'admin',
    answer: { status: 200, media: 'text/event-stream' },
  },
} as const satisfies Readonly<Record<string, Operation>>;
