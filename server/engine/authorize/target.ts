/** Where an answer may go, once application and address are certain. RFC 6749 §4.1.2.1 */
import type { Params } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';

export interface Target {
  readonly application: Application;
  readonly redirect_uri: string;
  /** Whether the request named it, or the one that was taken is registered. */
  readonly redirect_uri_sent: boolean;
  readonly params: Params;
}
