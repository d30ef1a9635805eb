/** An application in front of the registration endpoint of a test's house. */
import type { EndpointMethod } from '../../server/engine/wire.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { paramsOf } from '../../server/spec/params.ts';
import type { Answer, House } from './house.ts';

export interface Call {
  readonly body?: unknown;
  readonly token?: string;
  readonly client_id?: string;
  readonly address?: string;
}

/** The endpoint's answer; the OAuthError's parts where it refuses. */
export async function callRegistration(house: House, method: EndpointMethod, call: Call = {}): Promise<Answer> {
  const { body, token, client_id, address } = call;
  const request = {
    method,
    params: paramsOf(client_id === undefined ? [] : [['client_id', client_id]]),
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    cookies: { session: undefined, browser: undefined },
    user_agent: 'a test',
    ...(body === undefined ? {} : { body }),
  };
  try {
    const answer = await house.engine.handle('register', request, await house.context('native', address));
    if (answer.kind === 'empty') return { status: answer.status, body: {}, headers: {} };
    if (answer.kind !== 'json') throw new Error(`unexpected ${answer.kind}`);
    return { status: answer.status, body: { ...answer.body }, headers: answer.headers ?? {} };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const refused = { error: error.code, error_description: error.description };
    return { status: error.status, body: refused, headers: error.headers };
  }
}
