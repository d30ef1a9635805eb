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
  /** From which network (spec/network.ts) it came, as long as no admin let it in even once. */
  readonly network?: string;
}
