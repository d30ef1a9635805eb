/**
 * Says to which sign-in a request of the token endpoint belongs, before anybody has proved who they are: whoever watches
 * finds a wrong secret within the sign-in that it broke. Only reads.
 */
import { hashSecret } from '../directory/machine-secrets.ts';
import type { Params } from '../spec/params.ts';
import type { Trace } from '../trace/trace.ts';
import type { Context } from './context.ts';

/** By the code or the refresh token that the request names; where neither is known here, it stays a flow of its own. */
export async function joinFlow(params: Params, trace: Trace, cx: Context): Promise<void> {
  const flow_id = await flowNamedIn(params, cx);
  if (flow_id !== undefined) trace.join(flow_id);
}

async function flowNamedIn(params: Params, { store }: Context): Promise<string | undefined> {
  const device_code = params.get('device_code');
  if (device_code !== undefined) return (await store.collection('device_codes').get(hashSecret(device_code)))?.flow_id;
  const grant_id = await grantNamedIn(params, store);
  return grant_id === undefined ? undefined : (await store.collection('grants').get(grant_id))?.flow_id;
}

async function grantNamedIn(params: Params, store: Context['store']): Promise<string | undefined> {
  const code = params.get('code');
  if (code !== undefined) return (await store.collection('authorization_codes').get(hashSecret(code)))?.grant_id;
  const token = params.get('refresh_token');
  if (token === undefined) return undefined;
  return (await store.collection('refresh_tokens').get(hashSecret(token)))?.grant_id;
}
