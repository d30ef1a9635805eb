/** Why something elsewhere could not be read: which host, and what came in the way. Never what it answered. */

export type OutboundErrorCode =
  /** It is not asked at all: the address, the scheme or a redirect is not allowed. */
  | 'refused'
  | 'unreachable'
  /** Nobody was asked, because too much else was going on: the next try may go well. */
  | 'busy'
  | 'too_slow'
  | 'too_large'
  /** Another status, content type or encoding than was asked for, or no JSON. */
  | 'unexpected';

/** The message is for the operator; what a stranger may learn of it is the caller's to say. */
export class OutboundError extends Error {
  readonly code: OutboundErrorCode;
  /** Host and port as they stood in the address. */
  readonly host: string;

  constructor(code: OutboundErrorCode, host: string, why: string, cause?: unknown) {
    super(`${host}: ${why}`, { cause });
    this.name = 'OutboundError';
    this.code = code;
    this.host = host;
  }
}

/** Then nobody was asked, and there is nothing to remember. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof OutboundError && thrown.code === 'busy';
}
