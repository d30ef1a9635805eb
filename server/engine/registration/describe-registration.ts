/** A registered application as client metadata: what it said, what it was given, and where it finds itself again. */
import { definedFields } from '../../directory/defined-fields.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { METADATA_NAMES } from './client-metadata.ts';

export interface Issued {
  /** In clear; only where it was made just now. */
  readonly client_secret?: string | undefined;
  readonly registration_access_token: string;
}

/** RFC 7591 §3.2.1, RFC 7592 §3 */
export function describeRegistration(
  application: Application,
  { client_secret, registration_access_token }: Issued,
  cx: Context,
): JsonObject {
  const metadata = Object.fromEntries(METADATA_NAMES.map((name) => [name, application[name] as Json | undefined]));
  return {
    client_id: application.client_id,
    client_id_issued_at: application.created_at,
    // Never: it ends when it is replaced. Required beside a secret.
    ...(client_secret === undefined ? {} : { client_secret, client_secret_expires_at: 0 }),
    registration_access_token,
    registration_client_uri: `${cx.urls.endpoint('register') ?? ''}?${new URLSearchParams({ client_id: application.client_id }).toString()}`,
    ...definedFields(metadata),
  };
}
