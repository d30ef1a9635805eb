/**
 * The table of collections: where each is kept, by what it is found, when it expires.
 * A store reads this table; it knows no collection by name.
 */
import { usernameKey } from '../spec/username.ts';
import type { Api, Scope } from './records/apis.ts';
import type {
  Application,
  AppPassword,
  Group,
  InitialAccessToken,
  ServiceAccount,
  Settings,
  User,
} from './records/directory.ts';
import type { ExtensionGrant } from './records/extension-grants.ts';
import type {
  AccessToken,
  Attempts,
  AuditEvent,
  AuthorizationCode,
  Consent,
  DeviceCode,
  Grant,
  PanelSession,
  PushedRequest,
  RefreshToken,
  Session,
  Ticket,
} from './records/flow.ts';
import type { HandOver } from './records/hand-overs.ts';
import type { LogoutDelivery } from './records/logout-deliveries.ts';
import type { LoginTicket } from './records/login-tickets.ts';
import type { MailProof } from './records/mail-proofs.ts';
import type { Mail, MailText } from './records/mails.ts';
import type { TrustedIssuer } from './records/trusted-issuers.ts';
import type { UserAppPassword } from './records/user-app-passwords.ts';
import type { ClientAssertion, DpopProof, RevokedToken } from './records/used.ts';
import type { Counter, SigningKey } from './records/keys.ts';

export interface Records {
  users: User;
  groups: Group;
  applications: Application;
  apis: Api;
  scopes: Scope;
  trusted_issuers: TrustedIssuer;
  extension_grants: ExtensionGrant;
  service_accounts: ServiceAccount;
  app_passwords: AppPassword;
  user_app_passwords: UserAppPassword;
  initial_access_tokens: InitialAccessToken;
  settings: Settings;
  signing_keys: SigningKey;
  counters: Counter;
  sessions: Session;
  panel_sessions: PanelSession;
  consents: Consent;
  pushed_requests: PushedRequest;
  tickets: Ticket;
  hand_overs: HandOver;
  grants: Grant;
  authorization_codes: AuthorizationCode;
  device_codes: DeviceCode;
  access_tokens: AccessToken;
  revoked_tokens: RevokedToken;
  refresh_tokens: RefreshToken;
  client_assertions: ClientAssertion;
  logout_deliveries: LogoutDelivery;
  mails: Mail;
  mail_texts: MailText;
  mail_proofs: MailProof;
  login_tickets: LoginTicket;
  dpop_proofs: DpopProof;
  attempts: Attempts;
  audit_events: AuditEvent;
}

export type CollectionName = keyof Records;
export type IndexedValue = string | readonly string[] | undefined;

export interface CollectionRow<R> {
  /** `directory`: the human-readable snapshot. `stream`: line segments, because there can be very many. */
  readonly kept: 'directory' | 'stream';
  /** Index name → the value or values under which a record is found; absent values are not indexed. */
  readonly indexes: Readonly<Record<string, (record: R) => IndexedValue>>;
  /** Indexes in which a value may stand only once; a second insert is refused as already_exists. */
  readonly unique: readonly string[];
  /** When the record may be forgotten, in epoch seconds; absent rows never expire. */
  readonly expires?: (record: R) => number | undefined;
}

export const COLLECTIONS: { readonly [N in CollectionName]: CollectionRow<Records[N]> } = {
  users: {
    kept: 'directory',
    indexes: {
      username_key: (r) => r.username_key,
      group: (r) => r.groups,
      email: (r) => r.email?.toLowerCase(),
      // As names are compared (names-and-addresses.ts).
      email_key: (r) => (r.email === undefined ? undefined : usernameKey(r.email)),
      administers: (r) => (r.admin && !r.disabled ? 'yes' : undefined),
      external_subject: (r) => r.external_subject,
      external_subject_key: (r) => (r.external_subject === undefined ? undefined : usernameKey(r.external_subject)),
    },
    unique: ['username_key', 'external_subject'],
  },
  groups: {
    kept: 'directory',
    indexes: {
      name: (r) => r.name,
      // As compared. Not unique: an office may have two from before, which differ by case alone.
      name_key: (r) => r.name.normalize('NFKC').toLowerCase(),
    },
    unique: ['name'],
  },
  applications: {
    kept: 'directory',
    indexes: {
      client_id: (r) => r.client_id,
      slug: (r) => r.slug,
      allowed_group: (r) => r.allowed_groups,
      web_origin: (r) => r.web_origins,
      registration: (r) => broughtItself(r.registration),
      owner_id: (r) => r.owner_id,
    },
    unique: ['client_id', 'slug'],
  },
  apis: { kept: 'directory', indexes: { audience: (r) => r.audience }, unique: ['audience'] },
  scopes: { kept: 'directory', indexes: { name: (r) => r.name }, unique: ['name'] },
  trusted_issuers: { kept: 'directory', indexes: { issuer: (r) => r.issuer }, unique: ['issuer'] },
  extension_grants: { kept: 'directory', indexes: { grant_type: (r) => r.grant_type }, unique: ['grant_type'] },
  service_accounts: {
    kept: 'directory',
    indexes: { username_key: (r) => r.username_key, group: (r) => r.groups },
    unique: ['username_key'],
  },
  app_passwords: {
    kept: 'directory',
    indexes: {
      service_account_id: (r) => r.service_account_id,
      name: (r) => `${r.service_account_id} ${r.name}`,
      // Not unique: an office file may have given two accounts the same.
      hash: (r) => r.hash,
    },
    unique: ['name'],
    expires: (r) => r.expires_at,
  },
  user_app_passwords: {
    kept: 'directory',
    indexes: {
      user_id: (r) => r.user_id,
      name: (r) => `${r.user_id} ${r.name}`,
      hash: (r) => r.hash,
      application_id: (r) => (r.is_for.kind === 'application' ? r.is_for.application_id : undefined),
    },
    unique: ['name', 'hash'],
    expires: (r) => r.expires_at,
  },
  initial_access_tokens: {
    kept: 'directory',
    indexes: { hash: (r) => r.hash, name: (r) => r.name },
    unique: ['hash', 'name'],
    expires: (r) => r.expires_at,
  },
  settings: { kept: 'directory', indexes: {}, unique: [] },
  signing_keys: { kept: 'directory', indexes: { alg: (r) => r.alg }, unique: [] },
  counters: { kept: 'directory', indexes: {}, unique: [] },
  sessions: {
    kept: 'stream',
    indexes: { user_id: (r) => r.user_id, sid: (r) => r.sid },
    unique: ['sid'],
    expires: (r) => r.expires_at,
  },
  panel_sessions: {
    kept: 'stream',
    indexes: { user_id: (r) => r.user_id },
    unique: [],
    expires: (r) => r.expires_at,
  },
  consents: {
    kept: 'stream',
    indexes: { user_id: (r) => r.user_id, client_id: (r) => r.client_id },
    unique: [],
  },
  pushed_requests: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  tickets: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  hand_overs: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  grants: {
    kept: 'stream',
    indexes: { user_id: (r) => r.user_id, client_id: (r) => r.client_id, sid: (r) => r.sid },
    unique: [],
    expires: (r) => r.expires_at,
  },
  authorization_codes: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  device_codes: {
    kept: 'stream',
    indexes: { user_code: (r) => r.user_code },
    unique: ['user_code'],
    expires: (r) => r.expires_at,
  },
  access_tokens: {
    kept: 'stream',
    // Where no person is involved, an application's or a service account's own.
    // An application's own tokens are in none: they are the hot path, and looked for only when all of them are ended.
    indexes: { grant_id: (r) => r.grant_id },
    unique: [],
    expires: (r) => r.expires_at,
  },
  revoked_tokens: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  refresh_tokens: {
    kept: 'stream',
    indexes: { grant_id: (r) => r.grant_id },
    unique: [],
    expires: (r) => r.expires_at,
  },
  client_assertions: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  logout_deliveries: {
    kept: 'stream',
    indexes: { client_id: (r) => r.client_id, waiting: (r) => (r.next_try_at === undefined ? undefined : 'yes') },
    unique: [],
    expires: (r) => r.expires_at,
  },
  mails: {
    kept: 'stream',
    indexes: { user_id: (r) => r.user_id, waiting: (r) => (r.next_try_at === undefined ? undefined : 'yes') },
    unique: [],
    expires: (r) => r.kept_until,
  },
  // Apart from their mails, so that what they say goes when it is worth nothing any more.
  mail_texts: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  mail_proofs: {
    kept: 'stream',
    indexes: { link: (r) => (r.kind === 'code' ? undefined : r.secret_hash) },
    unique: [],
    expires: (r) => r.expires_at,
  },
  login_tickets: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  dpop_proofs: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  attempts: { kept: 'stream', indexes: {}, unique: [], expires: (r) => r.expires_at },
  audit_events: { kept: 'stream', indexes: {}, unique: [] },
};

/** Those that people entered count by themselves, and only while they wait: each person has a limit, and no job removes them. */
function broughtItself(registration: Application['registration']): IndexedValue {
  if (registration === undefined) return undefined;
  const waits = registration.awaits_approval === true;
  if (registration.by_person === true) return waits ? 'person_waiting' : undefined;
  return waits ? 'waiting' : 'active';
}

export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as readonly CollectionName[];
