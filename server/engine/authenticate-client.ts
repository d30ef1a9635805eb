/** Who calls the back channel: exactly one authentication method, proved, with guessing slowed down. */
import { peekAttempts, takeAttempt } from '../directory/attempts.ts';
import { networkOf } from '../spec/network.ts';
import { readBasicCredentials } from '../spec/basic-credentials.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Caller, Calling, Client, ClientAuthMethod } from './client-auth/client-auth.ts';
import { CLIENT_AUTH_METHODS } from './client-auth/index.ts';
import type { Context } from './context.ts';
import { countFailedAuthentication } from './count-refusals.ts';
import { runStep } from './step.ts';
import type { EndpointRequest } from './wire.ts';

/**
 * Throws invalid_request for two methods at once, invalid_client for none or a wrong one; the same answer whether the
 * client or its secret is unknown. Nothing that the request would consume has been touched by then. RFC 6749 §2.3
 */
export async function authenticateClient(request: EndpointRequest, cx: Context): Promise<Client> {
  const caller = await authenticate({ request, basic: readBasicCredentials(request.authorization) }, cx);
  if (caller.kind !== 'person') return caller;
  throw new Error('a person came where no programs of people may');
}

/** The same at the token endpoint, where programs of people come too. */
export function authenticateCaller(request: EndpointRequest, cx: Context): Promise<Caller> {
  const username_counts = cx.traits[cx.dialect]?.username_names_somebody === true;
  return authenticate(
    { request, basic: readBasicCredentials(request.authorization), people: true, username_counts },
    cx,
  );
}

async function authenticate(calling: Calling, cx: Context): Promise<Caller> {
  const method = chooseMethod(calling);
  const attempts = `client ${method.claimed(calling).slice(0, 200)} ${networkOf(cx.address)}`;
  const limit = cx.settings.client_attempts_per_minute;
  const before = await peekAttempts(cx.store, attempts, limit, cx.now);
  if (!before.allowed) return refuseForNow(before.retry_after_s, calling, cx);
  const client = await runStep(method, calling, cx);
  if (client !== undefined && client.kind !== 'nobody') {
    refuseOtherMethod(client, calling.request, cx);
    return client;
  }
  const taken = await takeAttempt(cx.store, attempts, limit, cx.now);
  if (!taken.allowed) return refuseForNow(taken.retry_after_s, calling, cx);
  await countFailedAuthentication(calling, client?.because ?? 'wrong credentials', cx);
  throw invalidClient(
    calling.request,
    `${method.name} did not prove who is calling${client === undefined ? '' : `: ${client.why}`}`,
  );
}

function chooseMethod(calling: Calling): ClientAuthMethod {
  const { request, basic } = calling;
  const [method, second] = CLIENT_AUTH_METHODS.filter((row) => row.presented(calling));
  if (second !== undefined) {
    throw new OAuthError('invalid_request', 'the client authenticated in two ways at once; exactly one is expected');
  }
  if (method === undefined) throw invalidClient(request, 'no client authentication that is known here was sent');
  const named = request.params.get('client_id');
  if (named !== undefined && basic?.some(({ client_id }) => client_id === named) === false) {
    throw new OAuthError('invalid_request', 'client_id in the body and in the Authorization header differ');
  }
  return method;
}

/** Who proved to be this client may be told by which method it has to. */
function refuseOtherMethod(client: Caller, request: EndpointRequest, { traits }: Context): void {
  if (client.kind !== 'application') return;
  const { application, method } = client;
  const registered = application.token_endpoint_auth_method;
  if (traits[application.dialect]?.client_auth !== 'registered' || method === registered) return;
  throw invalidClient(
    request,
    `it came by ${method}`,
    `this client is registered for ${registered}, and came by ${method}`,
  );
}

function invalidClient(
  request: EndpointRequest,
  hint: string,
  description = 'client authentication failed',
): OAuthError {
  const headers =
    request.authorization === undefined ? {} : { 'WWW-Authenticate': 'Basic realm="Lanyard", charset="UTF-8"' };
  return new OAuthError('invalid_client', description, { hint, headers });
}

async function refuseForNow(retry_after_s: number, calling: Calling, cx: Context): Promise<never> {
  await countFailedAuthentication(calling, 'too many attempts', cx);
  throw new OAuthError('temporarily_unavailable', 'too many failed client authentications', {
    status: 429,
    headers: { 'Retry-After': String(retry_after_s) },
  });
}
