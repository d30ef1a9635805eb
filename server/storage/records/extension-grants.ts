/** A grant of the office's own: a web address of the office decides for whom a token is, and what it may. RFC 6749 §4.5 */
import type { ClientKeys } from '../../spec/client-keys.ts';
import type { ExtensionGrantType } from '../../spec/vocabulary.ts';

export interface ExtensionGrant {
  readonly id: string;
  /** An absolute URI. Unique. */
  readonly grant_type: ExtensionGrantType;
  readonly name: string;
  /** What is asked. */
  readonly hook_uri: string;
  /** The public keys that its answers are signed with. */
  readonly jwks: ClientKeys;
  /** Whether whom it names counts as signed in, so that openid brings an ID token. */
  readonly signs_in?: boolean;
  readonly disabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
}
