/**
 * Mail on its way out. While `next_try_at` is there it waits: for its try, or, where no server sends mail, for an admin to hand
 * it over. What it says stands apart, sealed, and only for as long as it is worth something.
 */
import type { MailEnd, MailReason } from '../../spec/mail.ts';

export interface Mail {
  readonly id: string;
  /** An address, not a list. */
  readonly to: string;
  readonly subject: string;
  readonly why: MailReason;
  /** For whom; absent where it is for nobody of the office. */
  readonly user_id?: string;
  readonly created_at: number;
  /** When what it says is worth nothing any more, and goes. */
  readonly expires_at: number;
  /** How long an admin can see what became of it. */
  readonly kept_until: number;
  readonly tries: number;
  readonly next_try_at?: number;
  /** Of the last try. */
  readonly tried_at?: number;
  /** What the server said at the last try. */
  readonly answer?: string;
  /** What came in the way at the last try, for an admin. */
  readonly error?: string;
  readonly sent_at?: number;
  /** When an admin first read it, and who. */
  readonly opened_at?: number;
  readonly opened_by?: string;
  readonly handed_over_at?: number;
  readonly handed_over_by?: string;
  /** Why what it says is worth nothing any more, before its time; nothing is left to send then. */
  readonly ended?: MailEnd;
}

/** `id` is the mail's. */
export interface MailText {
  readonly id: string;
  readonly sealed: string;
  readonly expires_at: number;
}
