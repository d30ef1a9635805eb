/**
 * The one place where what was thrown becomes an answer. Refusals keep their words; everything else becomes server_error
 * with a random incident id, under which the log tells the operator what really happened.
 */
import { randomBytes } from 'node:crypto';
import { HashingBusy } from '../directory/passwords.ts';
import type { JsonResponse, PageResponse } from '../engine/wire.ts';
import type { Log, LogFields } from '../log/log.ts';
import { OAuthError, type OAuthErrorCode } from '../spec/oauth-error.ts';
import { StorageError } from '../storage/store.ts';

export interface Refusal {
  readonly error: OAuthError;
  /** On every 5xx: what the operator finds in the log. */
  readonly incident: string | undefined;
}

/** `where` is the method and path, without the query: it goes into the log, and `about` with it where a request is refused. */
export function mapError(thrown: unknown, log: Log, where: string, about: LogFields = {}): Refusal {
  const error = toOAuthError(thrown);
  if (error.status < 500) {
    log.info('refused', { where, code: error.code, ...about, description: error.description, hint: error.hint });
    return { error, incident: undefined };
  }
  const incident = randomBytes(5).toString('hex');
  if (error.status === 503) log.warn('not available', { incident, where, reason: messageOf(thrown), hint: error.hint });
  else log.error('unexpected fault', { incident, where, fault: stackOf(thrown) });
  return { error, incident };
}

function toOAuthError(thrown: unknown): OAuthError {
  if (thrown instanceof OAuthError) return thrown;
  if (thrown instanceof HashingBusy)
    return notNow('too many sign-ins are being checked at once; try again shortly', 1, thrown);
  if (thrown instanceof StorageError && thrown.code === 'unavailable') {
    return notNow('the server cannot write its data at the moment', 5, thrown);
  }
  return new OAuthError('server_error', 'an unexpected fault; the incident id leads to it in the log', {
    cause: thrown,
  });
}

function notNow(description: string, retry_after_s: number, cause: unknown): OAuthError {
  return new OAuthError('temporarily_unavailable', description, {
    cause,
    headers: { 'retry-after': String(retry_after_s) },
  });
}

/** RFC 6749 §5.2 */
export function refusalJson({ error, incident }: Refusal): JsonResponse {
  return {
    kind: 'json',
    status: error.status,
    body: {
      error: error.code,
      error_description: error.description,
      ...(incident === undefined ? {} : { incident }),
    },
    headers: error.headers,
  };
}

/** For people: what happened, what was expected, and who can do something about it. */
export function refusalPage({ error, incident }: Refusal): PageResponse {
  const { title, remedy } = WORDS[error.code] ?? (error.status >= 500 ? FAULT : BROKEN_LINK);
  return {
    kind: 'page',
    status: error.status,
    view: {
      page: 'error',
      status: error.status,
      code: error.code,
      title,
      detail: error.description,
      remedy,
      ...(incident === undefined ? {} : { incident }),
    },
    headers: error.headers,
  };
}

interface Words {
  readonly title: string;
  readonly remedy: string;
}

const BROKEN_LINK: Words = {
  title: 'This request can’t be answered',
  remedy: 'Go back to the application and try again. If it happens again, tell the people who run that application.',
};

const FAULT: Words = {
  title: 'Something went wrong here',
  remedy: 'Try again. If it happens again, give the incident number to the admin: it leads to the cause in the log.',
};

const WORDS: Partial<Record<OAuthErrorCode, Words>> = {
  temporarily_unavailable: {
    title: 'Not possible at the moment',
    remedy: 'Nothing was changed. Try again in a few seconds; if it goes on, tell the admin.',
  },
  invalid_client: {
    title: 'This application is not known here',
    remedy: 'The admin can register the application, or correct the client_id in its settings.',
  },
};

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'something that is not an error was thrown';
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return messageOf(thrown);
  const told = thrown instanceof OAuthError && thrown.cause instanceof Error ? thrown.cause : thrown;
  return told.stack ?? told.message;
}
