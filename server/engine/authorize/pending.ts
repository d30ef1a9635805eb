/** An authorization request together with everybody whom it concerns, as they stand at this moment. */
import { apiRulesFor, scopesWithheld } from '../../directory/api-rules.ts';
import { findApplication } from '../../directory/applications.ts';
import { findConsent } from '../../directory/consents.ts';
import { isKnownStill } from '../../directory/sessions.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { Consent, PendingRequest, Session } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import { subjectIdentifier } from '../subject-identifier.ts';
import { type Elsewhere, elsewhereFor, madeIt, type Progress } from './elsewhere.ts';

export interface Pending extends Progress {
  readonly request: PendingRequest;
  /** Scopes that were asked for and belong to groups that the person is in none of: they are not asked for them. */
  readonly withheld: readonly string[];
  readonly application: Application;
  /** A live session of a person who exists and is not disabled. */
  readonly signedIn: SignedIn | undefined;
  readonly consent: Consent | undefined;
  /** What a program of the office's own is asked. */
  readonly elsewhere: Elsewhere;
}

export interface SignedIn {
  readonly session: Session;
  readonly user: User;
  /** What the person is called at the application. */
  readonly sub: string;
}

/** `session` is the browser's live one, if it has one. Throws PageError when the application has gone meanwhile. */
export async function gatherPending(
  request: PendingRequest,
  session: Session | undefined,
  progress: Progress,
  cx: Context,
): Promise<Pending> {
  const application = await findApplication(cx.store, request.client_id);
  if (application === undefined || application.disabled) {
    throw new PageError('unauthorized_client', {
      title: 'This application is no longer available',
      detail: 'It was removed or switched off while you were signing in.',
      remedy: 'Ask an admin of this office if you need it.',
    });
  }
  const counts = session !== undefined && (isKnownStill(session, cx.now) || madeIt(progress));
  const user = counts ? await cx.store.collection('users').get(session.user_id) : undefined;
  const sub = user && subjectIdentifier(user, application, cx);
  const signedIn = session && user && !user.disabled && sub !== undefined ? { session, user, sub } : undefined;
  const consent = signedIn && (await findConsent(cx.store, signedIn.user.id, application.client_id));
  const rules = await apiRulesFor([], request.scope, cx.store);
  const withheld = signedIn === undefined ? [] : scopesWithheld(request.scope, signedIn.user.groups, rules);
  const scope = withheld.length === 0 ? request.scope : request.scope.filter((name) => !withheld.includes(name));
  const elsewhere = elsewhereFor(request, application, cx);
  return { request: { ...request, scope }, withheld, application, signedIn, consent, ...progress, elsewhere };
}
