/** How Ory spells requests and answers where that differs from the standards' own way. */
import type { EndpointResponse, JsonResponse } from '../../engine/wire.ts';
import { paramsOf, type Params } from '../../spec/params.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';

/** `offline` is offline_access, and audiences are parted by spaces. A scope that came twice stays so, to be refused. */
export function readRequest(params: Params): Params {
  const read = params.has('audience') ? partAudiences(params) : params;
  const scope = params.get('scope');
  if (scope === undefined || params.repeated.includes('scope')) return read;
  const names = scope.split(' ').map((name) => (name === 'offline' ? 'offline_access' : name));
  return read.with({ scope: [...new Set(names)].join(' ') });
}

function partAudiences(params: Params): Params {
  return paramsOf(
    [...params.entries()].flatMap(([name, value]): (readonly [string, string])[] =>
      name === 'audience' ? value.split(' ').map((each) => [name, each]) : [[name, value]],
    ),
  );
}

/** Go's client and others compare `bearer` with nothing; `scope` stands there always. */
export function spellTokens(answer: EndpointResponse): EndpointResponse {
  if (answer.kind !== 'json' || !isMembers(answer.body)) return answer;
  const { token_type = '', scope = '', ...others } = answer.body;
  return { ...answer, body: { ...others, scope, token_type: token_type === 'DPoP' ? token_type : 'bearer' } };
}

/** A registration is found again by its path. RFC 7592 §3 leaves the address open. */
export function spellRegistration(answer: EndpointResponse): EndpointResponse {
  if (answer.kind !== 'json' || !isMembers(answer.body)) return answer;
  const { client_id, registration_client_uri } = answer.body;
  if (typeof client_id !== 'string' || typeof registration_client_uri !== 'string') return answer;
  const [address = ''] = registration_client_uri.split('?');
  const own = `${address}/${encodeURIComponent(client_id)}`;
  return { ...answer, body: { ...answer.body, registration_client_uri: own } };
}

/** All that Lanyard says of itself, with Ory's other name of a scope and its two lists of what people are told by. */
export function spellDiscovery(answer: EndpointResponse): EndpointResponse {
  if (answer.kind !== 'document') return answer;
  const ours: Readonly<Record<string, unknown>> = { ...answer.body };
  return {
    ...answer,
    body: {
      ...ours,
      scopes_supported: [...listOf(ours['scopes_supported']), 'offline'],
      id_token_signed_response_alg: listOf(ours['id_token_signing_alg_values_supported']),
      userinfo_signed_response_alg: listOf(ours['userinfo_signing_alg_values_supported']),
    },
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isMembers(body: JsonResponse['body']): body is JsonObject {
  return !Array.isArray(body);
}
