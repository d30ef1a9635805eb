/** What the pages of a person's own account show. Every string is text as it came: drawing escapes it. Moments are epoch seconds. */
import type { AppPasswordsView, AppPasswordView } from './app-password-pages.ts';
import type { OwnApplicationsView, OwnApplicationView, PasswordAskedView } from './own-application-pages.ts';
import type { ConsentScopeView, FormView, PersonView } from './page-parts.ts';

/** A fact about the person that applications may be shown. */
export interface AccountFactView {
  readonly label: string;
  readonly values: readonly string[];
  /** What is to be known about it. */
  readonly note?: string;
}

export interface AccountApplicationView {
  /** What its addresses here are made of. */
  readonly id: string;
  readonly client_name: string;
  /** The host at which it describes itself, where nobody of the office entered it. */
  readonly described_by?: string;
  /** What was allowed. */
  readonly scopes: readonly Omit<ConsentScopeView, 'optional'>[];
  /** Names of the APIs that it may use. */
  readonly apis: readonly string[];
  readonly since: number;
  readonly used_at: number;
  /** Browsers by whose sign-in it holds something, by name, and devices that were let in by them. */
  readonly devices: readonly string[];
  /** By what else it came to hold something, without any page that asked; as the end of “by way of …”. */
  readonly unasked: readonly string[];
  /** Names of the person’s app passwords for it; absent where there are none. */
  readonly app_passwords?: readonly string[];
  /** Whether it holds something that outlives its sign-in. */
  readonly offline: boolean;
  /** Whether the person is asked again after a withdrawal; the office's own applications ask nobody. */
  readonly asks: boolean;
  /** An address that opens it. */
  readonly opens?: string;
}

export interface AccountSessionView {
  readonly id: string;
  readonly browser: string;
  readonly address: string;
  readonly since: number;
  /** Whether it is the browser that asks. */
  readonly current: boolean;
  /** Signed in to the control panel, not to applications. */
  readonly panel: boolean;
  /** Names of those that it was used for. */
  readonly applications: readonly string[];
}

export interface AccountView {
  readonly page: 'account';
  readonly now: number;
  readonly person: PersonView;
  readonly facts: readonly AccountFactView[];
  readonly applications: readonly AccountApplicationView[];
  readonly sessions: readonly AccountSessionView[];
  /** Those that they registered themselves; absent where they have none and may have none. */
  readonly own?: OwnApplicationsView;
  /** For programs of theirs; absent where they have none and may have none. */
  readonly app_passwords?: AppPasswordsView;
  readonly sign_out: string;
  /** What was done just now, as a sentence. */
  readonly said?: string;
}

/** Asks before something ends. */
export interface AccountQuestionView extends FormView {
  readonly page: 'account-question';
  readonly now: number;
  readonly question:
    | { readonly kind: 'withdraw'; readonly application: AccountApplicationView; readonly tells: boolean }
    | { readonly kind: 'end-session'; readonly session: AccountSessionView }
    | { readonly kind: 'end-others'; readonly sessions: readonly AccountSessionView[] }
    | { readonly kind: 'own-secret'; readonly application: OwnApplicationView }
    /** `people` have let it act in their name. */
    | { readonly kind: 'own-remove'; readonly application: OwnApplicationView; readonly people: number }
    | { readonly kind: 'app-password-remove'; readonly app_password: AppPasswordView };
  readonly asked?: PasswordAskedView;
  /** What was wrong with the answer before; `password`, or `form`. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** After a new password was chosen by a link from the mail; nobody is signed in. */
export interface PasswordSetView {
  readonly page: 'password-set';
}

export interface AccountPasswordView extends FormView {
  readonly page: 'account-password';
  readonly status: number;
  readonly person: PersonView;
  /** False for somebody who has none: then only an admin can give them one. */
  readonly has_password: boolean;
  /** True where a link from the mail stands for the old one. */
  readonly by_link?: true;
  readonly shortest_password: number;
  /** Field name → what is wrong with it; `form` for what is about none of them. */
  readonly errors: Readonly<Record<string, string>>;
}
