/** Short answers of the edge itself: nothing here, not this way, not from there. A page for browsers, JSON for everybody else. */
import type { IncomingMessage } from 'node:http';
import type { EndpointResponse, Headers } from '../engine/wire.ts';

export interface Notice {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What arrived and what was expected; it repeats nothing that a stranger chose. */
  readonly detail: string;
  /** Who can change it, and how. */
  readonly remedy: string;
  readonly headers?: Headers;
}

export function answerNotice(request: IncomingMessage, notice: Notice): EndpointResponse {
  const { status, code, title, detail, remedy } = notice;
  const own = notice.headers === undefined ? {} : { headers: notice.headers };
  if (!wantsPage(request)) {
    return { kind: 'json', status, body: { error: code, error_description: `${detail} ${remedy}` }, ...own };
  }
  return { kind: 'page', status, view: { page: 'error', status, code, title, detail, remedy }, ...own };
}

/** Whether a browser asks, for somebody to read the answer. */
export function wantsPage({ headers }: IncomingMessage): boolean {
  return (headers.accept ?? '').includes('text/html');
}

export const NOT_FOUND: Notice = {
  status: 404,
  code: 'not_found',
  title: 'There is nothing here',
  detail: 'No page and no endpoint has this address.',
  remedy: 'Check the address. If a link led you here, tell the people who made the link.',
};

/** RFC 9110 §15.5.6 */
export function methodNotAllowed(allow: string): Notice {
  return {
    status: 405,
    code: 'method_not_allowed',
    title: 'Not this way',
    detail: `This address answers ${allow} only.`,
    remedy: 'Go back to the application and begin again.',
    headers: { allow },
  };
}

export const FOREIGN_POST: Notice = {
  status: 403,
  code: 'access_denied',
  title: 'That form is not one of ours',
  detail: 'The form was sent from a page of another site.',
  remedy: 'If you meant to do this, go back to the application and begin again.',
};
