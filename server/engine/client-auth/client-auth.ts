/** The type of a row in the table of client authentication methods. */
import type { Application, ServiceAccount } from '../../storage/records/directory.ts';
import type { Step } from '../step.ts';
import type { EndpointRequest } from '../wire.ts';

/** Who stands at the back channel: an application, or a service account that needs none. */
export type Client =
  | { readonly kind: 'application'; readonly application: Application; readonly method: string }
  | {
      readonly kind: 'service_account';
      readonly account: ServiceAccount;
      /** The application that it acts through, where it named one. */
      readonly application?: Application;
    };

/** `undefined`: this method was used and proved nothing. */
export interface ClientAuthMethod extends Step<EndpointRequest, Client | undefined> {
  /** The name in discovery; absent for a method that has no registered name. */
  readonly advertised?: string;
  /** Whether the request carries this method's credentials, right or wrong. */
  presented(request: EndpointRequest): boolean;
  /** Who the request says it is, spelled in one way only: failures are counted by it. */
  claimed(request: EndpointRequest): string;
}
