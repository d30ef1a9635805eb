/**
 * Ory's calls about what people allowed clients, and in which browsers they are signed in. A person is named by the `sub`
 * that clients of this dialect hear; of applications in other dialects nothing is shown, and nothing ended.
 */
import { GRANT_HANDLERS } from '../admin/grants-api.ts';
import type { AdminContext } from '../admin/handler.ts';
import { ProblemError } from '../admin/problem-error.ts';
import { SESSION_HANDLERS } from '../admin/sessions-api.ts';
import { findBySubject } from '../directory/external-people.ts';
import { type HeldByApplication, readHeldByApplications } from '../directory/held-by-applications.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Facade, FacadeRequest, FindToken, Office } from './facade.ts';
import { plainCall } from './office/as-admin.ts';
import { adminRows, NO_CONTENT } from './ory/admin-row.ts';
import { consentRequestId, isoTime, oryClientView } from './ory/client-view.ts';
import { paged } from './shapes/paging.ts';

const CONSENT = '/admin/oauth2/auth/sessions/consent';

export function orySessionFacades(findToken: FindToken, office: Office): readonly Facade[] {
  const row = adminRows(findToken, office);
  return [
    row('GET', CONSENT, 'admin', async (request, admin) => {
      const subject = needed(request, 'subject');
      const sid = request.query.get('login_session_id');
      const held = (await heldOf(await idBehind(subject, admin), admin)).filter(
        ({ grants }) => sid === undefined || grants.some((grant) => grant.sid === sid),
      );
      return paged(
        held.map((each) => consentSession(subject, each)),
        request,
        { name: 'page_size', at: 'page_token', standard: 250, most: 500, keeps: ['subject', 'login_session_id'] },
      );
    }),

    row('DELETE', CONSENT, 'admin', async (request, admin) => {
      for (const each of await meant(request, admin)) {
        const path = { id: each.user_id, application_id: each.application_id };
        await GRANT_HANDLERS.withdrawUserApplication(plainCall(path, undefined), admin);
      }
      return NO_CONTENT;
    }),

    row('DELETE', '/admin/oauth2/auth/sessions/login', 'admin', async ({ query }, admin) => {
      const [subject, sid] = [query.get('subject'), query.get('sid')];
      if (subject === undefined && sid === undefined) throw missing('subject or sid');
      if (sid !== undefined) await SESSION_HANDLERS.endSession(plainCall({ sid }, undefined), admin);
      const user = subject === undefined ? undefined : await findBySubject(admin.store, subject);
      if (user !== undefined) await SESSION_HANDLERS.endUserSessions(plainCall({ id: user.id }, undefined), admin);
      return NO_CONTENT;
    }),
  ];
}

interface Meant {
  readonly user_id: string;
  readonly application_id: string;
}

/** One is named by its id, or by subject and client; all of a person's by subject and `all`. Throws ProblemError invalid. */
async function meant(request: FacadeRequest, admin: AdminContext): Promise<readonly Meant[]> {
  const { query } = request;
  const id = query.get('consent_request_id');
  const user_id = id === undefined ? await idBehind(needed(request, 'subject'), admin) : (id.split('.')[0] ?? '');
  const client = query.get('client');
  if (id === undefined && client === undefined && query.get('all') !== 'true') throw missing('client, or all=true');
  const held = await heldOf(user_id, admin);
  return held
    .filter((each) => id === undefined || consentRequestId(user_id, each) === id)
    .filter(({ application }) => client === undefined || application.client_id === client)
    .map(({ application }) => ({ user_id, application_id: application.id }));
}

async function heldOf(user_id: string, { store, now }: AdminContext): Promise<readonly HeldByApplication[]> {
  const held = await readHeldByApplications(store, user_id, now);
  return held.filter(({ application }) => application.dialect === 'ory');
}

/** Who is called so by clients, or by a sign-in program of the office's own; nobody has the answer where nobody is. */
async function idBehind(subject: string, { store }: AdminContext): Promise<string> {
  return (await findBySubject(store, subject))?.id ?? '';
}

/** What Lanyard keeps is all that was allowed, not each time that it was asked. */
function consentSession(subject: string, held: HeldByApplication): JsonObject {
  const { application, scope, audience, grants, since, consent } = held;
  const [last] = grants.toSorted((one, other) => other.created_at - one.created_at);
  const consent_request_id = consentRequestId(last?.user_id ?? consent?.user_id ?? '', held);
  return {
    consent_request_id,
    consent_request: {
      challenge: '',
      consent_request_id,
      subject,
      client: oryClientView(application),
      requested_scope: [...scope],
      requested_access_token_audience: [...audience],
      skip: application.consent === 'skip',
      ...(last === undefined ? {} : { login_session_id: last.sid, acr: last.acr, amr: [...last.amr] }),
    },
    grant_scope: [...scope],
    grant_access_token_audience: [...audience],
    handled_at: isoTime(since),
    remember: consent !== undefined,
    remember_for: 0,
    session: { access_token: {}, id_token: {}, ...last?.session_claims },
  };
}

/** Throws ProblemError invalid. */
function needed({ query }: FacadeRequest, name: string): string {
  const value = query.get(name);
  if (value === undefined) throw missing(name);
  return value;
}

function missing(what: string): ProblemError {
  return new ProblemError('invalid', { detail: `${what} is missing` });
}
