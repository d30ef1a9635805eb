/** What is kept of an application's coming here, where no admin entered it. */

/**
 * How an application stands here that no admin entered: it registered itself, describes itself at its client_id, or a person
 * entered it. What it names is a stranger's.
 */
export interface SelfRegistration {
  /** SHA-256 (base64url) of its registration access token, where it registered. RFC 7592 §3 */
  readonly token_hash?: string;
  /** A person of the office entered it, for themselves. */
  readonly by_person?: true;
  /** When the document at its client_id was read, and until when that need not be done again. */
  readonly document?: { readonly read_at: number; readonly fresh_until: number };
  /** Until an admin has looked at it; it is disabled as long. */
  readonly awaits_approval?: true;
  /** An admin let it in as it stands, or gave it a token to register with; gone when it changes. */
  readonly approved?: true;
  /** Who let it in last; kept when it says something else, for whoever looks at that. Absent while nobody has. */
  readonly approval?: Approval;
  /** From which network (spec/network.ts) it came, as long as no admin let it in even once. */
  readonly network?: string;
}

export interface Approval {
  /** A username, and when; absent where a file, a token or an older version let it in. */
  readonly by?: string;
  readonly at?: number;
  /** What was approved, where the application says something else by now. */
  readonly said?: ApprovedWords;
}

/** What an application says of itself, as far as an admin looks at it. */
export interface ApprovedWords {
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly scope: string;
  readonly grant_types: readonly string[];
  readonly token_endpoint_auth_method: string;
}
