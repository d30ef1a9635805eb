/** The device authorization endpoint: a device without a browser of its own gets a code for a person to type elsewhere. */
import { takeAttempts } from '../../directory/attempts.ts';
import { isUnchecked } from '../../directory/registered-by.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { DEVICE_CODE_GRANT } from '../../spec/vocabulary.ts';
import { applicationOf } from '../application-of.ts';
import { authenticateClient } from '../authenticate-client.ts';
import { CHECKS } from '../authorize/checks/index.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import { nameOfClient } from '../count-refusals.ts';
import { createDeviceCode, DEVICE_CODE_LIFETIME_S, FIRST_INTERVAL_S } from '../device/device-code.ts';
import type { Endpoint } from '../endpoint.ts';
import { narrowDetails } from '../narrow-details.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { openAudiences } from '../open-apis.ts';
import { resolveAudience } from '../resolve-audience.ts';
import { askedScopeForAudience } from '../scope-for-audience.ts';
import { runStep } from '../step.ts';
import type { EndpointRequest, JsonResponse } from '../wire.ts';

/** One network may begin as often as a client may fail from it, and all networks together this many times as often. */
const HOUSE_SHARE = 10;

export const deviceAuthorization: Endpoint = {
  name: 'device-authorization',
  spec: 'RFC 8628 §3.1',
  methods: ['POST'],
  audience: 'application',
  cors: false,
  async run(request, cx) {
    refuseRepeated(request.params);
    const client = await authenticateClient(request, cx);
    try {
      return await begin(client, request, cx);
    } catch (error) {
      if (error instanceof OAuthError) {
        cx.counts.add('token.turned_away', nameOfClient(client), error.code, cx.address);
      }
      throw error;
    }
  },
};

/** Throws unauthorized_client, invalid_scope, invalid_target, invalid_authorization_details, temporarily_unavailable. RFC 8628 §3.2 */
async function begin(client: Client, { params }: EndpointRequest, cx: Context): Promise<JsonResponse> {
  const application = applicationOf(client);
  if (!application.grant_types.includes(DEVICE_CODE_GRANT)) {
    throw new OAuthError('unauthorized_client', `this client is not registered for the grant ${DEVICE_CODE_GRANT}`);
  }
  // Whoever registers under a well-known name could have people let them in by a code, without an address that gives them away.
  if (isUnchecked(application)) {
    throw new OAuthError('unauthorized_client', 'an admin has to approve this client before it may begin on a device');
  }
  const page = cx.urls.endpoint('device-verification', application);
  if (page === undefined) throw new Error('the page of user codes is nowhere');
  // The page where a code is typed shows no acts.
  narrowDetails(params);
  const asked = await runStep(CHECKS.scope, { params, application, carries: ['code'] as const }, cx);
  const audience = await resolveAudience(params, client, asked, cx, await openAudiences(params, cx));
  const scope = await askedScopeForAudience(asked, audience, params, cx);
  await refuseFlood(client, cx);
  const { device_code, user_code } = await createDeviceCode({ scope, audience }, application, cx);
  return {
    kind: 'json',
    status: 200,
    body: {
      device_code,
      user_code,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${user_code}`,
      expires_in: DEVICE_CODE_LIFETIME_S,
      interval: FIRST_INTERVAL_S,
    },
  };
}

/** Each code is kept until it runs out, and a client without a secret is anybody, or one that registered itself. */
async function refuseFlood(client: Client, cx: Context): Promise<void> {
  const limit = cx.settings.client_attempts_per_minute;
  const anybody =
    client.kind === 'application' && (client.method === 'none' || client.application.registration !== undefined);
  const counters = [
    [`device-authorization ${networkOf(cx.address)}`, limit] as const,
    ...(anybody ? [['device-authorization', limit * HOUSE_SHARE] as const] : []),
  ];
  const taken = await takeAttempts(cx.store, counters, cx.now);
  if (taken.allowed) return;
  throw new OAuthError('temporarily_unavailable', 'too many devices began at once', {
    status: 429,
    headers: { 'Retry-After': String(taken.retry_after_s) },
  });
}
