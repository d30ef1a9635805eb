/** The end of an authorization request: what the person allowed goes on record, and the response type makes its answer. */
import { appendAudit } from '../../audit/append.ts';
import { apiRulesFor, scopesWithheld } from '../../directory/api-rules.ts';
import { assertGrantAllowed } from '../../directory/access-policy.ts';
import { type ConsentDecision, consentAfter, rememberConsent } from '../../directory/consents.ts';
import { refreshLimitsOf } from '../../directory/refresh-limits.ts';
import { noteApplication } from '../../directory/session-applications.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Grant as GrantRecord, RequestedClaims, Ticket } from '../../storage/records/flow.ts';
import type { AcceptedConsent } from '../../storage/records/hand-overs.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { RESPONSE_TYPES } from '../response-types/index.ts';
import { runStep } from '../step.ts';
import type { PageResponse, RedirectResponse } from '../wire.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import type { Pending, SignedIn } from './pending.ts';
import { consumePushed } from './pushed-request.ts';
import { type Carrier, respond } from './respond.ts';
import { isRegisteredFor } from './response-type-of.ts';
import { consumeTicket } from './ticket.ts';

/** What has to be told beside the request itself. */
export interface Circumstances {
  /** The ticket that this ends; undefined when nobody had to be asked. */
  readonly ticket: Ticket | undefined;
  /** What the request asked for before the person chose. */
  readonly asked: readonly string[];
  /** What a sign-in program of the office's own said, where it asked for the consent. */
  readonly agreed?: AcceptedConsent;
  /** The request that is answered. */
  readonly request: Carrier['request'];
}

/** What the person's yes comes to: for whom tokens are, and what has to be written in the transaction of the answer. */
export interface Settled {
  readonly subject: PersonalSubject;
  settle(within: Transaction): Promise<void>;
}

type Answerable = Pending & { readonly signedIn: SignedIn };

/** Throws access_denied when person and application may not come together. RFC 6749 §4.1.2 */
export async function grantAccess(
  pending: Answerable,
  circumstances: Circumstances,
  cx: Context,
): Promise<RedirectResponse | PageResponse> {
  const { request, application } = pending;
  const { subject, settle } = await settleAccess(pending, circumstances, cx);
  const row = RESPONSE_TYPES.find((known) => known.response_type === request.response_type);
  if (row === undefined) throw new Error(`no response type ${request.response_type}`);
  // Office and application may have thought better of it while the person was asked.
  if (!row.available(cx.settings) || !isRegisteredFor(row, application)) {
    throw new OAuthError('unauthorized_client', `response_type ${row.response_type} is no longer open to this client`);
  }
  const params = await runStep(row, { request, subject, settle }, cx);
  if (isSilent(pending)) cx.counts.add('grant.renewed', application.client_id);
  const by = { request: circumstances.request, session: pending.signedIn.session };
  return respond({ ...request, application, state: request.state }, params, by, cx);
}

/** Throws access_denied when person and application may not come together. */
export async function settleAccess(
  pending: Answerable,
  { ticket, asked, agreed }: Circumstances,
  cx: Context,
): Promise<Settled> {
  const { request, application, signedIn } = pending;
  const { user, session } = signedIn;
  // A person may have declined some of this earlier: what they allowed then is what is granted now.
  const declined = hasChosen(pending) ? [] : (pending.consent?.declined ?? []);
  const scope =
    application.consent === 'remember' ? request.scope.filter((name) => !declined.includes(name)) : request.scope;
  // What belongs to groups was not shown: nobody declined it.
  const withheld = scopesWithheld(asked, user.groups, await apiRulesFor([], asked, cx.store));
  const decided = decisionOf(pending, without(asked, withheld), scope);
  const decision = decided && { ...decided, ...askedAgain(agreed, cx) };
  const consent = decision === undefined ? pending.consent : consentAfter(pending.consent, decision, cx.now);
  assertGrantAllowed({ kind: 'user', user, application, session, consent }, scope, cx.now, 'access_denied');
  const grant = { ...newGrant({ ...pending, request: { ...request, scope } }, cx), ...claimsOf(agreed) };
  return {
    subject: { kind: 'user', user, application, session, consent, grant },
    async settle(within) {
      if (ticket !== undefined) await consumeTicket(within, ticket, cx.now);
      await consumePushed(within, request, cx);
      if (decision !== undefined) await recordConsent(within, pending, decision, cx);
      await within.collection('grants').insert(grant);
      await noteApplication(within, grant);
      if (!isSilent(pending)) await recordGrant(within, pending, grant, cx);
    },
  };
}

/** Nobody sees an application ask again in the background, and some do so every few minutes: that is counted. */
function isSilent({ request }: Pending): boolean {
  return request.prompt.includes('none');
}

/** Whether the person was shown what is asked for, and chose among it: on the page of consent, or of a device's code. */
function hasChosen({ done }: Pending): boolean {
  return done.includes('consent') || done.includes('device');
}

/** What the person decided on the way here; undefined when they were not asked. */
function decisionOf(
  pending: Answerable,
  asked: readonly string[],
  allowed: readonly string[],
): ConsentDecision | undefined {
  const { signedIn, application, request } = pending;
  if (!hasChosen(pending)) return undefined;
  const { audience } = request;
  const declined = without(asked, allowed);
  return { user_id: signedIn.user.id, client_id: application.client_id, audience, allowed, declined };
}

/** From when on the person is asked again, where it is for the program to say. */
function askedAgain(agreed: AcceptedConsent | undefined, { now }: Context): Pick<ConsentDecision, 'ask_from'> {
  const lasts = agreed?.remembered_for_s;
  if (agreed === undefined || lasts === 0) return {};
  return { ask_from: now + (lasts ?? 0) };
}

function claimsOf(agreed: AcceptedConsent | undefined): Pick<GrantRecord, 'session_claims'> {
  const { session_claims } = agreed ?? {};
  return session_claims === undefined || Object.keys(session_claims).length === 0 ? {} : { session_claims };
}

function newGrant(
  { request, signedIn: { user, session }, application }: Pending & { signedIn: SignedIn },
  cx: Context,
): GrantRecord {
  const { scope, claims, claim_scopes = [], authorization_details } = request;
  const offline = scope.includes('offline_access') && application.grant_types.includes('refresh_token');
  return {
    id: cx.secrets.random(),
    client_id: application.client_id,
    user_id: user.id,
    sid: session.sid,
    scope: without(scope, claim_scopes),
    audience: request.audience,
    ...(authorization_details === undefined ? {} : { authorization_details }),
    offline,
    auth_time: session.auth_time,
    amr: session.amr,
    acr: session.acr,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(claims === undefined ? {} : { claims: allowedClaims(claims, scope) }),
    ...(request.device === undefined ? {} : { on_device: true }),
    // A device's code says itself how long it waits.
    ...(request.response_type === 'code' && request.device === undefined
      ? { collect_by: cx.now + cx.settings.code_lifetime_s }
      : {}),
    dialect: request.dialect,
    flow_id: request.flow_id,
    created_at: cx.now,
    expires_at: offline ? cx.now + refreshLimitsOf([cx.settings, application]).lifetime_s : session.expires_at,
  };
}

/** A claim goes with its scope: who said no to that keeps it. */
function allowedClaims({ userinfo, id_token }: RequestedClaims, scope: readonly string[]): RequestedClaims {
  const within = (wanted: RequestedClaims['userinfo']) =>
    Object.fromEntries(Object.entries(wanted).filter(([, claim]) => scope.includes(claim.scope)));
  return { userinfo: within(userinfo), id_token: within(id_token) };
}

async function recordConsent(
  within: Transaction,
  pending: Pending & { signedIn: SignedIn },
  decision: ConsentDecision,
  cx: Context,
) {
  const { application, signedIn } = pending;
  if (application.consent === 'remember') {
    await rememberConsent(within, decision, cx.now);
  }
  await appendAudit(within, {
    at: cx.now,
    type: decision.declined.length === 0 ? 'consent.given' : 'consent.narrowed',
    actor: signedIn.user.username,
    target: application.client_id,
    address: cx.address,
    detail: { scope: decision.allowed, declined: decision.declined, audience: decision.audience },
  });
}

async function recordGrant(
  within: Transaction,
  { application, signedIn, done }: Pending & { signedIn: SignedIn },
  { scope, audience, offline, sid, authorization_details }: GrantRecord,
  cx: Context,
) {
  await appendAudit(within, {
    at: cx.now,
    type: 'grant.created',
    actor: signedIn.user.username,
    target: application.client_id,
    address: cx.address,
    detail: {
      scope,
      audience,
      offline,
      sid,
      asked: done,
      ...(authorization_details === undefined ? {} : { authorization_details }),
    },
  });
}

function without(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.filter((name) => !taken.includes(name));
}
