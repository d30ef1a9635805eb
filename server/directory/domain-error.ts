/** A refusal in the words of the admin wire: the panel, the admin API and the commands. */

export type DomainErrorCode = 'not_found' | 'conflict' | 'invalid' | 'forbidden';

/** `message` is for the admin: it says what arrived and what was expected, and holds no secret. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  /** The field that is at fault, where it is one. */
  readonly field: string | undefined;
  /** What is wrong with that field, as the end of "the value …"; the message where absent. */
  readonly reason: string;

  constructor(code: DomainErrorCode, message: string, field?: string, reason: string = message) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.field = field;
    this.reason = reason;
  }
}
