/** What can be written in a configuration document is what the tables can do: a row without its word, or a word without its row, fails here. */
import { expect, test } from 'vitest';
import { configurationJsonSchema } from '../../server/contract/configuration.ts';
import { DIALECTS } from '../../server/dialects/index.ts';
import { CLIENT_AUTH_METHODS } from '../../server/engine/client-auth/index.ts';
import { GRANTS } from '../../server/engine/grants/index.ts';
import { RESPONSE_TYPES } from '../../server/engine/response-types/index.ts';
import { ALGORITHM_NAMES, DECRYPTION } from '../../server/keys/algorithms.ts';
import { CONTENT_ENCRYPTIONS, KEY_ENCRYPTIONS } from '../../server/keys/encrypt-for-client.ts';
import { CLIENT_SIGNING_ALGORITHMS } from '../../server/keys/verify-by-client.ts';

test.each([
  { field: 'dialect', rows: DIALECTS.map((row) => row.name) },
  {
    field: 'grant_types',
    rows: [...GRANTS.map((row) => row.grant_type), ...RESPONSE_TYPES.flatMap((row) => row.grant_types)],
  },
  { field: 'response_types', rows: RESPONSE_TYPES.map((row) => row.response_type) },
  { field: 'token_endpoint_auth_method', rows: CLIENT_AUTH_METHODS.flatMap((row) => row.advertised ?? []) },
  { field: 'access_token_signed_response_alg', rows: ALGORITHM_NAMES },
  { field: 'id_token_signed_response_alg', rows: ALGORITHM_NAMES },
  { field: 'userinfo_signed_response_alg', rows: ALGORITHM_NAMES },
  { field: 'request_object_signing_alg', rows: CLIENT_SIGNING_ALGORITHMS },
  { field: 'request_object_encryption_alg', rows: [DECRYPTION] },
  { field: 'request_object_encryption_enc', rows: CONTENT_ENCRYPTIONS },
  { field: 'id_token_encrypted_response_alg', rows: KEY_ENCRYPTIONS },
  { field: 'id_token_encrypted_response_enc', rows: CONTENT_ENCRYPTIONS },
  { field: 'userinfo_encrypted_response_alg', rows: KEY_ENCRYPTIONS },
  { field: 'userinfo_encrypted_response_enc', rows: CONTENT_ENCRYPTIONS },
  { field: 'authorization_encrypted_response_alg', rows: KEY_ENCRYPTIONS },
  { field: 'authorization_encrypted_response_enc', rows: CONTENT_ENCRYPTIONS },
  { field: 'introspection_encrypted_response_alg', rows: KEY_ENCRYPTIONS },
  { field: 'introspection_encrypted_response_enc', rows: CONTENT_ENCRYPTIONS },
  { field: 'token_endpoint_auth_signing_alg', rows: [...CLIENT_SIGNING_ALGORITHMS, 'HS256'] },
])('$field of an application takes the words of its table and no other', ({ field, rows }) => {
  expect(new Set(wordsOf(field))).toEqual(new Set<string>(rows));
});

/** The words of a field of an application, or of each of its items, in the published schema. */
function wordsOf(field: string): readonly string[] {
  const schema = configurationJsonSchema() as unknown as PublishedSchema;
  const published = schema.properties.applications.items.properties[field];
  const { items } = published ?? {};
  // Beside the words of the table there are names that an office gives.
  return published?.enum ?? items?.enum ?? items?.anyOf?.[0]?.enum ?? [];
}

interface Field {
  readonly enum?: readonly string[];
  readonly items?: {
    readonly enum?: readonly string[];
    readonly anyOf?: readonly { readonly enum?: readonly string[] }[];
  };
}

interface PublishedSchema {
  readonly properties: {
    readonly applications: { readonly items: { readonly properties: Readonly<Record<string, Field>> } };
  };
}
