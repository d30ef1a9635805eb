/** What a token that is alive stands for, as introspection tells it. Who may be told is the callers'. RFC 7662 §2.2 */
import { isGrantAllowed } from '../directory/access-policy.ts';
import { findApplication } from '../directory/applications.ts';
import { hashSecret } from '../directory/machine-secrets.ts';
import { refreshLimits, refreshTokenEnds } from '../directory/refresh-limits.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Context } from './context.ts';
import { personalSubject, personIn } from './personal-subject.ts';
import { isNothingOf, stillRegistered } from './still-registered.ts';
import { subjectIdentifier } from './subject-identifier.ts';
import type { LiveToken } from './tokens/lookup.ts';

/** `named`: with the person's username. What a hook put into the token is left to the caller. */
export function describeAccessToken(token: LiveToken, { named }: { readonly named: boolean }, cx: Context): JsonObject {
  const { subject } = token;
  const iss = cx.urls.issuer(subject.application);
  const [first = iss, ...others] = token.audience;
  const username = subject.kind === 'user' ? subject.user?.username : undefined;
  return {
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
    ...(named && username !== undefined ? { username } : {}),
    ...(subject.kind === 'user' && subject.grant.act !== undefined ? { act: subject.grant.act } : {}),
  };
}

/** Undefined for what is no refresh token, none of an application that `mayBe` names, or can't be used any more. */
export async function describeRefreshToken(
  value: string,
  mayBe: (client_id: string) => boolean,
  cx: Context,
): Promise<JsonObject | undefined> {
  const token = await cx.store.collection('refresh_tokens').get(hashSecret(value));
  if (token === undefined || !mayBe(token.client_id)) return undefined;
  if (token.consumed_at !== undefined) return undefined;
  const grant = await cx.store.collection('grants').get(token.grant_id);
  const application = await findApplication(cx.store, token.client_id);
  if (grant === undefined || application === undefined) return undefined;
  cx.trace?.join(grant.flow_id);
  const limits = await refreshLimits(cx.store, cx.settings, application, grant.audience);
  const exp = refreshTokenEnds(token, grant, limits);
  if (exp <= cx.now) return undefined;
  const subject = await personalSubject(grant, application, cx);
  if (!isGrantAllowed(subject, token.scope, cx.now)) return undefined;
  const left = await stillRegistered({ scope: token.scope, audience: grant.audience }, application, cx);
  if (isNothingOf(left, token)) return undefined;
  return {
    active: true,
    scope: left.scope.join(' '),
    client_id: token.client_id,
    token_type: 'refresh_token',
    sub: subjectIdentifier(personIn(subject), application, cx),
    iss: cx.urls.issuer(application),
    iat: token.issued_at,
    exp,
    ...(token.cnf === undefined ? {} : { cnf: { ...token.cnf } }),
  };
}
