/** One request and its answer: makes the Context, runs the work, maps what it throws, and sends. Used by every route of ours. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '../engine/context.ts';
import type { EndpointResponse, Headers } from '../engine/wire.ts';
import type { LogFields } from '../log/log.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { OAuthError } from '../spec/oauth-error.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Edge } from './edge.ts';
import { mapError, refusalJson, refusalPage } from './error-mapper.ts';
import { logRefusingPage } from './log-refusing-page.ts';
import type { Office } from '../pages/page.ts';
import type { Listener } from './listener.ts';
import { addressOf, makeContext } from './make-context.ts';
import { PeerGone } from './read-body.ts';
import { splitTarget } from './read-params.ts';
import { send } from './send.ts';
import { createUrlBook } from './url-book.ts';

export interface Answering {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Who reads a refusal: people get a page, everybody else JSON. */
  readonly audience: 'browser' | 'application' | 'anyone';
  /** Headers for this answer alone, refusal or not; must not reject. */
  readonly extra?: Awaitable<Headers>;
}

export interface Exchange {
  /** Sends what `work` answers, or what becomes of what it throws. Never rejects. */
  answer(to: Answering, work: (note: NoteAbout) => Promise<EndpointResponse> | EndpointResponse): Promise<void>;
  /** `whose` is the application that the path names. */
  context(request: IncomingMessage, dialect: DialectName, whose?: Application): Promise<Context>;
  /** For the log: a refusal that was spelled by somebody else than the error mapper. */
  noteRefusal(error: OAuthError, where: string, about: LogFields): void;
  /** For the log: a page that tells a person of a refusal. */
  notePage(answer: EndpointResponse, request: IncomingMessage, about: () => LogFields): Promise<void>;
}

/** Says whom the request is about, for the log; asked for only where it is refused. */
export type NoteAbout = (about: () => LogFields) => void;

export function createExchange(edge: Edge, listener: Listener): Exchange {
  const { world, log } = edge;
  const urlsFor = createUrlBook(edge, listener);

  const { origin, secure } = listener;

  /** At once where nothing has to be read. */
  function deliver(answer: EndpointResponse, to: Answering): Awaitable<void> {
    const { extra } = to;
    if (answer.kind !== 'page' && !(extra instanceof Promise)) return sendNow(answer, to, extra, NOBODY);
    return Promise.all([answer.kind === 'page' ? readOffice() : NOBODY, extra]).then(([office, headers]) =>
      sendNow(answer, to, headers, office),
    );
  }

  function sendNow(
    answer: EndpointResponse,
    { request, response }: Answering,
    extra: Headers | undefined,
    office: Office,
  ): void {
    send(answer, { request, response, origin, secure, draw: (view) => edge.draw(view, office), extra });
  }

  /** An error page must be drawn even where the settings can't be read. */
  function readOffice(): Promise<Office> {
    return world.settings().catch(() => NOBODY);
  }

  async function refuse(thrown: unknown, to: Answering, about: LogFields | undefined): Promise<void> {
    const refusal = mapError(thrown, log, whereOf(to.request), about);
    await deliver(to.audience === 'browser' ? refusalPage(refusal) : refusalJson(refusal), to);
  }

  return {
    async answer(to, work) {
      let about: (() => LogFields) | undefined;
      try {
        const sent = deliver(await work((said) => (about = said)), to);
        if (sent instanceof Promise) await sent;
      } catch (thrown) {
        if (thrown instanceof PeerGone || to.response.headersSent || to.response.destroyed) {
          to.response.destroy();
          if (!(thrown instanceof PeerGone)) mapError(thrown, log, whereOf(to.request));
          return;
        }
        await refuse(thrown, to, about?.()).catch((fault: unknown) => {
          mapError(fault, log, whereOf(to.request));
          to.response.destroy();
        });
      }
    },
    context(request, dialect, whose) {
      return makeContext(world, { dialect, urls: urlsFor(dialect, whose), address: addressOf(request.socket) });
    },
    noteRefusal(error, where, about) {
      mapError(error, log, where, about);
    },
    async notePage(answer, request, about) {
      if (answer.kind !== 'page') return;
      await logRefusingPage(answer.view, world.store, log, { where: whereOf(request), ...about() });
    },
  };
}

const NOBODY: Office = { issuer_name: 'Lanyard' };

function whereOf({ method, url }: IncomingMessage): string {
  return `${method ?? ''} ${splitTarget(url ?? '').path}`;
}
