/** The type of a row in the table of client authentication methods. */
import type { BasicCredentials } from '../../spec/basic-credentials.ts';
import type { Application, ServiceAccount, User } from '../../storage/records/directory.ts';
import type { UserAppPassword } from '../../storage/records/user-app-passwords.ts';
import type { Step } from '../step.ts';
import type { EndpointRequest } from '../wire.ts';

/** Who stands at the back channel: an application, or a service account that needs none. */
export type Client =
  | { readonly kind: 'application'; readonly application: Application; readonly method: string }
  | {
      readonly kind: 'service_account';
      readonly account: ServiceAccount;
      /** By which of its app passwords. */
      readonly app_password_id: string;
      /** The application that it acts through, where it named one. */
      readonly application?: Application;
    };

/** A program of a person, which acts for them by an app password: at the token endpoint alone. */
export interface Person {
  readonly kind: 'person';
  readonly user: User;
  readonly app_password: UserAppPassword;
  /** The one that it was made for. */
  readonly application: Application;
}

/** Who stands at the token endpoint. */
export type Caller = Client | Person;

/** A request at the back channel, with what all methods look at read once. */
export interface Calling {
  readonly request: EndpointRequest;
  /** The readings of the Basic scheme; undefined when the header is not Basic (spec/basic-credentials.ts). */
  readonly basic: readonly BasicCredentials[] | undefined;
  /** Whether programs of people may come here. */
  readonly people?: boolean;
  /** Whether a `username` says who acts, beside whatever else comes along. */
  readonly username_counts?: boolean;
}

/** A method was used and proved nothing; `why` is for the operator. */
export interface Nobody {
  readonly kind: 'nobody';
  readonly why: string;
  /** For the audit log, where it isn't the credentials that were wrong: one of a few sentences of ours. */
  readonly because?: string;
}

/** `undefined`: this method was used and proved nothing. */
export interface ClientAuthMethod extends Step<Calling, Caller | Nobody | undefined> {
  /** The name in discovery; absent for a method that has no registered name. */
  readonly advertised?: string;
  /** Of a method that signs. */
  readonly signing_algorithms?: readonly string[];
  /** Offered only where TLS asks for certificates. */
  readonly by_certificate?: true;
  /** Whether the request carries this method's credentials, right or wrong. */
  presented(calling: Calling): boolean;
  /** Who the request says it is, spelled in one way only: failures are counted by it. */
  claimed(calling: Calling): string;
}
