/** Tells the tracer of one message and its answer at the edge. Redaction is the tracer's. */
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { Trace } from '../trace/trace.ts';

/** `began` is the trace's clock when the message was whole. */
export function traceExchange(
  trace: Trace,
  flow_id: string,
  path: string,
  asked: EndpointRequest,
  answer: EndpointResponse,
  began: number,
): void {
  const { method, params, authorization } = asked;
  trace.emit({
    flow_id,
    kind: 'http',
    name: `${method} ${path}`,
    duration_ms: trace.clock() - began,
    input: authorization === undefined ? { params } : { params, authorization },
    outcome: { kind: 'ok', output: shownOf(answer) },
  });
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
