/** Everybody whom a grant depends on, as they are on record now. */
import type { Application, ServiceAccount, User } from '../storage/records/directory.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { Consent, Grant, Session } from '../storage/records/flow.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import type { UserAppPassword } from '../storage/records/user-app-passwords.ts';

/** A person lets an application act. What no longer exists is undefined, and that is refused here. */
export interface UserParties {
  readonly kind: 'user';
  readonly user: User | undefined;
  readonly application: Application | undefined;
  /** The session that the person answered in; may be gone when the grant is offline. */
  readonly session: Session | undefined;
  /** Absent only while the grant is being made. */
  readonly grant?: Grant | undefined;
  readonly consent: Consent | undefined;
  /** What the grant came from, where that is no answer of the person: it stands for session and consent. */
  readonly behind?: Behind;
}

export type Behind =
  /** The grant whose token was exchanged, with everybody it depends on; undefined when it is gone. */
  | { readonly kind: 'exchange'; readonly parties: UserParties | undefined }
  /** The person's password, where the office still lets applications ask for one. */
  | { readonly kind: 'password'; readonly allowed: boolean }
  /** A code from the person's mail, where the office still lets people sign in so. */
  | { readonly kind: 'mail'; readonly allowed: boolean }
  /** The server that vouched for them; undefined when it is trusted no more. */
  | { readonly kind: 'assertion'; readonly issuer: TrustedIssuer | undefined }
  /** The grant of the office's own whose hook named the person; undefined when there is none any more. */
  | { readonly kind: 'extension'; readonly extension: ExtensionGrant | undefined }
  /** The app password of the person's; undefined when it is gone. `allowed`: whether the office still lets people have them. */
  | { readonly kind: 'app_password'; readonly app_password: UserAppPassword | undefined; readonly allowed: boolean };

/** A service account acts for itself, through an application or through none. */
export interface ServiceAccountParties {
  readonly kind: 'service_account';
  readonly account: ServiceAccount | undefined;
  readonly application?: Application | undefined;
}

/** An application acts for itself. RFC 6749 §4.4 */
export interface ApplicationParties {
  readonly kind: 'application';
  readonly application: Application | undefined;
}

export type Parties = UserParties | ServiceAccountParties | ApplicationParties;
