/**
 * The memory of the tracer: the newest events, in their flows and in their order. Bounded in events, bytes and flows; what
 * goes first is the flow that has been quiet for longest, so that what somebody is looking at stays whole.
 */
import type { TraceEvent } from '../contract/trace-events.ts';
import { type FlowSummary, type FlowFacts, learn, NOTHING_KNOWN, summaryOf } from './flow-summary.ts';

/** Kept as JSON: written once, however many read it, and nothing that the garbage collector would have to look through. */
export interface KeptEvent {
  readonly sequence: number;
  /** A TraceEvent. */
  readonly text: string;
}

export interface FlowLimits {
  readonly events: number;
  /** Of the events' JSON, in UTF-16 code units. */
  readonly bytes: number;
  readonly flows: number;
  /** A token that is used for days keeps adding to its flow: then its oldest events go. */
  readonly events_per_flow: number;
}

export const FLOW_LIMITS: FlowLimits = { events: 5_000, bytes: 16 * 1024 * 1024, flows: 500, events_per_flow: 1_000 };

export interface FlowRing {
  /** The events of one request, in order, all of one flow. */
  add(events: readonly TraceEvent[]): void;
  /** In order, those after `sequence`, until they come to `most_bytes`; at least one where there is any. */
  after(sequence: number, most_bytes: number): readonly KeptEvent[];
  flow(flow_id: string): { readonly summary: FlowSummary; readonly events: readonly TraceEvent[] } | undefined;
  /** The flow in which something happened last comes first. */
  summaries(): readonly FlowSummary[];
  /** The highest sequence of an event that is no longer kept. */
  forgotten(): number;
  /** Forgets everything, and what `sequence` stood for as well. */
  clear(sequence: number): void;
}

interface Slot extends KeptEvent {
  gone: boolean;
}

interface Flow {
  readonly flow_id: string;
  slots: Slot[];
  facts: FlowFacts;
}

export function createFlowRing(limits: FlowLimits): FlowRing {
  /** The quietest first: a flow that goes on is put at the end again. */
  const flows = new Map<string, Flow>();
  /** Every event in its order; those that are gone are skipped, and thrown out when they are half of it. */
  let order: Slot[] = [];
  let kept = 0;
  let bytes = 0;
  let forgotten = 0;

  function forget(slot: Slot): void {
    slot.gone = true;
    kept -= 1;
    bytes -= slot.text.length;
    forgotten = Math.max(forgotten, slot.sequence);
  }

  function forgetFlow(flow: Flow): void {
    flow.slots.forEach(forget);
    flows.delete(flow.flow_id);
  }

  function keepWithinLimits(newest: Flow): void {
    const surplus = newest.slots.length - limits.events_per_flow;
    if (surplus > 0) newest.slots.splice(0, surplus).forEach(forget);
    for (const flow of flows.values()) {
      if (flow === newest || !isTooMuch()) break;
      forgetFlow(flow);
    }
    while (isTooMuch() && newest.slots.length > 1) newest.slots.splice(0, 1).forEach(forget);
    if (order.length > 2 * kept) order = order.filter(({ gone }) => !gone);
  }

  function isTooMuch(): boolean {
    return kept > limits.events || bytes > limits.bytes || flows.size > limits.flows;
  }

  function firstAfter(sequence: number): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(events) {
      const flow_id = events[0]?.flow_id;
      if (flow_id === undefined) return;
      const flow = flows.get(flow_id) ?? { flow_id, slots: [], facts: NOTHING_KNOWN };
      flows.delete(flow_id);
      flows.set(flow_id, flow);
      for (const event of events) {
        const slot = { sequence: event.sequence, text: JSON.stringify(event), gone: false };
        flow.slots.push(slot);
        order.push(slot);
        kept += 1;
        bytes += slot.text.length;
      }
      flow.facts = learn(flow.facts, events);
      keepWithinLimits(flow);
    },
    after(sequence, most_bytes) {
      const found: KeptEvent[] = [];
      let size = 0;
      for (let at = firstAfter(sequence); at < order.length; at += 1) {
        const slot = order[at];
        if (slot === undefined || slot.gone) continue;
        size += slot.text.length;
        if (found.length > 0 && size > most_bytes) break;
        found.push(slot);
      }
      return found;
    },
    flow(flow_id) {
      const flow = flows.get(flow_id);
      return flow && { summary: summarise(flow), events: flow.slots.map(eventIn) };
    },
    summaries: () => [...flows.values()].toReversed().map(summarise),
    forgotten: () => forgotten,
    clear(sequence) {
      for (const flow of flows.values()) forgetFlow(flow);
      order = [];
      forgotten = sequence;
    },
  };
}

/** The text was made of an event, a few lines above. */
function eventIn({ text }: KeptEvent): TraceEvent {
  return JSON.parse(text) as TraceEvent;
}

function summarise({ flow_id, slots, facts }: Flow): FlowSummary {
  return summaryOf(flow_id, facts, slots.length);
}
