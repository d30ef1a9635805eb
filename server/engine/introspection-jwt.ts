/** An introspection answer as a JWT, for whoever has to show later what it was told. */
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Client } from './client-auth/client-auth.ts';
import { encryptionOf } from './client-encryption.ts';
import { nameOfClient } from './count-refusals.ts';
import type { Step } from './step.ts';
import type { EndpointRequest, TextResponse } from './wire.ts';

const MEDIA = 'token-introspection+jwt';

export interface Introspected {
  readonly body: JsonObject;
  readonly client: Client;
}

/** Whether the caller asks for a JWT. One that proved nothing gets none: it could be anybody. RFC 9701 §4 */
export function asksForJwt({ accept = '' }: EndpointRequest, client: Client): boolean {
  const proved = client.kind === 'service_account' || client.method !== 'none';
  return proved && accept.toLowerCase().includes(`application/${MEDIA}`);
}

/** Without `sub` and `exp`, and with a type of its own, so that it can't pass for an access token. RFC 9701 §5, §8.1. Throws invalid_request where it can't be encrypted. */
export const signIntrospection: Step<Introspected, TextResponse> = {
  name: 'token_introspection',
  spec: 'RFC 9701 §5',
  async run({ body, client }, cx) {
    const alg = client.application?.introspection_signed_response_alg ?? 'RS256';
    const about = { iss: cx.urls.issuer(client.application), aud: nameOfClient(client), iat: cx.now };
    const { application } = client;
    const encrypt = application === undefined ? undefined : await encryptionOf('introspection', application, cx);
    const signed = await cx.keys.sign({ alg, typ: MEDIA }, { ...about, token_introspection: body });
    const jwt = encrypt === undefined ? signed : await encrypt(signed, 'JWT');
    return { kind: 'text', status: 200, content_type: `application/${MEDIA}`, body: jwt };
  },
};
