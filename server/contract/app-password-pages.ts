/** What the pages show on which people keep app passwords for programs of theirs. Every string is text as it came. Moments are epoch seconds. */
import type { PasswordAskedView } from './own-application-pages.ts';
import type { FormView } from './page-parts.ts';

export interface AppPasswordView {
  /** What its addresses here are made of. */
  readonly id: string;
  readonly name: string;
  readonly is_for: /** Undefined where the application is gone. */
    | { readonly kind: 'application'; readonly client_name: string | undefined }
    /** What such programs may do, each as the end of “It may …”. */
    | { readonly kind: 'forge'; readonly may: readonly string[] };
  readonly since: number;
  /** Absent where it was never used. */
  readonly used_at?: number;
  /** Absent where it works until it is deleted. */
  readonly expires_at?: number;
}

/** All of one person's. */
export interface AppPasswordsView {
  readonly app_passwords: readonly AppPasswordView[];
  /** `closed`: the office lets people have none, and those that there are let nobody in. `full`: they have as many as they may. */
  readonly making: 'open' | 'full' | 'closed';
}

export interface AppPasswordFormView extends FormView {
  readonly page: 'app-password';
  readonly status: number;
  readonly values: {
    readonly name: string;
    /** `forge`, or the id of an application. */
    readonly is_for: string;
    /** Names of scopes that are ticked. */
    readonly scope: readonly string[];
    readonly lasts: string;
  };
  /** Those that it can be for. */
  readonly applications: readonly { readonly id: string; readonly client_name: string }[];
  /** To tick, for the calls of programs written for Gitea or Forgejo. */
  readonly scopes: readonly { readonly name: string; readonly description: string; readonly sensitive: boolean }[];
  readonly asked?: PasswordAskedView;
  /** Field name → what is wrong with it; `form` for what is about none of them. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What is to be typed into the program: this page alone ever shows the app password. */
export interface MadeAppPasswordView {
  readonly page: 'made-app-password';
  readonly app_password: AppPasswordView;
  readonly password: string;
  readonly username: string;
  /** Of the application that it is for. */
  readonly client_id?: string;
  /** Where a program gets tokens by it, for that application. */
  readonly token_endpoint?: string;
  /** Of this server, where programs written for Gitea or Forgejo ask for it. */
  readonly server?: string;
}
