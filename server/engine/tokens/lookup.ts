/** What a presented access token stands for, if it still stands for anything: the other side of the mint. */
import { isGrantAllowed } from '../../directory/access-policy.ts';
import type { UserParties } from '../../directory/parties.ts';
import { isAppPasswordInForce } from '../../directory/app-passwords.ts';
import { findApplication } from '../../directory/applications.ts';
import { detailsForAudience } from '../../directory/authorization-details-types.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { type Confirmation, readConfirmation } from '../../spec/confirmation.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import { isRegisteredClaim } from '../../spec/registered-claims.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import type { Application, ServiceAccount } from '../../storage/records/directory.ts';
import type { AccessToken } from '../../storage/records/flow.ts';
import { scopeStillHeld } from '../api-terms.ts';
import type { Context } from '../context.ts';
import type { Subject } from '../grants/grant.ts';
import { type Held, isNothingOf, stillRegistered } from '../still-registered.ts';
import { ownSubject, subjectIdentifier } from '../subject-identifier.ts';
import { personalSubject, personIn } from '../personal-subject.ts';

/** A token that is alive now, with everybody it depends on still in good standing. */
export interface LiveToken {
  readonly format: 'opaque' | 'jwt';
  /** The record's id, or the JWT's `jti`. */
  readonly id: string;
  readonly client_id: string;
  readonly subject: Subject;
  readonly sub: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** What it says of who issued it; absent where it says nothing. */
  readonly iss: string | undefined;
  /** What it is bound to: whoever takes it has to ask for that. */
  readonly cnf: Confirmation | undefined;
  readonly authorization_details: readonly JsonObject[] | undefined;
  readonly iat: number;
  readonly exp: number;
  /** Further claims that a hook of the office had put into it. */
  readonly extra: JsonObject;
}

/** In characters. More than any JWT of ours, whatever single acts and claims of a hook it carries. */
const LONGEST = 32_768;

/** Undefined for an unknown, expired or revoked token, and for one whose person, application or session is gone. */
export async function findLiveToken(value: string, cx: Context): Promise<LiveToken | undefined> {
  if (value === '' || value.length > LONGEST) return undefined;
  const found = value.includes('.') ? await readJwt(value, cx) : await readOpaque(value, cx);
  if (found === undefined || found.expires_at <= cx.now) return undefined;
  const subject = await subjectOf(found, cx);
  const issued = parseScope(found.scope);
  if (subject === undefined || !isGrantAllowed(subject, issued, cx.now)) return undefined;
  const { audience } = found;
  const opening = stillOpen({ scope: issued, audience }, subject, cx);
  const open = opening instanceof Promise ? await opening : opening;
  if (isNothingOf(open, { scope: issued })) return undefined;
  // Whoever asks at one of the lost APIs is not to take it for one without an audience.
  if (open.audience.length === 0 && audience.length > 0) return undefined;
  const scope = await scopeStillHeld(open.scope, subject, cx);
  const { authorization_details: allowed } = found;
  const cut = allowed !== undefined && open.audience.length < audience.length;
  return {
    format: found.format,
    id: found.id,
    client_id: found.client_id,
    subject,
    sub: subjectOfToken(subject, cx),
    scope,
    audience: open.audience,
    iss: found.iss,
    cnf: found.cnf,
    authorization_details: cut ? await detailsForAudience(allowed, open.audience, cx.store) : allowed,
    iat: found.issued_at,
    exp: found.expires_at,
    extra: found.extra ?? {},
  };
}

/** Of a person's token and of an application's own. What a service account has is its own. */
function stillOpen(held: Held, subject: Subject, cx: Context): Awaitable<Held> {
  if (subject.kind === 'service_account') return held;
  const { application } = subject;
  const before = subject.kind === 'user' && subject.behind?.kind === 'exchange' ? subject.behind.parties : undefined;
  if (before === undefined) return stillRegistered(held, application, cx);
  return stillOpenAfter(before, held, application, cx);
}

/** What was exchanged is worth no more than what the applications before it may still have. RFC 8693 §1.1 */
async function stillOpenAfter(first: UserParties, held: Held, exchanger: Application, cx: Context): Promise<Held> {
  const own = await stillRegistered(held, exchanger, cx, exchanger.token_exchange_audience);
  let { scope } = own;
  for (let each: UserParties | undefined = first; each !== undefined; each = exchangedBy(each)) {
    const { application, grant } = each;
    if (application === undefined || grant === undefined) return { scope: [], audience: [] };
    const besides = grant.origin?.kind === 'exchange' ? application.token_exchange_audience : undefined;
    ({ scope } = await stillRegistered({ scope, audience: grant.audience }, application, cx, besides));
  }
  return { scope, audience: own.audience };
}

function exchangedBy({ behind }: UserParties): UserParties | undefined {
  return behind?.kind === 'exchange' ? behind.parties : undefined;
}

function subjectOfToken(subject: Subject, cx: Context): string {
  if (subject.kind === 'user') return subjectIdentifier(personIn(subject), subject.application, cx);
  return subject.kind === 'application' ? ownSubject(subject.application, cx) : subject.account.id;
}

type Found = Omit<AccessToken, 'authorization_details'> & {
  readonly format: 'opaque' | 'jwt';
  readonly iss?: string;
  readonly authorization_details?: readonly JsonObject[];
};

async function readOpaque(value: string, cx: Context): Promise<Found | undefined> {
  const record = await cx.store.collection('access_tokens').get(hashSecret(value));
  return record && { ...record, format: 'opaque' };
}

/** RFC 9068 §4: only what the mint made for access, by its type, and by this issuer. */
async function readJwt(value: string, cx: Context): Promise<Found | undefined> {
  const verified = await cx.keys.verify(value);
  if (verified === undefined || verified.header['typ'] !== 'at+jwt') return undefined;
  const { client_id } = verified.payload;
  const application = typeof client_id === 'string' ? await findApplication(cx.store, client_id) : undefined;
  const found = fromClaims(verified.payload, application, cx);
  if (found === undefined) return undefined;
  if (!cx.urls.isOurs(verified.payload['iss'], application)) return undefined;
  const revoked = await cx.store.collection('revoked_tokens').get(found.id);
  return revoked === undefined ? found : undefined;
}

function fromClaims(claims: JsonObject, application: Application | undefined, cx: Context): Found | undefined {
  const { jti, sub, client_id, scope, iss, aud, iat, exp, grant_id, app_password_id } = claims;
  const cnf = readConfirmation(claims['cnf']);
  const details = objectsOf(claims['authorization_details']);
  if (typeof jti !== 'string' || typeof sub !== 'string' || typeof client_id !== 'string') return undefined;
  if (typeof scope !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  return {
    format: 'jwt',
    id: jti,
    client_id,
    scope,
    audience: apisIn(aud, application, cx),
    issued_at: iat,
    expires_at: exp,
    ...(typeof iss === 'string' ? { iss } : {}),
    ...(typeof app_password_id === 'string' ? { app_password_id } : {}),
    ...(cnf === undefined ? {} : { cnf }),
    ...(details === undefined ? {} : { authorization_details: details }),
    extra: extraIn(claims),
    ...subjectClaims(sub, application === undefined ? client_id : ownSubject(application, cx), grant_id),
  };
}

/** Where it stands beside APIs, our own userinfo is none of them. */
function apisIn(aud: Json | undefined, application: Application | undefined, cx: Context): readonly string[] {
  if (!Array.isArray(aud)) return typeof aud === 'string' ? [aud] : [];
  const userinfo = cx.urls.endpoint('userinfo', application);
  return aud.filter((value) => typeof value === 'string').filter((value) => value !== userinfo);
}

/** What is in a token of ours and means nothing to us came from a hook. */
function extraIn(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !isRegisteredClaim(name)));
}

function objectsOf(list: Json | undefined): readonly JsonObject[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.filter(isJsonObject);
}

/** A person's token hangs on a grant; an application's own has `own` for a subject; any other is a service account's. */
function subjectClaims(sub: string, own: string, grant_id: Json | undefined) {
  if (typeof grant_id === 'string') return { grant_id, user_id: sub };
  return sub === own ? {} : { service_account_id: sub };
}

/** What was got with an app password ends with it; what was got before the account was switched off stays dead. */
async function outlives({ app_password_id, issued_at }: Found, account: ServiceAccount, cx: Context): Promise<boolean> {
  if (account.tokens_from !== undefined && issued_at <= account.tokens_from) return false;
  return app_password_id === undefined || isAppPasswordInForce(cx.store, app_password_id, cx.now);
}

async function subjectOf(found: Found, cx: Context): Promise<Subject | undefined> {
  if (found.service_account_id !== undefined) {
    const account = await cx.store.collection('service_accounts').get(found.service_account_id);
    if (account !== undefined && !(await outlives(found, account, cx))) return undefined;
    if (account === undefined || account.username === found.client_id) {
      return account && { kind: 'service_account', account };
    }
    const application = await findApplication(cx.store, found.client_id);
    return application && { kind: 'service_account', account, application };
  }
  const application = await findApplication(cx.store, found.client_id);
  if (application === undefined) return undefined;
  if (found.grant_id === undefined) {
    // A client_id that was registered anew is another application; what the one before got for itself ended with it.
    return found.issued_at < application.created_at ? undefined : { kind: 'application', application };
  }
  const grant = await cx.store.collection('grants').get(found.grant_id);
  if (grant === undefined) return undefined;
  cx.trace?.join(grant.flow_id);
  return personalSubject(grant, application, cx);
}
