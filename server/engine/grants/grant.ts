/** The types of a row in the table of grants: what it is given and what it has to prove. */
import type { Behind } from '../../directory/parties.ts';
import type { Application, ServiceAccount, Settings, User } from '../../storage/records/directory.ts';
import type { Consent, Grant as GrantRecord, Session } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { AuthorizationDetail } from '../../spec/authorization-details.ts';
import type { Confirmation } from '../../spec/confirmation.ts';
import type { Params } from '../../spec/params.ts';
import type { AccessTokenFormat, GrantType, JsonObject, SigningAlgorithm } from '../../spec/vocabulary.ts';
import type { Caller } from '../client-auth/client-auth.ts';
import type { Step } from '../step.ts';

export interface TokenRequest {
  readonly client: Caller;
  readonly params: Params;
  /** What the caller proved to hold. */
  readonly cnf?: Confirmation;
}

/** For whom tokens are: a person by way of an application, a service account, or the application itself. */
export type Subject =
  | {
      readonly kind: 'user';
      readonly user: User | undefined;
      readonly application: Application;
      readonly grant: GrantRecord;
      readonly session: Session | undefined;
      readonly consent: Consent | undefined;
      /** What the grant came from, where that is no answer of the person. */
      readonly behind?: Behind;
    }
  | {
      readonly kind: 'service_account';
      readonly account: ServiceAccount;
      /** The app password that it came with: its tokens end with that. */
      readonly app_password_id?: string | undefined;
      /** The application that it acts through; its rules hold then. */
      readonly application?: Application | undefined;
    }
  | { readonly kind: 'application'; readonly application: Application };

/** What a grant has proved. Whether it may be used is asked once, for all grants, at the one door. */
export interface Authorization {
  readonly subject: Subject;
  /** What was asked by; absent where the browser takes tokens along. */
  readonly grant_type?: GrantType;
  /** The scopes of the access token. */
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** The acts that it is for. RFC 9396 §7 */
  readonly authorization_details?: readonly AuthorizationDetail[];
  /** What the access token is bound to. */
  readonly cnf?: Confirmation;
  /** How it looks, where the APIs that it is for have a say; else as its application has it. */
  readonly token_form?: { readonly format: AccessTokenFormat; readonly alg: SigningAlgorithm };
  /** What its holder may do at the APIs that want to know, for a JWT. */
  readonly permissions?: readonly string[];
  /** Further claims of the access token, none of which means anything to us. */
  readonly extra?: JsonObject;
  /** What the first ID token of a flow repeats; a refreshed one does not. OIDC Core §12.2 */
  readonly nonce?: string;
  /** Consumes the one-time thing that was redeemed, in the transaction in which the tokens are written. */
  readonly redeem?: Redeem;
  /** Of an exchange: what comes of it, and no ID token beside. RFC 8693 §2.2.1 */
  readonly issued_token_type?: string;
  /** How long the access token lives, where that is shorter than usual. */
  readonly lifetime_s?: number;
  /** The refresh token to hand out; absent where there is none. */
  readonly refresh?: RefreshPlan;
}

/**
 * `redeemed`: the first use. `repeated`: the immediate parent again within the grace; the refresh token is there already.
 * `replayed`: used before; what it led to has been revoked in this transaction, and nothing may be issued.
 */
export type Redeem = (within: Transaction) => Promise<'redeemed' | 'repeated' | 'replayed'>;

/** The first refresh token of a family, or the successor of the one that was presented. */
export interface RefreshPlan {
  readonly refresh_token: string;
  readonly scope: readonly string[];
  readonly parent_id?: string;
  readonly cnf?: Confirmation;
  readonly expires_at: number;
}

/** A grant proves; it never mints, authenticates clients or writes a response. */
export interface Grant extends Step<TokenRequest, Authorization> {
  readonly grant_type: GrantType;
  /** The parameters that it cannot do without. */
  readonly parameters: readonly string[];
  /** Whether an application without a secret may use it. */
  readonly client: 'confidential' | 'any';
  /** Whether the office allows it at all; what is off is neither advertised nor answered. */
  available(settings: Settings): boolean;
  /** The trait of dialects that have the call by which it begins; advertised by these alone. By all where absent. */
  readonly begins_by?: 'sends_codes';
}
