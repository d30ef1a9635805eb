/** How Auth0's calls beside the protocol are asked and refused: JSON in, and an error with its sentence out. */
import { ProblemError } from '../../admin/problem-error.ts';
import { PROBLEMS } from '../../contract/admin/problem.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { JsonResponse } from '../../engine/wire.ts';
import type { FacadeRequest } from '../facade.ts';

/** Members of the body that are text; others are nobody's concern here. Throws OAuthError invalid_request for what is no JSON. */
export async function fieldsOf(request: FacadeRequest): Promise<ReadonlyMap<string, string>> {
  return textsIn(await bodyOf(request));
}

/**
 * Empty where it is JSON and no object. Throws OAuthError invalid_request for what is no JSON: anybody can send what nobody can
 * read, and that is a refusal like any other.
 */
export async function bodyOf(request: FacadeRequest): Promise<JsonObject> {
  try {
    const body = await request.json();
    return isJsonObject(body) ? body : {};
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    const { status } = PROBLEMS[thrown.problem];
    throw new OAuthError('invalid_request', 'the body is no acceptable JSON', { status });
  }
}

export function textsIn(body: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(body).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );
}

export function refuse(status: number, error: string, error_description: string): JsonResponse {
  return { kind: 'json', status, body: { error, error_description } };
}

export function tooMany(retry_after_s: number): JsonResponse {
  const headers = { 'Retry-After': String(retry_after_s) };
  return { ...refuse(429, 'too_many_attempts', 'Too many attempts. Try again later.'), headers };
}
