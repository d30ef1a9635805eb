/** What all of GitHub's REST answers have in common: headers that tell of the server and the token, and how they refuse. */
import type { LiveToken } from '../../engine/tokens/lookup.ts';
import type { Headers, JsonResponse } from '../../engine/wire.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';

/** Of GitHub Enterprise Server: what client libraries ask before they use a call that came with some version. */
export const ENTERPRISE_VERSION = '3.14.0';

const DOCUMENTATION = 'https://docs.github.com/rest';

/** By the first, programs tell GitHub Enterprise from GitHub. */
export const ENTERPRISE_HEADERS: Headers = {
  'X-GitHub-Enterprise-Version': ENTERPRISE_VERSION,
  'X-GitHub-Media-Type': 'github.v3; format=json',
};

export function answer(body: JsonObject | readonly Json[], headers: Headers = {}): JsonResponse {
  return { kind: 'json', status: 200, body, headers: { ...ENTERPRISE_HEADERS, ...headers } };
}

export function refuse(status: 400 | 401 | 404 | 422, message: string, headers: Headers = {}): JsonResponse {
  const body = { message, documentation_url: DOCUMENTATION, status: String(status) };
  return { kind: 'json', status, body, headers: { ...ENTERPRISE_HEADERS, ...headers } };
}

/** 401, in the words for nobody and in those for somebody who proved nothing. */
export function refuseNobody({ authorization }: { readonly authorization: string | undefined }): JsonResponse {
  return refuse(401, authorization === undefined ? 'Requires authentication' : 'Bad credentials');
}

/** What the token may do, and what the call asks for; the call takes any of `accepted`. */
export function scopeHeaders({ scope, client_id }: LiveToken, accepted: readonly string[]): Headers {
  return {
    'X-OAuth-Scopes': scope.join(', '),
    'X-Accepted-OAuth-Scopes': accepted.join(', '),
    'X-OAuth-Client-Id': client_id,
  };
}
