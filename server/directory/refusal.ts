/** Why a grant may not be honoured: what everybody is told, and what only the operator is. */

export interface Refusal {
  readonly kind: 'refused';
  /** The same for every reason that lies with the person. */
  readonly description: string;
  readonly hint: string;
  /** The person is gone or switched off, whatever they ask for. */
  readonly blocked?: true;
}

export function refused(description: string, hint: string): Refusal {
  return { kind: 'refused', description, hint };
}

export function refusedPerson(hint: string): Refusal {
  return refused('this account may not use this application', hint);
}

/** Who exists here is nobody's to try out: the words are the same. */
export function blockedPerson(hint: string): Refusal {
  return { ...refusedPerson(hint), blocked: true };
}

export function refusedApplication(hint: string): Refusal {
  return refused('the application may not be used', hint);
}

export function refusedScope(hint: string): Refusal {
  return refused('the scope may not be granted', hint);
}
