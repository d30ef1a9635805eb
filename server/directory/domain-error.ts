/** A refusal in the words of the admin wire: the panel, the admin API and the commands. */

export type DomainErrorCode = 'not_found' | 'conflict' | 'invalid' | 'forbidden';

/** `message` is for the admin: it says what arrived and what was expected, and holds no secret. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  /** The field that is at fault, where it is one. */
  readonly field: string | undefined;

  constructor(code: DomainErrorCode, message: string, field?: string) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.field = field;
  }
}
