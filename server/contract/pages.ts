/**
 * What each page shows. The engine and the setup fill these in, the pages room draws them, and neither knows the other.
 * Every string is text as it came: drawing escapes it.
 */
import type { SignInMail } from '../spec/mail.ts';
import type { AccountPasswordView, AccountQuestionView, AccountView, PasswordSetView } from './account-pages.ts';
import type { AppPasswordFormView, MadeAppPasswordView } from './app-password-pages.ts';
import type { OwnApplicationFormView, OwnSecretView } from './own-application-pages.ts';
import type { ConsentDetailView, ConsentScopeView, FormView, PersonView } from './page-parts.ts';

/** The application that asks, as a person should recognise it. */
export interface ApplicationView {
  readonly client_name: string;
  /**
   * Where the person will be sent back to, as a host (`grafana.example.lan`) or a private-use scheme (`com.example.app:`);
   * `device:` where a device that shows a code waits for them.
   */
  readonly host: string;
  /** The host at which it describes itself, where nobody of the office entered it. */
  readonly described_by?: string;
  /** It brought itself here, and no admin approved what it says of itself. */
  readonly unchecked?: boolean;
  /** Somebody of the office who is no admin registered it. */
  readonly by_person?: boolean;
  readonly logo_uri?: string;
  readonly client_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
}

export interface LoginView extends FormView {
  readonly page: 'login';
  readonly status: number;
  readonly application: ApplicationView;
  /** Filled in for the person: what they typed before, or a login_hint. */
  readonly username: string;
  /**
   * What is asked now. `all`, where absent: name and password together. `password`: the name is known. `code` and `sent`: a
   * code or a link is on its way, to whoever may have one. `link`: the link was opened.
   */
  readonly step?: 'all' | 'name' | 'password' | 'code' | 'sent' | 'link';
  /** What the request brings along for the office's template, by name; whoever made the request chose it. */
  readonly offered?: Readonly<Record<string, string>>;
  /** What can be had by mail instead of typing a password; nothing where absent. */
  readonly by_mail?: SignInMail;
  /** Whether an admin hands such mails over, because no server sends them. */
  readonly handed_over?: true;
  readonly error?:
    | { readonly kind: 'wrong-credentials' | 'wrong-code' | 'code-over' | 'name-missing' }
    | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number }
    | { readonly kind: 'busy' };
}

export interface SelectAccountView extends FormView {
  readonly page: 'select-account';
  readonly application: ApplicationView;
  readonly person: PersonView;
}

export interface ConsentView extends FormView {
  readonly page: 'consent';
  readonly application: ApplicationView;
  readonly person: PersonView;
  readonly scopes: readonly ConsentScopeView[];
  /** Names of the APIs that tokens are asked for. */
  readonly apis: readonly string[];
  /** Acts that are allowed all together or not at all. */
  readonly details: readonly ConsentDetailView[];
}

/** Where a person types the code that a device shows. */
export interface DeviceView extends FormView {
  readonly page: 'device';
  readonly status: number;
  /** What they typed, or what the address brought along. */
  readonly user_code: string;
  /** True where the code stood in the address: they still have to compare it. */
  readonly came_along: boolean;
  /** The address of this page with the code, for a telephone to read; absent where no other device could reach it. */
  readonly scan?: string;
  readonly error?:
    | { readonly kind: 'unknown-code' }
    /** Who is signed in used up their own tries; everybody else those of their network. */
    | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number; readonly signed_in: boolean };
}

/** Whether the device that shows this code is the person's own, and what the application on it may do. */
export interface DeviceConfirmView extends FormView {
  readonly page: 'device-confirm';
  readonly application: ApplicationView;
  readonly person: PersonView;
  /** `XXXX-XXXX` */
  readonly user_code: string;
  readonly scopes: readonly ConsentScopeView[];
  readonly apis: readonly string[];
}

export interface DeviceDoneView {
  readonly page: 'device-done';
  /** `unsuited`: the person may not use this application. */
  readonly kind: 'allowed' | 'refused' | 'unsuited';
  readonly application: ApplicationView;
}

export interface SignOutView extends FormView {
  readonly page: 'sign-out';
  readonly person?: PersonView;
  readonly application?: ApplicationView;
}

export interface SignedOutView {
  readonly page: 'signed-out';
  /** True when the person chose to stay signed in. */
  readonly stayed: boolean;
  /** Pages of applications that end their own sessions: shown in frames that nobody sees. */
  readonly frames?: readonly string[];
  /** How many of these there are beyond what a browser can be asked to show. */
  readonly frames_left_out?: number;
  /** Where the browser goes on to by itself once the frames have loaded. */
  readonly goes_on?: { readonly location: string; readonly application?: ApplicationView };
}

/** The frame that an application asks whether somebody signed in or out; nobody sees it. OIDC Session Management §3.2 */
export interface CheckSessionView {
  readonly page: 'check-session';
}

export interface ErrorView {
  readonly page: 'error';
  readonly status: number;
  /** An OAuth error code or a word of ours; shown in small print. */
  readonly code: string;
  /** What happened, in the reader's words. */
  readonly title: string;
  /** What arrived and what was expected. */
  readonly detail: string;
  /** Who can fix it and how. */
  readonly remedy: string;
  readonly mismatch?: RedirectMismatchView;
  /** On 5xx: what the operator finds in the log. */
  readonly incident?: string;
}

/** A redirect URI that is not registered, against those that are. Shown as text, never as a link. */
export interface RedirectMismatchView {
  readonly received: string;
  readonly registered: readonly string[];
  /** The registered one that is closest, and the position (in characters) where the two part. */
  readonly closest?: { readonly registered: string; readonly differs_at: number };
  readonly likely_cause: string;
}

export interface SetupView extends FormView {
  readonly page: 'setup';
  readonly status: number;
  readonly values: {
    readonly issuer_name: string;
    readonly username: string;
    readonly name: string;
    readonly email: string;
  };
  /** The fewest characters that a password may have. */
  readonly shortest_password: number;
  /** Field name → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface SetupDoneView {
  readonly page: 'setup-done';
  readonly person: PersonView;
  readonly issuer: string;
  readonly discovery: string;
  readonly panel?: string;
}

/** The authorization response by form_post: posts itself, with a visible button for browsers without JavaScript. */
export interface FormPostView {
  readonly page: 'form-post';
  readonly action: string;
  readonly leads_to: readonly string[];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly application: ApplicationView;
}

/** The authorization response by web_message: posted to the page that opened or frames this one, where that is of `target_origin`. */
export interface WebMessageView {
  readonly page: 'web-message';
  readonly target_origin: string;
  readonly response: Readonly<Record<string, string>>;
  readonly application: ApplicationView;
}

/** The root of an address that one product has to itself, opened in a browser. */
export interface ProductDoorView {
  readonly page: 'product-door';
  readonly product: string;
  /** What programs written for it call the field that takes this address, and what is typed there. */
  readonly field: string;
  readonly value: string;
  /** The address of the account page. */
  readonly account: string;
}

export type PageView =
  | LoginView
  | SelectAccountView
  | ConsentView
  | DeviceView
  | DeviceConfirmView
  | DeviceDoneView
  | SignOutView
  | SignedOutView
  | CheckSessionView
  | ErrorView
  | ProductDoorView
  | SetupView
  | SetupDoneView
  | FormPostView
  | WebMessageView
  | AccountView
  | AccountQuestionView
  | AccountPasswordView
  | PasswordSetView
  | OwnApplicationFormView
  | OwnSecretView
  | AppPasswordFormView
  | MadeAppPasswordView;
