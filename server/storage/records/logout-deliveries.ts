/**
 * That an application is to be told of the end of a session that it had signed somebody in to, and how that went.
 * While `next_try_at` is there, it will be tried again; afterwards `told_at` says that it went well. OIDC Back-Channel Logout §2.5
 */
export interface LogoutDelivery {
  readonly id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly sid: string;
  /** When the session ended. */
  readonly created_at: number;
  readonly expires_at: number;
  readonly tries: number;
  readonly next_try_at?: number;
  /** What follows is of the last try. */
  readonly tried_at?: number;
  readonly told_at?: number;
  /** The HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** What came in the way, for an admin. */
  readonly error?: string;
}
