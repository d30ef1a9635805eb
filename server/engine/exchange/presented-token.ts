/**
 * Reads a token that is presented to be exchanged, or to say who acts: one of ours, alive, that the application came by
 * rightly. Whatever is wrong with one is invalid_request. RFC 8693 §2.2.2
 */
import { isGrantAllowed } from '../../directory/access-policy.ts';
import type { Confirmation } from '../../spec/confirmation.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE } from '../../spec/token-type.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import type { Subject } from '../grants/grant.ts';
import { readIdTokenHint } from '../id-token-hint.ts';
import { personalSubject } from '../personal-subject.ts';
import { isNothingOf, stillRegistered } from '../still-registered.ts';
import { subjectIdentifier } from '../subject-identifier.ts';
import { tellsOfSignIn } from '../tells-of-sign-in.ts';
import { findLiveToken } from '../tokens/lookup.ts';

export interface PresentedToken {
  readonly subject: Subject;
  readonly sub: string;
  /** Whom it was issued to. */
  readonly client_id: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly exp: number;
}

type Read = (value: string, cnf: Confirmation | undefined, cx: Context) => Promise<PresentedToken | undefined>;

const READERS: ReadonlyMap<string, Read> = new Map([
  [ACCESS_TOKEN_TYPE, readAccessToken],
  [ID_TOKEN_TYPE, (value, _cnf, cx) => readIdToken(value, cx)],
]);

/** Throws invalid_request for any that `application` may not present. `name` is the parameter's; `cnf` is what the request proved. */
export async function readPresentedToken(
  name: 'subject_token' | 'actor_token',
  { value, type }: { readonly value: string; readonly type: string | undefined },
  { application, cnf }: { readonly application: Application; readonly cnf: Confirmation | undefined },
  cx: Context,
): Promise<PresentedToken> {
  if (type === undefined) throw unfit(`${name} came without ${name}_type`);
  const read = READERS.get(type);
  if (read === undefined) throw unfit(`${name}_type is none of ${[...READERS.keys()].join(', ')}`);
  const token = await read(value, cnf, cx);
  if (token === undefined) throw unfit(`${name} is unknown here, has ended, or is of another type`);
  if (isMeantFor(token, application)) return token;
  throw unfit(`${name} was issued to another application, and not for this one`);
}

export function unfit(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}

/** Its own, one of an application that an admin named, or one that names it as the API. */
function isMeantFor({ client_id, audience }: PresentedToken, application: Application): boolean {
  const from = [application.client_id, ...(application.token_exchange_from ?? [])];
  return from.includes(client_id) || audience.includes(application.client_id);
}

/**
 * A bound one is worth something only together with its key, and so is what comes of it: the same proof binds that. What is
 * bound to a certificate stays closed.
 */
async function readAccessToken(
  value: string,
  cnf: Confirmation | undefined,
  cx: Context,
): Promise<PresentedToken | undefined> {
  const token = await findLiveToken(value, cx);
  if (token?.cnf === undefined) return token;
  const { jkt, 'x5t#S256': certificate } = token.cnf;
  return jkt !== undefined && jkt === cnf?.jkt && certificate === undefined ? token : undefined;
}

/** Of such a one nothing was ever worth something to whoever merely holds it. */
function wantsBound(application: Application): boolean {
  const { dpop_bound_access_tokens, tls_client_certificate_bound_access_tokens } = application;
  return dpop_bound_access_tokens === true || tls_client_certificate_bound_access_tokens === true;
}

/** An ID token stands for the sign-in that it tells of, while that lasts. */
async function readIdToken(value: string, cx: Context): Promise<PresentedToken | undefined> {
  const hint = await readIdTokenHint(value, cx);
  if (hint?.sid === undefined || hint.exp <= cx.now) return undefined;
  const { application, sid, sub, exp, iat } = hint;
  if (wantsBound(application)) return undefined;
  const ofSession = await cx.store.collection('grants').find('sid', sid);
  // A session is one person's.
  const person = ofSession[0] && (await cx.store.collection('users').get(ofSession[0].user_id));
  if (person === undefined || subjectIdentifier(person, application, cx) !== sub) return undefined;
  const isTold = (grant: GrantRecord) =>
    grant.client_id === application.client_id &&
    grant.created_at <= iat &&
    grant.user_id === person.id &&
    grant.revoked_at === undefined &&
    tellsOfSignIn(grant);
  const grants = ofSession.filter(isTold);
  const grant = grants.toSorted((one, other) => other.created_at - one.created_at)[0];
  if (grant === undefined) return undefined;
  cx.trace?.join(grant.flow_id);
  const subject = await personalSubject(grant, application, cx);
  if (!isGrantAllowed(subject, grant.scope, cx.now)) return undefined;
  const left = await stillRegistered(grant, application, cx);
  if (isNothingOf(left, grant)) return undefined;
  return { subject, sub, client_id: grant.client_id, scope: left.scope, audience: left.audience, exp };
}
