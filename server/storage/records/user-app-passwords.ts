/** App passwords of people: what programs of theirs sign in with, one for each, so that it can be ended alone. */

export interface UserAppPassword {
  readonly id: string;
  readonly user_id: string;
  /** As its person calls it; unique among theirs. */
  readonly name: string;
  /** SHA-256 (base64url) of a secret of high entropy. Unique. */
  readonly hash: string;
  readonly is_for: AppPasswordUse;
  readonly created_at: number;
  /** Absent: it does not expire. */
  readonly expires_at?: number;
  /** When it last let somebody in, to within a minute; absent where it never did. */
  readonly used_at?: number;
}

/** The one thing that it opens. */
export type AppPasswordUse =
  /** Tokens of one application; by its `id`, because a client_id can be given to another. */
  | { readonly kind: 'application'; readonly application_id: string }
  /** The REST calls of programs written for Gitea or Forgejo, with scopes of theirs. */
  | { readonly kind: 'forge'; readonly scope: readonly string[] };
