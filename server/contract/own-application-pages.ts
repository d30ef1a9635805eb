/** What the pages show on which people keep applications of their own. Every string is text as it came. Moments are epoch seconds. */
import type { TypedInto } from '../spec/asked-for.ts';
import type { DialectName, RegistrationPolicy } from '../spec/vocabulary.ts';
import type { FormView } from './page-parts.ts';

export interface OwnApplicationView {
  /** What its addresses here are made of. */
  readonly id: string;
  readonly client_id: string;
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly confidential: boolean;
  readonly dialect: DialectName;
  readonly typed: TypedInto;
  /** `waits`: for an admin who approves it. `off`: an admin switched it off. */
  readonly state: 'on' | 'waits' | 'off';
  readonly since: number;
}

/** All of one person's. */
export interface OwnApplicationsView {
  readonly applications: readonly OwnApplicationView[];
  /** `closed`: only admins enter applications here. `full`: the person has as many as they may. */
  readonly registering: 'open' | 'full' | 'closed';
}

/** Asked for beside what is grave, where the person proved too long ago who they are. */
export interface PasswordAskedView {
  readonly username: string;
  /** False for somebody who has none here, and signs in again instead. */
  readonly has_password: boolean;
}

export interface OwnApplicationFormView extends FormView {
  readonly page: 'own-application';
  readonly status: number;
  /** The one that is changed; absent for a new one. */
  readonly application?: OwnApplicationView;
  readonly values: {
    readonly client_name: string;
    /** As they were typed: one a line. */
    readonly redirect_uris: string;
    readonly confidential: boolean;
    readonly dialect: string;
  };
  /** To choose from; what is registered keeps its own. */
  readonly dialects: readonly DialectName[];
  /** What the office lets people do: with `approval` an admin has to approve what is said here before it counts. */
  readonly user_applications: RegistrationPolicy;
  readonly asked?: PasswordAskedView;
  /** Field name → what is wrong with it; `form` for what is about none of them. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What is to be typed into the application, the secret among it: this page alone ever shows that. */
export interface OwnSecretView {
  readonly page: 'own-secret';
  readonly application: OwnApplicationView;
  /** Absent for an application that keeps none. */
  readonly client_secret?: string;
  readonly after: 'registered' | 'changed' | 'replaced';
}
