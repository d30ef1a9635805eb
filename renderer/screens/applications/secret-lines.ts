/** What is shown once of an application's new secret, with all else that is typed into the other program. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';

type Field = Answered<'readConnection'>['fields'][number];

export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** A line of the dialog that shows a secret. */
export interface SecretLine {
  readonly what: string;
  readonly wire?: string;
  readonly text: string;
  readonly lasting?: true;
}

/**
 * By the names that programs of its dialect have for each field, as on the application's screen. `fields` is undefined until
 * that is known: what can be lost must not wait for it.
 */
export function secretLines(
  { client_id, client_secret }: Credentials,
  fields?: readonly Field[],
): readonly SecretLine[] {
  if (fields === undefined) {
    return [
      { what: 'Client id', wire: 'client_id', text: client_id },
      { what: 'Secret', wire: 'client_secret', text: client_secret },
    ];
  }
  return fields.map(({ label, wire, value }) => ({
    what: label,
    ...(wire === undefined ? {} : { wire }),
    // The one that nobody can look up is the secret.
    text: value ?? client_secret,
    ...(value === null || value === client_id ? {} : { lasting: true as const }),
  }));
}
