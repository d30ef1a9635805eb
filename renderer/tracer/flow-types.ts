/** The shape between a flow's trace events and its picture: who takes part, and what each said to whom. Values only. */

export type LaneId = 'browser' | 'application' | 'authorize' | 'token' | 'api';

export interface Lane {
  readonly id: LaneId;
  readonly title: string;
}

/** What Lanyard did between hearing a request and answering it, check by check. */
export interface FlowStep {
  readonly name: string;
  /** A citation as in server/spec/references.ts. */
  readonly spec?: string;
  readonly duration_ms: number;
  readonly outcome: 'ok' | 'refused';
  readonly detail?: string;
}

/** One message from lane to lane. `request` and `response` are redacted already. */
export interface Arrow {
  readonly id: string;
  readonly from: LaneId;
  readonly to: LaneId;
  readonly label: string;
  /** Through the browser, where anybody who looks over the shoulder can read it, or from server to server. */
  readonly channel: 'front' | 'back';
  readonly kind: 'request' | 'response' | 'refusal';
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly duration_ms: number;
  readonly spec?: string;
  readonly steps: readonly FlowStep[];
  readonly request?: unknown;
  readonly response?: unknown;
}

/** Lanes from left to right, arrows in the order of time. */
export interface FlowModel {
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
}
