/**
 * Says to which sign-in a request of the token endpoint belongs, before anybody has proved who they are: whoever watches
 * finds a wrong secret within the sign-in that it broke. Only reads, and does nothing while nobody watches.
 */
import { hashSecret } from '../directory/machine-secrets.ts';
import type { Params } from '../spec/params.ts';
import type { Context } from './context.ts';

/** By the code or the refresh token that the request names; where neither is known here, it stays a flow of its own. */
export async function joinFlow(params: Params, cx: Context): Promise<void> {
  if (cx.trace === undefined) return;
  const grant_id = await grantNamedIn(params, cx);
  const grant = grant_id === undefined ? undefined : await cx.store.collection('grants').get(grant_id);
  if (grant !== undefined) cx.trace.join(grant.flow_id);
}

async function grantNamedIn(params: Params, { store }: Context): Promise<string | undefined> {
  const code = params.get('code');
  if (code !== undefined) return (await store.collection('authorization_codes').get(hashSecret(code)))?.grant_id;
  const token = params.get('refresh_token');
  if (token === undefined) return undefined;
  return (await store.collection('refresh_tokens').get(hashSecret(token)))?.grant_id;
}
