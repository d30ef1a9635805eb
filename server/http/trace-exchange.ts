/** Tells the tracer of one message and its answer at the edge, which ends what is told of the request. Redaction is the tracer's. */
import type { Context } from '../engine/context.ts';
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { TraceEntry } from '../trace/trace.ts';

/** As it came, before any dialect read it. */
export type Message = Pick<EndpointRequest, 'params' | 'authorization'> & {
  readonly method: string;
  readonly path: string;
};

/** With nobody watching this is `work` and nothing else. What it throws goes on unchanged. */
export async function traceExchange<R extends EndpointResponse>(
  { trace }: Context,
  message: Message,
  work: () => Promise<R>,
): Promise<R> {
  if (trace === undefined) return work();
  const began = trace.clock();
  const tell = (outcome: TraceEntry['outcome']): void => {
    const { method, path, params, authorization } = message;
    const input = authorization === undefined ? { params } : { params, authorization };
    trace.emit({ kind: 'http', name: `${method} ${path}`, duration_ms: trace.clock() - began, input, outcome });
    trace.end();
  };
  try {
    const answer = await work();
    tell({ kind: 'ok', output: shownOf(answer) });
    return answer;
  } catch (thrown) {
    tell(refusalOf(thrown));
    throw thrown;
  }
}

function refusalOf(thrown: unknown): TraceEntry['outcome'] {
  if (!(thrown instanceof OAuthError)) {
    return { kind: 'refused', code: 'server_error', description: 'an unexpected fault' };
  }
  const { code, description, hint } = thrown;
  return { kind: 'refused', code, description, ...(hint === undefined ? {} : { hint }) };
}

function shownOf(answer: EndpointResponse): unknown {
  switch (answer.kind) {
    case 'json':
      return { status: answer.status, body: answer.body };
    case 'document':
      return { status: 200, body: answer.body };
    case 'redirect':
      return { status: answer.status, location: answer.location };
    case 'page':
      return { status: answer.status, page: answer.view.page };
    case 'text':
      return { status: answer.status, content_type: answer.content_type };
    case 'empty':
      return { status: answer.status };
    default:
      return answer satisfies never;
  }
}
