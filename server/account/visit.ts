/** One look at the pages of an account: who is there, and the shape of a row in their table. */
import { getLiveSession, isKnownStill } from '../directory/sessions.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { Context } from '../engine/context.ts';
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { OfficeNames, TypedInto } from '../spec/asked-for.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Session } from '../storage/records/flow.ts';

/** A person who is signed in in this browser. */
export interface Visit {
  readonly user: User;
  readonly session: Session;
  readonly request: EndpointRequest;
  /** What the path names; empty where the page names nothing. */
  readonly named: string;
  readonly typedInto: TypedIntoOf;
}

/** What is typed into an application, at the addresses of its dialect: the same as the panel shows. */
export type TypedIntoOf = (application: Application) => Typed;

export interface Typed extends TypedInto {
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
}

/** The same, with what names `office` in it. */
export type TypedIntoAt = (application: Application, office: OfficeNames) => Typed;

/** Undefined where there is nothing of that name, or it is somebody else's. */
export type Answer = Promise<EndpointResponse | undefined>;

export interface AccountPage {
  readonly path: string;
  /** Whether something is named after it, and what stands behind that. */
  readonly tail?: string;
  show(visit: Visit, cx: Context): Answer;
  /** Absent where nothing is posted. */
  take?(visit: Visit, cx: Context): Answer;
}

/** Whoever is signed in in this browser, and may be. */
export async function whoVisits(
  request: EndpointRequest,
  cx: Context,
): Promise<Pick<Visit, 'user' | 'session'> | undefined> {
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  // Whom another program asks each time is not known here in between.
  if (session === undefined || !isKnownStill(session, cx.now)) return undefined;
  const user = await cx.store.collection('users').get(session.user_id);
  return user === undefined || user.disabled ? undefined : { user, session };
}

export function csrfOf({ session }: Pick<Visit, 'session'>, cx: Context): string {
  return cx.secrets.derive('csrf', `account ${session.id}`);
}

/** Whether the form came from a page that this very session was shown. */
export function isOwnForm(visit: Visit, cx: Context): boolean {
  return secretMatches(visit.request.params.get('csrf') ?? '', hashSecret(csrfOf(visit, cx)));
}

export const HOME = '/account/';
