/**
 * GitHub's calls by which an application asks whether a token of its own is still good, and gives tokens and authorizations
 * back: by its client id and secret, and about nobody else's tokens. A token is not made anew without its person.
 */
import { ProblemError } from '../admin/problem-error.ts';
import { hashSecret } from '../directory/machine-secrets.ts';
import type { ClientDesk } from '../engine/client-desk.ts';
import type { Context } from '../engine/context.ts';
import type { LiveToken } from '../engine/tokens/lookup.ts';
import type { EmptyResponse, JsonResponse } from '../engine/wire.ts';
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Facade, FacadeRequest, FindToken } from './facade.ts';
import { answer, refuse, refuseNobody } from './shapes/github-answer.ts';
import { githubUser } from './shapes/github.ts';
import { isoTime } from './shapes/parts.ts';

const OWN = '/applications/{client_id}';

export function githubTokenFacades(findToken: FindToken, desk: ClientDesk): readonly Facade[] {
  const row = (
    method: Facade['method'],
    path: string,
    answers: (asked: Asked, cx: Context) => Promise<JsonResponse | EmptyResponse>,
  ): Facade => ({
    dialect: 'github',
    method,
    paths: [`/api/v3${OWN}/${path}`, `${OWN}/${path}`],
    async answer(request, cx) {
      const application = await desk.applicationOf(request.authorization, cx);
      if (application?.dialect !== 'github') return refuseNobody(request);
      if (application.client_id !== request.parameters['client_id']) return NOT_FOUND;
      try {
        const value = await presentedIn(request);
        if (value === undefined) return refuse(422, 'access_token is missing; it is a member of a JSON object');
        const held = await heldBy(application, value, findToken, cx);
        return held === undefined ? NOT_FOUND : await answers({ ...held, application, value, request }, cx);
      } catch (thrown) {
        if (thrown instanceof ProblemError) return refuse(400, 'Problems parsing JSON');
        throw thrown;
      }
    },
  });
  return [
    row('POST', 'token', (asked) => Promise.resolve(answer(shown(asked)))),
    row('DELETE', 'token', async ({ token }, cx) => {
      await desk.revokeToken(token, cx);
      return { kind: 'empty', status: 204 };
    }),
    row('DELETE', 'grant', async ({ grant_id }, cx) => {
      await desk.revokeGrant(grant_id, cx);
      return { kind: 'empty', status: 204 };
    }),
  ];
}

interface Held {
  readonly token: LiveToken;
  readonly user: User;
  readonly grant_id: string;
}

interface Asked extends Held {
  readonly application: Application;
  /** As it was presented. */
  readonly value: string;
  readonly request: FacadeRequest;
}

const NOT_FOUND = refuse(404, 'Not Found');

/** A person's token that was issued to this application. */
async function heldBy(
  { client_id }: Application,
  value: string,
  findToken: FindToken,
  cx: Context,
): Promise<Held | undefined> {
  const token = await findToken(value, cx);
  if (token?.subject.kind !== 'user' || token.client_id !== client_id) return undefined;
  const { user, grant } = token.subject;
  return user === undefined ? undefined : { token, user, grant_id: grant.id };
}

async function presentedIn(request: FacadeRequest): Promise<string | undefined> {
  const body = await request.json();
  const value = isJsonObject(body) ? body['access_token'] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whoever presents the token has it, so it stands in the answer, as GitHub has it. */
function shown({ application, token, value, user, request }: Asked): JsonObject {
  const hashed_token = Buffer.from(hashSecret(value), 'base64url').toString('hex');
  return {
    // 48 bits, which every program can hold as a number.
    id: Number.parseInt(hashed_token.slice(0, 12), 16),
    url: request.url,
    app: {
      name: application.client_name,
      url: application.client_uri ?? '',
      client_id: application.client_id,
    },
    token: value,
    hashed_token,
    token_last_eight: value.slice(-8),
    note: null,
    note_url: null,
    created_at: isoTime(token.iat),
    updated_at: isoTime(token.iat),
    expires_at: isoTime(token.exp),
    scopes: [...token.scope],
    fingerprint: null,
    user: githubUser(user, null, new URL(request.url).origin),
  };
}
