/** The type of a row in the table of interactions: when a person must be asked, how, and what the answer changes. */
import type { PageView } from '../../../contract/pages.ts';
import type { OAuthErrorCode } from '../../../spec/oauth-error.ts';
import type { EndpointName, InteractionName } from '../../../spec/vocabulary.ts';
import type { Session } from '../../../storage/records/flow.ts';
import type { Context } from '../../context.ts';
import type { Step } from '../../step.ts';
import type { EndpointRequest, Headers, ResponseCookies } from '../../wire.ts';
import type { Pending } from '../pending.ts';

/** What every page's form carries. */
export interface InteractionForm {
  readonly action: string;
  readonly csrf: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly leads_to: readonly string[];
}

export interface Answering {
  readonly pending: Pending;
  readonly form: InteractionForm;
  readonly request: EndpointRequest;
}

/** What the person's answer changed. */
export type Answered =
  /** Go on: `session` replaces the one that the ticket knows, `scope` narrows what was asked. */
  | {
      readonly kind: 'done';
      readonly session?: Session;
      readonly scope?: readonly string[];
      readonly cookies?: ResponseCookies;
      /** What the request insists on from here, when the answer changed that. */
      readonly prompt?: readonly string[];
    }
  /** Ask again. */
  | { readonly kind: 'again'; readonly view: PageView; readonly status: number; readonly headers?: Headers }
  /** The person said no: the application is told. */
  | { readonly kind: 'refused'; readonly code: OAuthErrorCode; readonly description: string };

export interface Interaction extends Step<Answering, Answered> {
  readonly name: InteractionName;
  /** Whether the answer is given by the person who is signed in: then it counts only for the one to whom the page was shown. */
  readonly personal: boolean;
  /** The endpoint at which its page stands; `/interaction/` and its name where absent. */
  readonly page?: EndpointName;
  /** Why the person must be asked, as prompt=none has to say it; undefined when there is no need. Pure. */
  needed(pending: Pending, now: number): OAuthErrorCode | undefined;
  show(pending: Pending, form: InteractionForm, cx: Context): Promise<PageView> | PageView;
}
