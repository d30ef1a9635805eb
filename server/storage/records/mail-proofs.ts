/**
 * That somebody was asked to prove who they are by what a mail says. `id` is the hash of where it was asked, so that each such
 * place has one: a page of ours in one browser, or an application and an address. There is one for nobody, too.
 */
export interface MailProof {
  readonly id: string;
  /** Absent where nobody of that name may sign in so: no code is the right one then. */
  readonly user_id?: string;
  /** A hash of what it stands on (mail-proof.ts): it is over where that is not so any more. There with `user_id`. */
  readonly grounds?: string;
  /** Of the code, keyed; or of the link's token. */
  readonly secret_hash: string;
  /** `password`: a link to a new password, which signs nobody in. */
  readonly kind: 'code' | 'link' | 'password';
  /** The mail that says it, which ends with it. */
  readonly mail_id?: string;
  /** The interaction that the link goes on with. */
  readonly ticket?: string;
  readonly tries: number;
  readonly expires_at: number;
  readonly consumed_at?: number;
}
