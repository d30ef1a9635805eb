/** Of an application the registered metadata that it may lack: for whoever shows or exports all of it. */
import { OPTIONAL_METADATA, type OptionalMetadata } from '../spec/optional-metadata.ts';
import type { Application } from '../storage/records/directory.ts';
import { type Defined, pickDefined } from './defined-fields.ts';

type Optional = { [K in keyof Application]-?: object extends Pick<Application, K> ? K : never }[keyof Application];
/** Not the client's metadata: how it is told apart here, and what only this house knows of it. */
type Own =
  | 'slug'
  | 'registration'
  | 'owner_id'
  | 'entered_by'
  | 'access_token_signed_response_alg'
  | 'token_exchange_from'
  | 'token_exchange_audience'
  | 'token_exchange_impersonation'
  | 'access_token_lifetime_s'
  | 'id_token_lifetime_s'
  | 'refresh_token_lifetime_s'
  | 'refresh_token_idle_lifetime_s'
  | 'sign_up'
  | 'new_password_by_mail'
  | 'program_data';

/** The type holds it complete: a new optional field of an application belongs to that table or to `Own`. */
const METADATA: Readonly<Record<Exclude<Optional, Own>, true>> = Object.fromEntries(
  OPTIONAL_METADATA.map((name) => [name, true]),
) as Readonly<Record<OptionalMetadata, true>>;

/** What is there of it. */
export function optionalMetadata(application: Application): Defined<Pick<Application, OptionalMetadata>> {
  return pickDefined(application, METADATA);
}
