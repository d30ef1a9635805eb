/**
 * The one question before every token: may this grant be honoured now? Code, refresh, device, client_credentials, userinfo
 * and introspection all ask here, so no path can forget a check that another has. Proving who somebody is stays with the callers.
 */
import { OAuthError } from '../spec/oauth-error.ts';
import type { OAuthErrorCode } from '../spec/oauth-error.ts';
import { missingScopes, parseScope } from '../spec/scope.ts';
import type { Application, ServiceAccount, User } from '../storage/records/directory.ts';
import type { Grant, Session } from '../storage/records/flow.ts';
import { apiNotAllowed, withoutAdmin } from './consents.ts';
import { originRefusal } from './origin-refusal.ts';
import type { ApplicationParties, Parties, ServiceAccountParties, UserParties } from './parties.ts';
import { blockedPerson, type Refusal, refused, refusedApplication, refusedPerson, refusedScope } from './refusal.ts';
import { ADMIN_SCOPE, SIGN_IN_PROGRAM_SCOPE } from './scopes.ts';

/** The same parties, known to exist. */
export type Present<P extends Parties> = P extends UserParties
  ? P & { readonly user: User; readonly application: Application }
  : P extends ServiceAccountParties
    ? P & { readonly account: ServiceAccount }
    : P & { readonly application: Application };

/** Proof that the question was asked: made here only, for the token mint to demand. */
class Permission<P> {
  readonly #parties: P;
  readonly scope: readonly string[];
  constructor(parties: P, scope: readonly string[]) {
    this.#parties = parties;
    this.scope = scope;
  }
  get parties(): P {
    return this.#parties;
  }
}
export type Allowed<P extends Parties = Parties> = Permission<Present<P>>;

/**
 * Throws an OAuthError of `code` when tokens of `scope` may not be issued or honoured at `now`, in epoch seconds. `code` is
 * the caller's situation: access_denied in front of a person, invalid_grant at the token endpoint, invalid_token at a
 * resource. The description is the same for every reason that lies with the person; the hint tells the operator which it was.
 */
export function assertGrantAllowed(
  parties: UserParties,
  scope: readonly string[],
  now: number,
  code?: OAuthErrorCode,
): Allowed<UserParties>;
export function assertGrantAllowed(
  parties: ServiceAccountParties,
  scope: readonly string[],
  now: number,
  code?: OAuthErrorCode,
): Allowed<ServiceAccountParties>;
export function assertGrantAllowed(
  parties: ApplicationParties,
  scope: readonly string[],
  now: number,
  code?: OAuthErrorCode,
): Allowed<ApplicationParties>;
export function assertGrantAllowed(
  parties: Parties,
  scope: readonly string[],
  now: number,
  code?: OAuthErrorCode,
): Allowed;
export function assertGrantAllowed(
  parties: Parties,
  scope: readonly string[],
  now: number,
  code: OAuthErrorCode = 'invalid_grant',
): Allowed {
  const decision = decide(parties, scope, now);
  if (decision.kind === 'allowed') return new Permission(decision.parties, scope);
  const { description, hint, blocked } = decision;
  throw new OAuthError(code, description, { hint, ...(blocked === undefined ? {} : { blocked }) });
}

/** The same question for answers that refuse without an error: `active: false`, a missing page. */
export function isGrantAllowed(parties: Parties, scope: readonly string[], now: number): boolean {
  return decide(parties, scope, now).kind === 'allowed';
}

type Decision<P> = { readonly kind: 'allowed'; readonly parties: P } | Refusal;

function decide(parties: Parties, scope: readonly string[], now: number): Decision<Present<Parties>> {
  if (parties.kind === 'user') return decideUser(parties, scope, now);
  if (parties.kind === 'service_account') return decideServiceAccount(parties, scope);
  return decideApplication(parties, scope);
}

const ONLY_OF_ACCOUNTS = `${SIGN_IN_PROGRAM_SCOPE} is for service accounts alone`;

function decideUser(parties: UserParties, scope: readonly string[], now: number): Decision<Present<UserParties>> {
  const { user, application, session, grant } = parties;
  const app = usableApplication(application);
  if (app.kind === 'refused') return app;
  if (user === undefined) return blockedPerson('the person no longer exists');
  if (user.disabled) return blockedPerson('the person is disabled');
  if (!isInAllowedGroup(app.application, user.groups))
    return refusedPerson('the person is in none of the allowed_groups');
  if (scope.includes(ADMIN_SCOPE) && !user.admin) return refusedScope('the person is not an admin');
  if (scope.includes(SIGN_IN_PROGRAM_SCOPE)) return refusedScope(ONLY_OF_ACCOUNTS);
  const came = grant?.origin !== undefined;
  const before = (exchanged: UserParties) => {
    const decision = decideUser(exchanged, scope, now);
    return decision.kind === 'refused' ? decision : undefined;
  };
  return (
    (came
      ? originRefusal(parties, app.application, scope, { before, now })
      : sessionRefusal(user, session, grant, now)) ??
    grantRefusal(user, app.application, grant, scope, now) ??
    (came ? undefined : consentRefusal({ ...parties, user }, app.application, scope)) ?? {
      kind: 'allowed',
      parties: { ...parties, user, application: app.application },
    }
  );
}

function decideServiceAccount(
  parties: ServiceAccountParties,
  scope: readonly string[],
): Decision<Present<ServiceAccountParties>> {
  const { account, application } = parties;
  if (account === undefined) return refusedPerson('the service account no longer exists');
  if (account.disabled) return refusedPerson('the service account is disabled');
  if (scope.includes(ADMIN_SCOPE) && !account.admin) return refusedScope('the service account is not an admin');
  // Whose it is no longer can't sign anybody in with a token from before.
  if (scope.includes(SIGN_IN_PROGRAM_SCOPE) && !parseScope(account.scope).includes(SIGN_IN_PROGRAM_SCOPE)) {
    return refusedScope(`the service account has no ${SIGN_IN_PROGRAM_SCOPE} among its scopes`);
  }
  if (application === undefined) return { kind: 'allowed', parties: { ...parties, account } };
  if (application.disabled) return refusedApplication('the application is disabled');
  if (!isInAllowedGroup(application, account.groups)) {
    return refusedPerson('the service account is in none of the allowed_groups');
  }
  return { kind: 'allowed', parties: { ...parties, account } };
}

function decideApplication(
  parties: ApplicationParties,
  scope: readonly string[],
): Decision<Present<ApplicationParties>> {
  const app = usableApplication(parties.application);
  if (app.kind === 'refused') return app;
  if (scope.includes(ADMIN_SCOPE)) return refusedScope('an application by itself is never an admin');
  if (scope.includes(SIGN_IN_PROGRAM_SCOPE)) return refusedScope(ONLY_OF_ACCOUNTS);
  return { kind: 'allowed', parties: { ...parties, application: app.application } };
}

function usableApplication(
  application: Application | undefined,
): Refusal | { readonly kind: 'usable'; readonly application: Application } {
  if (application === undefined) return refusedApplication('the application no longer exists');
  return application.disabled ? refusedApplication('the application is disabled') : { kind: 'usable', application };
}

/** No allowed groups means everyone. */
export function isInAllowedGroup(application: Pick<Application, 'allowed_groups'>, groups: readonly string[]): boolean {
  return application.allowed_groups.length === 0 || application.allowed_groups.some((name) => groups.includes(name));
}

function sessionRefusal(
  user: User,
  session: Session | undefined,
  grant: Grant | undefined,
  now: number,
): Refusal | undefined {
  if (grant?.offline === true) return undefined;
  if (session === undefined) return refused('the session has ended', 'the session is gone');
  if (session.user_id !== user.id) return refused('the session has ended', 'the session belongs to somebody else');
  if (grant !== undefined && grant.sid !== session.sid)
    return refused('the session has ended', 'the grant hangs on another session');
  if (session.ended_at !== undefined) return refused('the session has ended', 'the person signed out');
  return session.expires_at <= now ? refused('the session has ended', 'the session ran out') : undefined;
}

function grantRefusal(
  user: User,
  application: Application,
  grant: Grant | undefined,
  scope: readonly string[],
  now: number,
): Refusal | undefined {
  if (grant === undefined) return undefined;
  if (grant.user_id !== user.id) return refused('the grant is not valid', 'the grant belongs to somebody else');
  if (grant.client_id !== application.client_id)
    return refused('the grant is not valid', 'the grant belongs to another application');
  if (grant.revoked_at !== undefined)
    return refused('the grant was revoked', `the grant was revoked: ${grant.revoked_because ?? 'no reason kept'}`);
  if (grant.expires_at <= now) return refused('the grant has expired', 'the grant has expired');
  const beyond = missingScopes(scope, grant.scope);
  return beyond.length > 0 ? refusedScope(`the grant does not cover ${beyond.join(' ')}`) : undefined;
}

/** `skip` never asks; `always` asks each time and keeps nothing, so the grant itself is the consent. */
function consentRefusal(
  { user, consent, grant }: UserParties & { readonly user: User },
  application: Application,
  scope: readonly string[],
): Refusal | undefined {
  // That of an admin to rights over the office is never remembered: the grant itself is the consent.
  const remembered = withoutAdmin(scope);
  if (application.consent !== 'remember' || (scope.length > 0 && remembered.length === 0)) return undefined;
  if (consent === undefined)
    return refused('the person has not consented', 'no consent is on record, or it was withdrawn');
  if (consent.user_id !== user.id || consent.client_id !== application.client_id) {
    return refused('the person has not consented', 'the consent is for somebody or something else');
  }
  const beyond = missingScopes(remembered, consent.scope);
  if (beyond.length > 0)
    return refused('the person has not consented', `the consent does not cover ${beyond.join(' ')}`);
  // One of an older version says nothing of APIs: what hangs on it goes on, and the next request asks.
  const api = consent.apis === undefined ? undefined : apiNotAllowed(consent, grant?.audience ?? [], remembered);
  return api === undefined ? undefined : refused('the person has not consented', `the consent is not for ${api}`);
}
