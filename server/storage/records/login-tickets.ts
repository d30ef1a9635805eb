/** That somebody proved who they are to an application's own form, which sends their browser here with it. `id` is the hash of it. */
export interface LoginTicket {
  readonly id: string;
  readonly client_id: string;
  readonly user_id: string;
  readonly amr: readonly string[];
  /** Of the browser that it is good in. */
  readonly browser_hash: string;
  readonly expires_at: number;
}
