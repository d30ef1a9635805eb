/** The shape of a handler of the admin API: what it is given, what it may know, and what it answers. */
import type { Answered, Body, PathParameters, Query } from '../contract/admin/types.ts';
import type { ENDPOINT_NAMES } from '../contract/admin/applications.ts';
import type { OPERATIONS, OperationName } from '../contract/admin/operations.ts';
import type { ChainCheck } from '../audit/chain-check.ts';
import type { AuditCounts } from '../audit/counts.ts';
import type { PasswordSealing } from '../directory/mail-settings.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import type { KeptKeyring } from '../keys/open-keyring.ts';
import type { MailSealing } from '../mail/outbox.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { OfficeNames, TypedInto } from '../spec/asked-for.ts';
import type { TraitsOfDialects } from '../spec/dialect-traits.ts';
import type { Theme } from '../spec/login-page/colours.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application, ServiceAccount, Settings, User } from '../storage/records/directory.ts';
import type { LoginPage } from '../storage/records/login-page.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import type { Store } from '../storage/store.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { OwnerDesk } from './owner-desk.ts';
import type { Preconditions } from './entity-tag.ts';
import type { Register } from './register.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Watchers } from './watchers.ts';

/** One request, checked against the operation's schemas. */
export interface Call<N extends OperationName> {
  readonly path: PathParameters<N>;
  readonly query: Query<N>;
  readonly body: Body<N>;
  readonly preconditions: Preconditions;
  /** The `Last-Event-ID` header of a stream that goes on. HTML §9.2.4 */
  readonly last_event_id: string | undefined;
  /** Aborts when the peer is gone or the server stops. */
  readonly signal: AbortSignal;
  /** Whether only the headers of the answer are wanted (HEAD): nothing of it is handed out then. */
  readonly head: boolean;
}

/** Who asks. */
export type Actor =
  /** In the panel; `csrf` is what its requests bring along. */
  | { readonly kind: 'panel'; readonly user: User; readonly session: PanelSession; readonly csrf: string }
  /** With a Bearer token; `auth_time` is when they last proved who they are. */
  | { readonly kind: 'person'; readonly user: User; readonly auth_time: number }
  | { readonly kind: 'service_account'; readonly account: ServiceAccount }
  /** Nobody yet: on the way in. */
  | { readonly kind: 'stranger' };

/** What of the house every request shares; made once by the composition root. */
export interface AdminHouse {
  readonly keys: KeptKeyring;
  readonly register: Register;
  /** The only way to ask other servers. */
  readonly outbound: Outbound;
  readonly tickets: OwnerDesk;
  /** What the last check of the audit log found. */
  readonly chain: Pick<ChainCheck, 'last'>;
  /** How the server runs. */
  facts(): ServerFacts;
  /** Who has watched the live flows, so that each is written down once. */
  readonly watchers: Watchers;
  /** What live flows are watched with. */
  readonly tracer: Tracer;
  /** Epoch seconds, for what outlives its request. */
  now(): number;
  /** What a new application of a dialect has where nobody says otherwise. */
  defaultsFor(dialect: DialectName): Partial<Application>;
  /** What dialects differ in beside their paths. */
  readonly traits: TraitsOfDialects;
  /** For secrets that applications sign with. */
  seal(plain: string): string;
  /** Draws a sign-in page that nobody saved yet. */
  previewLogin(page: LoginPage, theme: Theme, issuer_name: string): string;
  /** For what mails say, and the password of the server that sends them. */
  readonly secrets: MailSealing & PasswordSealing;
}

export interface AdminContext {
  readonly house: AdminHouse;
  /** Never traced: what an admin does is no flow. */
  readonly store: Store;
  readonly settings: Settings;
  readonly passwords: PasswordHasher;
  /** Of what is too much for an audit event each. */
  readonly counts: AuditCounts;
  /** Epoch seconds, the same throughout the request. */
  readonly now: number;
  /** The peer's, from the connection. */
  readonly address: string;
  /** Whether the peer is this very computer. */
  readonly from_here: boolean;
  readonly user_agent: string;
  readonly actor: Actor;
  /** Asks once more who came with this request, and whether they may what it asks for: for answers that go on for long. */
  mayGoOn(): Promise<boolean>;
  /** The panel's cookie as it came, good or not. */
  readonly panel_cookie: string | undefined;
  /** The CSRF token that belongs to a panel session. */
  csrfOf(session: PanelSession): string;
  /** Where an application finds everything, in its own dialect; with what names `office` in it. */
  addressesOf(application: Application, office?: OfficeNames): Addresses;
}

export interface Addresses extends TypedInto {
  readonly issuer: string;
  /** Null where the dialect has none. */
  readonly discovery: string | null;
  readonly endpoints: readonly { readonly name: (typeof ENDPOINT_NAMES)[number]; readonly url: string }[];
}

interface AnswerCookies {
  /** The panel's own; null deletes. */
  readonly panel?: { readonly value: string; readonly lifetime_s: number } | null;
}

interface JsonReply<N extends OperationName> extends AnswerCookies {
  readonly body: Answered<N>;
  /** Of the body; only where the operation is versioned. */
  readonly etag?: string;
}

/** A document that is no JSON of ours, piece by piece. */
export interface MediaReply {
  readonly media: string;
  /** Offered to the browser as the name to save it by. */
  readonly filename?: string;
  readonly chunks: AsyncIterable<string>;
}

export type Reply<N extends OperationName> = (typeof OPERATIONS)[N]['answer'] extends { readonly media: string }
  ? MediaReply
  : (typeof OPERATIONS)[N]['answer'] extends { readonly status: 204 }
    ? AnswerCookies
    : JsonReply<N>;

/** Throws ProblemError, DomainError or StorageError where it refuses. */
export type Handler<N extends OperationName> = (call: Call<N>, cx: AdminContext) => Promise<Reply<N>>;

/** A handler for each of some operations. */
export type Handlers<N extends OperationName = OperationName> = { readonly [O in N]: Handler<O> };
