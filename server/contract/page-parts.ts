/** What several pages are made of. Every string is text as it came: drawing escapes it. */

/** What every form needs: where it posts to (always back to itself) and its CSRF token. */
export interface FormView {
  readonly action: string;
  readonly csrf: string;
  /** Hidden fields that the answer must bring along, beside the CSRF token (name `csrf`). */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The CSP `form-action` sources of where the answer is sent on to, beside 'self': the application's origins or scheme. */
  readonly leads_to?: readonly string[];
}

export interface PersonView {
  readonly name: string;
  readonly username: string;
}

export interface ConsentScopeView {
  readonly name: string;
  /** What it allows, as the end of "would like to …"; absent for a scope that nobody described. */
  readonly description?: string;
  /** False for what the request cannot do without: shown, not to be unticked. */
  readonly optional: boolean;
  /** True for what reaches beyond knowing who the person is. */
  readonly sensitive: boolean;
  /** What the narrower scopes allow that come with it, each as `description`, or its name where nobody described it; absent where nothing comes with it. */
  readonly includes?: readonly string[];
  /** The person's own values that the scope shows (an address, group names), for them to see. */
  readonly shows: readonly string[];
}

/** A single act with its particulars, as the end of "would like to …". */
export interface ConsentDetailView {
  readonly sentence: readonly { readonly text: string; readonly value: boolean }[];
  /** What it has beside its sentence, each as `name: value`. */
  readonly besides: readonly string[];
}
