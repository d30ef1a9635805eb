/** The introspection endpoint: whether a token is alive and what it stands for, for a client that proved who it is. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import { isGrantAllowed } from '../../directory/access-policy.ts';
import { findApplication } from '../../directory/applications.ts';
import { refreshLimits, refreshTokenEnds } from '../../directory/refresh-limits.ts';
import { authenticateClient } from '../authenticate-client.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { asksForJwt, signIntrospection } from '../introspection-jwt.ts';
import { isApplication, ownsToken } from '../owns-token.ts';
import { personalSubject, personIn } from '../personal-subject.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { runStep } from '../step.ts';
import { isNothingOf, stillRegistered } from '../still-registered.ts';
import { subjectIdentifier } from '../subject-identifier.ts';
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
    const body = token === undefined ? await describeRefreshToken(value, client, cx) : describe(token, client, cx);
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
  const { subject } = token;
  // Whoever asks may speak another dialect than the application does.
  const iss = token.iss ?? cx.urls.ownIssuer(subject.application);
  const [first = iss, ...others] = token.audience;
  const username = subject.kind === 'user' ? subject.user?.username : undefined;
  return {
    ...token.extra,
    active: true,
    scope: token.scope.join(' '),
    client_id: token.client_id,
    token_type: token.cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
    sub: token.sub,
    iss,
    aud: others.length === 0 ? first : token.audience,
    iat: token.iat,
    exp: token.exp,
    ...(token.format === 'jwt' ? { jti: token.id } : {}),
    ...(token.cnf === undefined ? {} : { cnf: { ...token.cnf } }),
    ...(token.authorization_details === undefined ? {} : { authorization_details: token.authorization_details }),
    // RFC 9470 §6.2: what an API needs to know before it asks for more.
    ...(subject.kind === 'user' ? { auth_time: subject.grant.auth_time, acr: subject.grant.acr } : {}),
    ...(own && username !== undefined ? { username } : {}),
    ...(subject.kind === 'user' && subject.grant.act !== undefined ? { act: subject.grant.act } : {}),
  };
}

async function describeRefreshToken(value: string, client: Client, cx: Context): Promise<JsonObject> {
  const token = await cx.store.collection('refresh_tokens').get(hashSecret(value));
  if (token === undefined || !isApplication(client, token.client_id)) return INACTIVE;
  if (token.consumed_at !== undefined) return INACTIVE;
  const grant = await cx.store.collection('grants').get(token.grant_id);
  const application = await findApplication(cx.store, token.client_id);
  if (grant === undefined || application === undefined) return INACTIVE;
  cx.trace?.join(grant.flow_id);
  const limits = await refreshLimits(cx.store, cx.settings, application, grant.audience);
  const exp = refreshTokenEnds(token, grant, limits);
  if (exp <= cx.now) return INACTIVE;
  const subject = await personalSubject(grant, application, cx);
  if (!isGrantAllowed(subject, token.scope, cx.now)) return INACTIVE;
  const left = await stillRegistered({ scope: token.scope, audience: grant.audience }, application, cx);
  if (isNothingOf(left, token)) return INACTIVE;
  return {
    active: true,
    scope: left.scope.join(' '),
    client_id: token.client_id,
    token_type: 'refresh_token',
    sub: subjectIdentifier(personIn(subject), application, cx),
    iss: cx.urls.ownIssuer(application),
    iat: token.issued_at,
    exp,
    ...(token.cnf === undefined ? {} : { cnf: { ...token.cnf } }),
  };
}
