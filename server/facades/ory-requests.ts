/**
 * The calls by which an office's own sign-in program, written for Ory, asks and answers about people who were led to it:
 * login, consent, logout and the code of a device. Each needs a token that is for that, or an admin's.
 */
import { ProblemError } from '../admin/problem-error.ts';
import { actorName } from '../admin/record-change.ts';
import type { Access } from '../contract/admin/operation.ts';
import {
  oryConsentAccepted,
  oryDeviceAccepted,
  oryLoginAccepted,
  oryRejected,
} from '../contract/facades/ory-requests.ts';
import { SIGN_IN_PROGRAM_SCOPE } from '../directory/scopes.ts';
import type { Context } from '../engine/context.ts';
import type { Waiting } from '../engine/hand-over/desk.ts';
import type { JsonResponse } from '../engine/wire.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { HandOverKind } from '../storage/records/hand-overs.ts';
import type { Facade, FacadeRequest, FindToken, Office } from './facade.ts';
import { type BodyFault, readBody } from './office/read-body.ts';
import { adminRows, json, NO_CONTENT } from './ory/admin-row.ts';
import { oryConsentRequest, oryLoginRequest, oryLogoutRequest } from './ory/request-view.ts';

const ROOT = '/admin/oauth2/auth/requests';

/** One call about somebody who waits. `by` is the name behind the token. */
interface Call<K extends HandOverKind> {
  readonly waiting: Waiting<K>;
  readonly by: string;
  readonly body: () => Promise<unknown>;
  readonly cx: Context;
}

export function oryRequestFacades(findToken: FindToken, office: Office): readonly Facade[] {
  const row = adminRows(findToken, office, SIGN_IN_PROGRAM_SCOPE);
  const desk = office.handOvers;

  const shown = <K extends HandOverKind>(kind: K, show: (waiting: Waiting<K>, challenge: string) => JsonObject) =>
    row('GET', `${ROOT}/${kind}`, 'admin', async ({ query }, _admin, cx) => {
      const challenge = challengeOf(kind, query);
      const found = await desk.find(kind, challenge, cx);
      if (found === undefined) throw unknown(kind);
      if (found.kind === 'over') return gone(found.redirect_to);
      // Also what was answered and not brought back yet: nobody is to be asked twice.
      if (found.answered) return gone(found.waiting.paper.request_url);
      return json(200, show(found.waiting, challenge));
    });

  const decided = <K extends HandOverKind>(
    kind: K,
    verb: 'accept' | 'reject',
    access: Access,
    decide: (call: Call<K>) => Promise<string | undefined>,
  ) =>
    row('PUT', `${ROOT}/${kind}/${verb}`, access, async ({ query, json: body }, { actor }, cx) => {
      const challenge = challengeOf(kind, query);
      const found = await desk.find(kind, challenge, cx);
      if (found === undefined) throw unknown(kind);
      if (found.kind === 'over') return gone(found.redirect_to);
      const { waiting } = found;
      const redirect_to = await decide({ waiting, by: actorName(actor), body, cx });
      if (redirect_to === undefined) return gone(waiting.paper.request_url);
      // Who is not to be signed out stays where the program has them.
      if (kind === 'logout' && verb === 'reject') return NO_CONTENT;
      return json(200, { redirect_to });
    });

  const rejected = (kind: 'login' | 'consent') =>
    decided(kind, 'reject', 'admin', async ({ waiting, by, body, cx }) =>
      desk.reject(waiting, rejectionOf(readBody(oryRejected, (await body()) ?? {}, refused)), by, cx),
    );

  return [
    shown('login', oryLoginRequest),
    decided('login', 'accept', 'recent_admin', async ({ waiting, by, body, cx }) => {
      const { subject, acr, amr = [], context, ...said } = readBody(oryLoginAccepted, await body(), refused);
      if (said.force_subject_identifier !== undefined && waiting.application?.subject_type === 'pairwise') {
        throw new OAuthError(
          'invalid_request',
          'force_subject_identifier is not supported: pairwise names are made here',
        );
      }
      const known = lastingOf(said);
      const answer = {
        subject,
        amr,
        extends: said.extend_session_lifespan === true,
        ...(acr === undefined ? {} : { acr }),
        ...(context === undefined ? {} : { context }),
        ...(known === undefined ? {} : { known_for_s: known }),
      };
      return desk.acceptLogin(waiting, answer, by, cx);
    }),
    rejected('login'),
    shown('consent', oryConsentRequest),
    // What it says of the person is what applications know them by.
    decided('consent', 'accept', 'recent_admin', async ({ waiting, by, body, cx }) => {
      const said = readBody(oryConsentAccepted, await body(), refused);
      const remembered = lastingOf(said);
      const { access_token, id_token } = said.session ?? {};
      const answer = {
        scope: (said.grant_scope ?? []).map((name) => (name === 'offline' ? 'offline_access' : name)),
        audience: said.grant_access_token_audience ?? [],
        session_claims: {
          ...(access_token === undefined ? {} : { access_token }),
          ...(id_token === undefined ? {} : { id_token }),
        },
        ...(remembered === undefined ? {} : { remembered_for_s: remembered }),
      };
      return desk.acceptConsent(waiting, answer, by, cx);
    }),
    rejected('consent'),
    shown('logout', oryLogoutRequest),
    decided('logout', 'accept', 'admin', ({ waiting, by, cx }) => desk.acceptLogout(waiting, by, cx)),
    decided('logout', 'reject', 'admin', ({ waiting, by, cx }) =>
      desk.reject(waiting, { error: 'access_denied', description: 'the person stays signed in' }, by, cx),
    ),
    decided('device', 'accept', 'admin', async ({ waiting, by, body, cx }) =>
      desk.acceptDevice(waiting, readBody(oryDeviceAccepted, await body(), refused).user_code, by, cx),
    ),
  ];
}

/** Ory's older clients call each of them `challenge`. */
function challengeOf(kind: HandOverKind, query: FacadeRequest['query']): string {
  const name = `${kind}_challenge`;
  const challenge = query.get(name) ?? query.get('challenge');
  if (challenge !== undefined && query.repeated.length === 0) return challenge;
  throw new OAuthError('invalid_request', `${name} is missing, or came twice`);
}

/** Undefined where it is not remembered, 0 where no end was said. */
function lastingOf({
  remember,
  remember_for = 0,
}: {
  readonly remember: boolean | undefined;
  readonly remember_for: number | undefined;
}): number | undefined {
  return remember === true ? remember_for : undefined;
}

function rejectionOf({
  error = 'access_denied',
  error_description = 'the sign-in program of this office said no',
}: {
  readonly error: string | undefined;
  readonly error_description: string | undefined;
}) {
  // Cut down to what an address may carry.
  return { error, description: new OAuthError('access_denied', error_description).description };
}

/** Ory's word for what is no client. */
function refused(faults: readonly BodyFault[]): OAuthError {
  const told = faults.map(({ path, reason }) => (path.length === 0 ? reason : `${path.join('.')}: ${reason}`));
  return new OAuthError('invalid_request', told.join('; '));
}

function unknown(kind: HandOverKind): ProblemError {
  return new ProblemError('not_found', { detail: `${kind}_challenge is not known here, or has been waiting too long` });
}

function gone(redirect_to: string): JsonResponse {
  return json(410, { redirect_to });
}
