/** The type of a row in the table of response types: what an authorization response carries. */
import type { GrantType, PlainMode, ResponseType } from '../../spec/vocabulary.ts';
import type { Settings } from '../../storage/records/directory.ts';
import type { PendingRequest } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import type { Step } from '../step.ts';

/** What the browser takes along: something to redeem, or tokens themselves. */
export type Carried = 'code' | 'token' | 'id_token';

export interface ResponseTypeInput {
  readonly request: PendingRequest;
  /** With the grant that `settle` writes. */
  readonly subject: PersonalSubject;
  /** Writes what was decided on the way here, in the transaction that writes the answer. */
  settle(within: Transaction): Promise<void>;
}

/** Resolves with the response parameters when what they promise is durable. */
export interface ResponseTypeRow extends Step<ResponseTypeInput, Readonly<Record<string, string>>> {
  readonly response_type: ResponseType;
  readonly default_mode: PlainMode;
  readonly carries: readonly Carried[];
  /** What an application must be registered for beside the response type itself. RFC 7591 §2.1 */
  readonly grant_types: readonly GrantType[];
  /** Whether the office allows it at all; what is off is neither advertised nor answered. */
  available(settings: Settings): boolean;
}
