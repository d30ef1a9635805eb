/** Reads a JSON body as parameters, for endpoints that a dialect lets come so beside forms. */
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../admin/problem-error.ts';
import { isJsonObject } from '../spec/json-object.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import { type Params, paramsOf } from '../spec/params.ts';
import { readJson } from './read-json.ts';

export function isJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
}

/**
 * Texts as they are, numbers and flags as they are written, null as if it were not there. Throws invalid_request for lists
 * and objects, for a name that stands twice, and for what is no JSON; PeerGone when the body ends too early.
 */
export async function readJsonParams(request: IncomingMessage, query: string): Promise<Params> {
  if (query !== '')
    throw new OAuthError('invalid_request', 'the parameters of a POST belong in the body, none in the URL');
  const body = await readBody(request);
  if (!isJsonObject(body)) throw new OAuthError('invalid_request', 'the body must be a JSON object');
  const pairs = Object.entries(body).flatMap(([name, value]): [string, string][] => {
    if (value === null) return [];
    if (typeof value === 'string') return [[name, value]];
    if (typeof value === 'number' || typeof value === 'boolean') return [[name, String(value)]];
    throw new OAuthError('invalid_request', 'the members of the body must be texts, numbers or flags');
  });
  return paramsOf(pairs);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  try {
    return await readJson(request);
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    throw new OAuthError('invalid_request', 'the body is no acceptable JSON', {
      status: thrown.problem === 'too_large' ? 413 : 400,
    });
  }
}
