/** What a grant came from where nobody answered on a page of ours: it is good for as long as that is. */
export type GrantOrigin =
  /** A token of another grant was exchanged. RFC 8693 */
  | { readonly kind: 'exchange'; readonly grant_id: string }
  /** The person gave the application their password. RFC 6749 §4.3 */
  | { readonly kind: 'password' }
  /** A code that was sent by mail came back. */
  | { readonly kind: 'mail' }
  /** A server that is trusted vouched for the person. RFC 7523 */
  | { readonly kind: 'assertion'; readonly issuer_id: string }
  /** A hook of the office said for whom it is. `signed_in`: whom it names counted as signed in. RFC 6749 §4.5 */
  | { readonly kind: 'extension'; readonly extension_id: string; readonly signed_in?: true }
  /** A program of the person signed in with an app password of theirs. */
  | { readonly kind: 'app_password'; readonly app_password_id: string };

/** What it knows of the code, of a browser or a device, that stands for it at first. */
export interface Collected {
  /** While nothing but the code stands for it: until when that can be redeemed. Absent on those of older versions. */
  readonly collect_by?: number;
  /** When the code was redeemed. Absent on those of older versions, and where there was none. */
  readonly collected_at?: number;
}
