/** The JSON body of a request to a protocol endpoint, read as strictly as the admin API's and refused in the words of OAuth. */
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../admin/problem-error.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import { readJson } from './read-json.ts';

const STATUS: Readonly<Record<string, number>> = { too_large: 413, unsupported_media_type: 415 };

/** Undefined where there is no body. Throws invalid_client_metadata; PeerGone when the body ends too early. */
export async function readJsonRequest(request: IncomingMessage): Promise<unknown> {
  try {
    return await readJson(request);
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    const { detail, errors = [] } = thrown.details;
    const [first] = errors;
    const why = detail ?? (first === undefined ? 'the body is not acceptable' : `${first.pointer} ${first.detail}`);
    throw new OAuthError('invalid_client_metadata', why, { status: STATUS[thrown.problem] ?? 400 });
  }
}
