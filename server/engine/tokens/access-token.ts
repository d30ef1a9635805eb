/** Access tokens in both formats: a random value that is on record, or a JWT that carries everything itself. */
import { claimsForScopes, scopeOfClaim } from '../../directory/claims.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import { isRegisteredClaim } from '../../spec/registered-claims.ts';
import type { DialectName, JsonObject, SigningAlgorithm } from '../../spec/vocabulary.ts';
import type { AccessToken } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { mappedClaims } from '../mapped-claims.ts';
import { personIn } from '../personal-subject.ts';
import { ownSubject, subjectIdentifier } from '../subject-identifier.ts';
import { usualForm } from '../token-form.ts';
import type { Authorization, Subject } from '../grants/grant.ts';
import { prefixed } from './prefixed.ts';

export interface MintedAccessToken {
  readonly value: string;
  /** What has to be on disk before the token is handed out; absent for a JWT. */
  readonly record?: AccessToken;
}

export function mintAccessToken(authorization: Authorization, cx: Context): Awaitable<MintedAccessToken> {
  const { format, alg } = authorization.token_form ?? usualForm(authorization, cx);
  return format === 'opaque' ? mintOpaque(authorization, cx) : mintJwt(authorization, alg, cx);
}

/** In seconds: the shortest of what the office, the application and the authorization itself say. */
export function lifetimeOf(
  { lifetime_s, subject }: Pick<Authorization, 'lifetime_s' | 'subject'>,
  { settings }: Context,
): number {
  const most = settings.access_token_lifetime_s;
  return Math.min(most, lifetime_s ?? most, subject.application?.access_token_lifetime_s ?? most);
}

/** The client_id that a token is issued to; a service account that acts through no application stands for itself. */
function clientIdOf(subject: Subject): string {
  if (subject.kind !== 'service_account') return subject.application.client_id;
  return subject.application?.client_id ?? subject.account.username;
}

function mintOpaque(authorization: Authorization, cx: Context): MintedAccessToken {
  const { subject } = authorization;
  const value = prefixed('access_token', cx.secrets.random(), dialectOf(subject, cx), cx);
  const record: AccessToken = {
    id: hashSecret(value),
    ...(subject.kind === 'user' ? { grant_id: subject.grant.id, user_id: subject.grant.user_id } : {}),
    ...(subject.kind === 'service_account' ? { service_account_id: subject.account.id, ...cameWith(subject) } : {}),
    client_id: clientIdOf(subject),
    scope: authorization.scope.join(' '),
    audience: authorization.audience,
    ...(authorization.cnf === undefined ? {} : { cnf: authorization.cnf }),
    ...detailsOf(authorization),
    ...extraOf(authorization),
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
  const jti = cx.secrets.random();
  const value = await cx.keys.sign(
    { alg, typ: 'at+jwt' },
    {
      // First, so that nothing of it could take the place of what we say.
      ...ofItsDialect(authorization, cx),
      ...(namesAlong(subject, cx) ? await identityIn(authorization, jti, cx) : {}),
      ...extraOf(authorization).extra,
      ...(authorization.permissions === undefined ? {} : { permissions: authorization.permissions }),
      iss,
      sub: subjectIdOf(subject, cx),
      aud: others.length === 0 ? first : [first, ...others],
      client_id: clientIdOf(subject),
      scope: authorization.scope.join(' '),
      iat: cx.now,
      exp: cx.now + lifetimeOf(authorization, cx),
      jti,
      ...(authorization.cnf === undefined ? {} : { cnf: { ...authorization.cnf } }),
      ...detailsOf(authorization),
      ...(subject.kind === 'user' ? personClaims(subject.grant) : {}),
      ...(subject.kind === 'service_account' ? cameWith(subject) : {}),
    },
  );
  return { value };
}

/** What a hook had put into it, and what a sign-in program gave along, so far as no API takes it for something else. */
function extraOf({ subject, extra }: Authorization): Pick<AccessToken, 'extra'> {
  const given = givenBy(subject);
  if (given === undefined) return extra === undefined ? NOTHING : { extra };
  const harmless = Object.entries(given).filter(([name]) => !isRegisteredClaim(name));
  return extra === undefined && harmless.length === 0
    ? NOTHING
    : { extra: { ...Object.fromEntries(harmless), ...extra } };
}

const NOTHING = {};

function givenBy(subject: Subject): JsonObject | undefined {
  return subject.kind === 'user' ? subject.grant.session_claims?.access_token : undefined;
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
    extra: { ...extra, ...givenBy(subject) },
    ...(grant_type === undefined ? {} : { grant_type }),
    ...(subject.kind === 'user' ? { grant_id: subject.grant.id } : {}),
  });
}

/** The APIs, and userinfo beside them where the dialect names it and the token opens it. */
function placesFor({ subject, scope, audience }: Authorization, cx: Context): readonly string[] {
  if (subject.kind !== 'user' || audience.length === 0 || !scope.includes('openid')) return audience;
  if (cx.traits[dialectOf(subject, cx)]?.jwt_for !== 'api') return audience;
  const userinfo = cx.urls.endpoint('userinfo', subject.application);
  return userinfo === undefined ? audience : [...audience, userinfo];
}

function namesAlong(subject: Subject, cx: Context): boolean {
  return cx.traits[dialectOf(subject, cx)]?.access_token_identity === true;
}

/** What APIs of some products read there. By `typ` and `aud` it stays an access token. */
async function identityIn({ subject, scope }: Authorization, uid: string, cx: Context): Promise<JsonObject> {
  return { ...(await namesOf(subject, scope, cx)), azp: clientIdOf(subject), uid };
}

async function namesOf(subject: Subject, scope: readonly string[], cx: Context): Promise<JsonObject> {
  switch (subject.kind) {
    case 'user': {
      const { user, application } = subject;
      if (user === undefined) return {};
      const shown = claimsForScopes(user, scope, await mappedClaims(application, scope, cx));
      return Object.fromEntries(Object.entries(shown).filter(([claim]) => isAboutPerson(claim)));
    }
    case 'service_account': {
      const { username, name, groups } = subject.account;
      return { preferred_username: username, name, groups };
    }
    case 'application':
      return {};
  }
}

/** An office may map a scope to any name; in a token by which APIs let somebody in, none may look like a right. */
function isAboutPerson(claim: string): boolean {
  return scopeOfClaim(claim, []) !== undefined || !isRegisteredClaim(claim);
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
