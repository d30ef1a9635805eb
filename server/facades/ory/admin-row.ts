/** A call of Ory's admin API: behind our own admin's authorisation, and refused in Ory's spelling. */
import type { AdminContext } from '../../admin/handler.ts';
import { ProblemError } from '../../admin/problem-error.ts';
import type { Access } from '../../contract/admin/operation.ts';
import { PROBLEMS, type ProblemName } from '../../contract/admin/problem.ts';
import { DomainError, type DomainErrorCode } from '../../directory/domain-error.ts';
import type { Context } from '../../engine/context.ts';
import type { EmptyResponse, Headers, JsonResponse } from '../../engine/wire.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Facade, FacadeRequest, FindToken, Office } from '../facade.ts';
import { asAdmin } from '../office/as-admin.ts';
import { orAppPassword } from '../office/or-app-password.ts';

export type OryAnswer = JsonResponse | EmptyResponse;
export type Answering = (request: FacadeRequest, admin: AdminContext, cx: Context) => Promise<OryAnswer> | OryAnswer;
export type AdminRow = (method: Facade['method'], path: string, access: Access, answer: Answering) => Facade;

/**
 * Without an admin's token, or an app password of an account that is one, nothing is answered, not even what is malformed.
 * `suffices` is a smaller right that does as well.
 */
export function adminRows(findToken: FindToken, office: Office, suffices?: string): AdminRow {
  const findKey = orAppPassword(findToken, office.appPasswords);
  return (method, path, access, answer) => ({
    dialect: 'ory',
    method,
    paths: [path],
    office: true,
    async answer(request, cx) {
      try {
        const admin = await asAdmin(request, { access, suffices }, { ...office, findToken: findKey }, cx);
        return await answer(request, admin, cx);
      } catch (thrown) {
        return refusalOf(thrown);
      }
    },
  });
}

export function json(status: number, body: JsonResponse['body'], headers: Headers = {}): JsonResponse {
  return { kind: 'json', status, body, headers };
}

export const NO_CONTENT: EmptyResponse = { kind: 'empty', status: 204 };

/** What Ory has and Lanyard does not do; `why` is a sentence. */
export function notHere(why: string): JsonResponse {
  return json(501, { error: 'not_implemented', error_description: why });
}

/** Ory's names of what the admin API calls otherwise. */
const NAMES: Partial<Readonly<Record<ProblemName, string>>> = {
  invalid: 'invalid_request',
  unauthenticated: 'request_unauthorized',
  forbidden: 'request_forbidden',
};

/** What of an application Ory's client has under another name. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['web_origins', 'allowed_cors_origins'],
  ['access_token_format', 'access_token_strategy'],
  ['consent', 'skip_consent'],
  ['program_data', 'metadata'],
  ['refresh_token_idle_lifetime_s', 'refresh_token_grant_refresh_token_lifespan'],
  ['access_token_lifetime_s', 'refresh_token_grant_access_token_lifespan'],
  ['id_token_lifetime_s', 'refresh_token_grant_id_token_lifespan'],
]);

/** Of a JSON Pointer, or of `?name` for a query parameter. */
function memberIn(pointer: string): string {
  const [first = '', ...further] = pointer.replace(/^[/?]/, '').split('/');
  return [MEMBERS.get(first) ?? first, ...further].join('/');
}

const OF_DOMAIN: Readonly<Record<DomainErrorCode, ProblemName>> = {
  not_found: 'not_found',
  conflict: 'conflict',
  invalid: 'invalid',
  forbidden: 'forbidden',
};

/** Throws on what is no refusal. */
function refusalOf(thrown: unknown): JsonResponse {
  if (thrown instanceof OAuthError && thrown.status < 500) {
    return json(thrown.status, { error: thrown.code, error_description: thrown.description }, thrown.headers);
  }
  if (thrown instanceof DomainError) return told(OF_DOMAIN[thrown.code], thrown.message);
  if (!(thrown instanceof ProblemError)) throw thrown;
  const { problem, details } = thrown;
  if (PROBLEMS[problem].status >= 500) throw thrown;
  const { errors = [], detail, headers = {} } = details;
  const faults = errors.map(({ pointer, detail: reason }) => `${memberIn(pointer)} ${reason}`.trimStart());
  return told(problem, [...(detail === undefined ? [] : [detail]), ...faults].join('; '), headers, errors.length > 0);
}

function told(problem: ProblemName, description: string, headers: Headers = {}, ofFields = false): JsonResponse {
  const error = ofFields && problem === 'invalid' ? 'invalid_client_metadata' : (NAMES[problem] ?? problem);
  const body: JsonObject = { error, error_description: description === '' ? PROBLEMS[problem].title : description };
  return json(PROBLEMS[problem].status, body, headers);
}
