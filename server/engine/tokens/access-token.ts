/** Access tokens in both formats: a random value that is on record, or a JWT that carries everything itself. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import type { DialectName, JsonObject, SigningAlgorithm } from '../../spec/vocabulary.ts';
import type { AccessToken } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { personIn } from '../personal-subject.ts';
import { ownSubject, subjectIdentifier } from '../subject-identifier.ts';
import { usualForm } from '../token-form.ts';
import type { Authorization, Subject } from '../grants/grant.ts';

export interface MintedAccessToken {
  readonly value: string;
  /** What has to be on disk before the token is handed out; absent for a JWT. */
  readonly record?: AccessToken;
}

export function mintAccessToken(authorization: Authorization, cx: Context): Awaitable<MintedAccessToken> {
  const { format, alg } = authorization.token_form ?? usualForm(authorization, cx);
  return format === 'opaque' ? mintOpaque(authorization, cx) : mintJwt(authorization, alg, cx);
}

/** In seconds. */
export function lifetimeOf({ lifetime_s }: Pick<Authorization, 'lifetime_s'>, { settings }: Context): number {
  return Math.min(lifetime_s ?? settings.access_token_lifetime_s, settings.access_token_lifetime_s);
}

/** The client_id that a token is issued to; a service account that acts through no application stands for itself. */
function clientIdOf(subject: Subject): string {
  if (subject.kind !== 'service_account') return subject.application.client_id;
  return subject.application?.client_id ?? subject.account.username;
}

function mintOpaque(authorization: Authorization, cx: Context): MintedAccessToken {
  const value = cx.secrets.random();
  const { subject } = authorization;
  const record: AccessToken = {
    id: hashSecret(value),
    ...(subject.kind === 'user' ? { grant_id: subject.grant.id, user_id: subject.grant.user_id } : {}),
    ...(subject.kind === 'service_account' ? { service_account_id: subject.account.id, ...cameWith(subject) } : {}),
    client_id: clientIdOf(subject),
    scope: authorization.scope.join(' '),
    audience: authorization.audience,
    ...(authorization.cnf === undefined ? {} : { cnf: authorization.cnf }),
    ...detailsOf(authorization),
    ...(authorization.extra === undefined ? {} : { extra: authorization.extra }),
    issued_at: cx.now,
    expires_at: cx.now + lifetimeOf(authorization, cx),
  };
  return { value, record };
}

/**
 * RFC 9068 §2.2; `grant_id` and `app_password_id` are ours and tie the token to the authorization that can be revoked, and
 * to the app password that can be removed.
 */
async function mintJwt(authorization: Authorization, alg: SigningAlgorithm, cx: Context): Promise<MintedAccessToken> {
  const { subject } = authorization;
  const iss = cx.urls.issuer(subject.application);
  const [first = iss, ...others] = placesFor(authorization, cx);
  const value = await cx.keys.sign(
    { alg, typ: 'at+jwt' },
    {
      // First, so that nothing of it could take the place of what we say.
      ...ofItsDialect(authorization, cx),
      ...authorization.extra,
      ...(authorization.permissions === undefined ? {} : { permissions: authorization.permissions }),
      iss,
      sub: subjectIdOf(subject, cx),
      aud: others.length === 0 ? first : [first, ...others],
      client_id: clientIdOf(subject),
      scope: authorization.scope.join(' '),
      iat: cx.now,
      exp: cx.now + lifetimeOf(authorization, cx),
      jti: cx.secrets.random(),
      ...(authorization.cnf === undefined ? {} : { cnf: { ...authorization.cnf } }),
      ...detailsOf(authorization),
      ...(subject.kind === 'user' ? personClaims(subject.grant) : {}),
      ...(subject.kind === 'service_account' ? cameWith(subject) : {}),
    },
  );
  return { value };
}

/** The application's; of a service account that acts through none, the one that it speaks. */
function dialectOf({ application }: Subject, cx: Context): DialectName {
  return application?.dialect ?? cx.dialect;
}

function ofItsDialect({ subject, scope, grant_type, extra = {} }: Authorization, cx: Context): JsonObject {
  const claims = cx.traits[dialectOf(subject, cx)]?.access_token_claims;
  if (claims === undefined) return {};
  return claims({
    client_id: clientIdOf(subject),
    scope,
    extra,
    ...(grant_type === undefined ? {} : { grant_type }),
    ...(subject.kind === 'user' ? { grant_id: subject.grant.id } : {}),
  });
}

/** The APIs, and userinfo beside them where the dialect names it and the token opens it. */
function placesFor({ subject, scope, audience }: Authorization, cx: Context): readonly string[] {
  const named = cx.traits[dialectOf(subject, cx)]?.jwt_for === 'api' && audience.length > 0;
  const userinfo = cx.urls.endpoint('userinfo', subject.application);
  const opens = subject.kind === 'user' && scope.includes('openid');
  return named && opens && userinfo !== undefined ? [...audience, userinfo] : audience;
}

/** RFC 9396 §9.1 */
function detailsOf({ authorization_details }: Authorization) {
  return authorization_details === undefined ? {} : { authorization_details };
}

function cameWith({ app_password_id }: Subject & { readonly kind: 'service_account' }) {
  return app_password_id === undefined ? {} : { app_password_id };
}

function subjectIdOf(subject: Subject, cx: Context): string {
  switch (subject.kind) {
    case 'user':
      return subjectIdentifier(personIn(subject), subject.application, cx);
    case 'service_account':
      return subject.account.id;
    case 'application':
      return ownSubject(subject.application, cx);
  }
}

function personClaims(grant: {
  readonly id: string;
  readonly auth_time: number;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly act?: JsonObject;
}) {
  const { id, auth_time, acr, amr, act } = grant;
  return { grant_id: id, auth_time, acr, amr, ...(act === undefined ? {} : { act }) };
}
