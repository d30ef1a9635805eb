/** A client that registers itself, as the plans do it where client_registration is dynamic_client. */
import { CALLBACK, type Credentials, GOODBYE, LOGOUT_PATH, type Provider } from './provider.ts';

/** With everything that the plans of logout ask for. Throws where it is refused. */
export async function registerClient({ metadata, backchannel }: Provider): Promise<Credentials> {
  const asked = {
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: [GOODBYE],
    backchannel_logout_uri: `${backchannel.origin}${LOGOUT_PATH}`,
    backchannel_logout_session_required: true,
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
    client_name: 'A client that registered itself',
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
