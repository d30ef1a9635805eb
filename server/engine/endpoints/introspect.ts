/** The introspection endpoint: whether a token is alive and what it stands for, for a client that proved who it is. */
import { OAuthError } from '../../spec/oauth-error.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import { authenticateClient } from '../authenticate-client.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import { describeAccessToken, describeRefreshToken } from '../describe-token.ts';
import type { Endpoint } from '../endpoint.ts';
import { asksForJwt, signIntrospection } from '../introspection-jwt.ts';
import { isApplication, ownsToken } from '../owns-token.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { runStep } from '../step.ts';
import { findLiveToken, type LiveToken } from '../tokens/lookup.ts';

const INACTIVE: JsonObject = Object.freeze({ active: false });

export const introspect: Endpoint = {
  name: 'introspect',
  spec: 'RFC 7662 §2',
  methods: ['POST'],
  audience: 'application',
  cors: false,
  async run(request, cx) {
    refuseRepeated(request.params);
    const client = await authenticateClient(request, cx);
    const value = request.params.get('token');
    if (value === undefined) throw new OAuthError('invalid_request', 'token is missing');
    const token = await findLiveToken(value, cx);
    const body = token === undefined ? await ownRefreshToken(value, client, cx) : describe(token, client, cx);
    if (asksForJwt(request, client)) return runStep(signIntrospection, { body, client }, cx);
    return { kind: 'json', status: 200, body };
  },
};

/**
 * A client without a secret learns about its own tokens alone; any other learns about every access token, as a resource
 * server must, but a person's username only of its own. RFC 7662 §2.2, §4
 */
function describe(token: LiveToken, client: Client, cx: Context): JsonObject {
  const own = ownsToken(client, token) || token.audience.some((audience) => isApplication(client, audience));
  if (!own && client.kind === 'application' && client.method === 'none') return INACTIVE;
  return { ...token.extra, ...describeAccessToken(token, { named: own }, cx) };
}

async function ownRefreshToken(value: string, client: Client, cx: Context): Promise<JsonObject> {
  return (await describeRefreshToken(value, (client_id) => isApplication(client, client_id), cx)) ?? INACTIVE;
}
