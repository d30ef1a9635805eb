/**
 * From the trace events of one flow to its picture: every message and its answer as arrows, and between them what Lanyard
 * did not see but what must have happened, because a browser had been sent there. Pure.
 */
import type { Exchange, TracedEvent } from './exchange.ts';
import { exchangesOf } from './exchanges.ts';
import type { Arrow, FlowModel, FlowStep, Lane } from './flow-types.ts';
import { isObject, textAt } from './json-at.ts';
import { answerOf, MESSAGES, requestOf } from './messages.ts';
import { type WhyRefused, whyRefused } from './why-refused.ts';

/** An arrow that nobody saw is `implied`. */
export interface FlowArrow extends Arrow {
  readonly implied: boolean;
  /** Of a refusal. */
  readonly refused?: WhyRefused;
}

export interface DrawnFlow extends FlowModel {
  readonly arrows: readonly FlowArrow[];
}

/** `events` are those of one flow, in the order of their sequence. */
export function modelOfFlow(events: readonly TracedEvent[]): DrawnFlow {
  return { lanes: lanesOf(events), arrows: exchangesOf(events).flatMap(arrowsOf) };
}

function lanesOf(events: readonly TracedEvent[]): readonly Lane[] {
  const application = events.map(applicationIn).find((name) => name !== undefined);
  return [
    { id: 'browser', title: 'Browser' },
    { id: 'application', title: application ?? 'Application' },
    { id: 'authorize', title: 'Lanyard: authorization' },
    { id: 'token', title: 'Lanyard: tokens' },
    { id: 'api', title: 'API' },
  ];
}

/** As whoever registered it called it. */
function applicationIn({ kind, name, outcome }: TracedEvent): string | undefined {
  if (outcome.kind === 'refused' || kind === 'key' || kind === 'http') return undefined;
  if (kind === 'step') return textAt(outcome.output, 'application', 'client_name');
  return name === 'applications find' ? textAt(outcome.output, '0', 'client_name') : undefined;
}

function arrowsOf(exchange: Exchange): readonly FlowArrow[] {
  const { message, at } = exchange;
  const { from, to, channel } = MESSAGES[message];
  const { label, spec } = requestOf(exchange);
  const began = at.at_ms - at.duration_ms;
  const request: FlowArrow = {
    id: `${at.sequence}-request`,
    from: from(exchange),
    to,
    label,
    channel,
    kind: 'request',
    at_ms: began,
    duration_ms: 0,
    ...(spec === undefined ? {} : { spec }),
    steps: exchange.steps.map(stepOf),
    request: { message: at.name, ...(isObject(at.input) ? at.input : {}) },
    implied: false,
  };
  const answer = answerOf(exchange);
  const response: FlowArrow = {
    ...request,
    id: `${at.sequence}-response`,
    from: request.to,
    to: request.from,
    label: answer.label,
    kind: answer.refused ? 'refusal' : 'response',
    at_ms: at.at_ms,
    duration_ms: at.duration_ms,
    ...(answer.spec === undefined ? {} : { spec: answer.spec }),
    steps: [],
    response: shownAnswer(at),
    ...(answer.refused ? { refused: whyRefused(exchange) } : {}),
  };
  return [...sentBefore(request, exchange), request, response, ...sentAfter(response, answer.back, exchange)];
}

/** Nobody asks for authorization by themselves: the application has sent the browser. */
function sentBefore(request: FlowArrow, { message, at }: Exchange): readonly FlowArrow[] {
  if (message !== 'authorize') return [];
  const { steps: _, ...rest } = request;
  const id = `${at.sequence}-sent`;
  const words = {
    from: 'application',
    to: 'browser',
    label: 'Sends the browser to Lanyard',
    kind: 'response',
  } as const;
  return [{ ...rest, ...words, id, steps: [], implied: true }];
}

/** The browser goes where the answer sends it; what stands in that address, it carries along. */
function sentAfter(response: FlowArrow, back: string | undefined, { at }: Exchange): readonly FlowArrow[] {
  if (back === undefined) return [];
  const { response: carried, ...rest } = response;
  const id = `${at.sequence}-back`;
  const kind = response.kind === 'refusal' ? 'refusal' : 'request';
  const words = { from: 'browser', to: 'application', label: back, kind, request: carried } as const;
  return [{ ...rest, ...words, id, duration_ms: 0, implied: true }];
}

function shownAnswer({ outcome }: TracedEvent): unknown {
  if (outcome.kind === 'ok') return outcome.output;
  const { code: error, description: error_description, hint } = outcome;
  return { error, error_description, ...(hint === undefined ? {} : { hint }) };
}

function stepOf({ name, spec, duration_ms, outcome }: TracedEvent): FlowStep {
  const detail = outcome.kind === 'refused' ? (outcome.hint ?? outcome.description) : undefined;
  return {
    name,
    ...(spec === undefined ? {} : { spec }),
    duration_ms,
    outcome: outcome.kind,
    ...(detail === undefined ? {} : { detail }),
  };
}
