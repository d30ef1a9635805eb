/** The clients of a plan's variant: those that the office knows, or clients that register themselves as the plans do it. */
import type { ResponseType } from '../../../server/spec/vocabulary.ts';
import type { ClientRegistration } from './plans.ts';
import { CALLBACK, CLIENT, type Credentials, GOODBYE, LOGOUT_PATH, OTHER_CLIENT, type Provider } from './provider.ts';

export interface Clients {
  readonly client: Credentials;
  /** Another one, to which nothing of the first may be of any use. */
  readonly other: Credentials;
}

export async function clientsFor(
  client_registration: ClientRegistration,
  provider: Provider,
  response_types: readonly ResponseType[],
): Promise<Clients> {
  if (client_registration === 'static_client') return { client: CLIENT, other: OTHER_CLIENT };
  return {
    client: await registerClient(provider, response_types),
    other: await registerClient(provider, response_types),
  };
}

/** With everything that the plans ask for. Throws with the answer where it is refused. */
export async function registerClient(
  { metadata, backchannel }: Provider,
  response_types: readonly ResponseType[],
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Credentials> {
  const inFront = response_types.some((response_type) => response_type !== 'code');
  const asked = {
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: [GOODBYE],
    backchannel_logout_uri: `${backchannel.origin}${LOGOUT_PATH}`,
    backchannel_logout_session_required: true,
    response_types,
    grant_types: ['authorization_code', 'refresh_token', ...(inFront ? ['implicit'] : [])],
    token_endpoint_auth_method: 'client_secret_basic',
    client_name: 'A client that registered itself',
    ...changes,
  };
  const response = await fetch(String(metadata['registration_endpoint']), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  const { client_id, client_secret, ...echoed } = body;
  if (response.status !== 201 || typeof client_id !== 'string' || typeof client_secret !== 'string') {
    throw new Error(`not registered: ${response.status} ${JSON.stringify(body)}`);
  }
  for (const [name, value] of Object.entries(asked)) {
    if (JSON.stringify(echoed[name]) !== JSON.stringify(value)) throw new Error(`${name} was registered differently`);
  }
  return { client_id, client_secret };
}
