/**
 * What a sign-in program of the office's own asks and answers about people who were led to it, for the REST calls by which it
 * does so. Who may ask is theirs to find out; what may be answered is judged here.
 */
import { appendAudit } from '../../audit/append.ts';
import { findApplication } from '../../directory/applications.ts';
import { definedFields } from '../../directory/defined-fields.ts';
import { countUntoldChange } from '../../directory/directory-version.ts';
import { bringExternalPerson, findBySubject, subjectOf } from '../../directory/external-people.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { withoutProtocolClaims } from '../../spec/protocol-claims.ts';
import { missingScopes } from '../../spec/scope.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { SessionClaims } from '../../storage/records/told.ts';
import type {
  DevicePaper,
  HandOver,
  HandOverKind,
  SignInPaper,
  SignOutPaper,
} from '../../storage/records/hand-overs.ts';
import type { Context } from '../context.ts';
import { codeCounters, refundCodeAttempt, takeCodeAttempt } from '../device/guessing.ts';
import { findWaiting } from '../device/device-code.ts';
import { sessionIdentifier } from '../subject-identifier.ts';
import { answerHandOver, findHandOver } from './papers.ts';

export type PaperOf<K extends HandOverKind> = K extends 'login' | 'consent'
  ? SignInPaper
  : K extends 'logout'
    ? SignOutPaper
    : DevicePaper;

/** Somebody who was led away, together with whom and what it concerns. */
export interface Waiting<K extends HandOverKind> {
  readonly paper: HandOver & PaperOf<K>;
  /** Absent of a device's code that nobody has typed, and of a sign-out that no application asked for. */
  readonly application?: Application;
  /** Who is signed in, where that matters. */
  readonly person?: Person;
}

export interface Person {
  /** What the program calls them. */
  readonly subject: string;
  readonly session: Session;
  /** What the application calls the session. */
  readonly sid: string;
}

/** `over`: it was answered, or the browser has come back; whoever asks again is sent to where it began. */
export type Found<K extends HandOverKind> =
  | { readonly kind: 'waiting'; readonly waiting: Waiting<K>; readonly answered: boolean }
  | { readonly kind: 'over'; readonly redirect_to: string };

export interface LoginAnswer {
  readonly subject: string;
  readonly known_for_s?: number;
  readonly extends: boolean;
  readonly acr?: string;
  readonly amr: readonly string[];
  readonly context?: JsonObject;
}

export interface ConsentAnswer {
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly remembered_for_s?: number;
  readonly session_claims: SessionClaims;
}

export interface Rejection {
  readonly error: string;
  readonly description: string;
}

/**
 * Answers are the address to which the browser is to be sent; undefined where it has come back meanwhile. `by` is the name
 * behind the token.
 */
export interface HandOverDesk {
  /** Undefined for a challenge that is not known, of another kind, or over. */
  find<K extends HandOverKind>(kind: K, challenge: string, cx: Context): Promise<Found<K> | undefined>;
  /** Throws OAuthError invalid_request, and DomainError for a subject that nobody may be called by. */
  acceptLogin(waiting: Waiting<'login'>, answer: LoginAnswer, by: string, cx: Context): Promise<string | undefined>;
  /** Throws OAuthError invalid_request for what the application did not ask for. */
  acceptConsent(
    waiting: Waiting<'consent'>,
    answer: ConsentAnswer,
    by: string,
    cx: Context,
  ): Promise<string | undefined>;
  acceptLogout(waiting: Waiting<'logout'>, by: string, cx: Context): Promise<string | undefined>;
  /** Throws OAuthError invalid_request for a code that no device shows, with 429 after too many of them. */
  acceptDevice(waiting: Waiting<'device'>, user_code: string, by: string, cx: Context): Promise<string | undefined>;
  reject(waiting: Waiting<HandOverKind>, why: Rejection, by: string, cx: Context): Promise<string | undefined>;
}

export const HAND_OVER_DESK: HandOverDesk = {
  async find(kind, challenge, cx) {
    const found = await findHandOver(kind, challenge, cx);
    if (found === undefined || !isOf(found, kind)) return undefined;
    if (found.used_at !== undefined) return { kind: 'over', redirect_to: found.request_url };
    const paper = kind === 'login' ? { ...found, challenge } : found;
    return {
      kind: 'waiting',
      waiting: { paper, ...(await concerned(found, cx)) },
      answered: found.answer !== undefined,
    };
  },

  async acceptLogin({ paper, person }, { subject, ...answer }, by, cx) {
    if (paper.skip && subject !== person?.subject) {
      throw invalid('subject must be the one of the login request, because the person is known already (skip)');
    }
    const user = await broughtHere(subject, by, cx);
    if (user.disabled) throw invalid('subject is a person who is switched off here');
    if (answer.acr?.startsWith('urn:lanyard:') === true) {
      throw invalid('acr is one of this server’s own, which only its own pages can say');
    }
    return answerHandOver(paper, { kind: 'login', user_id: user.id, ...answer }, by, cx);
  },

  async acceptConsent({ paper }, { scope, audience, session_claims, ...answer }, by, cx) {
    const beyond = missingScopes(scope, paper.scope);
    if (beyond.length > 0) throw invalid(`grant_scope has ${beyond.join(' ')}, which was not requested`);
    if (scope.length === 0 && paper.scope.length > 0) throw invalid('grant_scope is empty; reject the request instead');
    const foreign = audience.find((name) => !paper.request.audience.includes(name));
    if (foreign !== undefined) throw invalid(`grant_access_token_audience has ${foreign}, which was not requested`);
    const { access_token, id_token } = session_claims;
    const claims = definedFields({
      access_token: access_token && withoutProtocolClaims(access_token),
      id_token: id_token && withoutProtocolClaims(id_token),
    });
    return answerHandOver(paper, { kind: 'consent', scope, audience, session_claims: claims, ...answer }, by, cx);
  },

  acceptLogout: ({ paper }, by, cx) => answerHandOver(paper, { kind: 'logout' }, by, cx),

  async acceptDevice({ paper }, typed, by, cx) {
    const counters = codeCounters(undefined, { ...cx, address: paper.address });
    const taken = await takeCodeAttempt(counters, cx);
    if (!taken.allowed) {
      throw new OAuthError('invalid_request', 'there were too many wrong codes; wait a moment', {
        status: 429,
        headers: { 'Retry-After': String(taken.retry_after_s) },
      });
    }
    const found = await findWaiting(typed, cx);
    if (found === undefined) throw invalid('user_code is none that a device shows now');
    await refundCodeAttempt(counters, cx);
    return answerHandOver(paper, { kind: 'device', user_code: found.user_code }, by, cx);
  },

  reject: ({ paper }, why, by, cx) => answerHandOver(paper, { kind: 'rejected', ...why }, by, cx),
};

function isOf<K extends HandOverKind>(found: HandOver, kind: K): found is HandOver & PaperOf<K> {
  return found.kind === kind;
}

async function concerned(
  paper: HandOver,
  cx: Context,
): Promise<{ readonly application?: Application; readonly person?: Person }> {
  if (paper.kind === 'device') return {};
  const client_id = paper.kind === 'logout' ? paper.client_id : paper.request.client_id;
  const application = client_id === undefined ? undefined : await findApplication(cx.store, client_id);
  const session =
    paper.session_id === undefined ? undefined : await cx.store.collection('sessions').get(paper.session_id);
  const user = session && (await cx.store.collection('users').get(session.user_id));
  const sid = session && (application === undefined ? session.sid : sessionIdentifier(session.sid, application, cx));
  return {
    ...(application === undefined ? {} : { application }),
    ...(session && user && sid !== undefined ? { person: { subject: subjectOf(user), session, sid } } : {}),
  };
}

/** Whom the program means; one of its own people is entered at the first sign-in. */
async function broughtHere(subject: string, by: string, cx: Context): Promise<User> {
  const known = await findBySubject(cx.store, subject);
  if (known !== undefined) return known;
  return cx.store.transaction(async (within) => {
    const meanwhile = await findBySubject(within, subject);
    if (meanwhile !== undefined) return meanwhile;
    const user = await bringExternalPerson(within, subject, cx.now);
    await countUntoldChange(within);
    await appendAudit(within, {
      at: cx.now,
      type: 'user.brought',
      actor: by,
      target: user.username,
      address: cx.address,
      detail: { id: user.id, subject },
    });
    return user;
  });
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}
