/** What an option is: a name, how its text is read, and what the help says of it. Which options exist is a table's business. */

/** The value, or what was expected instead. */
export type Reading<T> = { readonly value: T } | { readonly expected: string };

export interface Option<T> {
  /** As on the command line without the dashes: `data-dir`. */
  readonly name: string;
  /** Stands for the value in the help: `DIR`. */
  readonly placeholder: string;
  /** What holds where nobody says otherwise, for the help; empty for nothing. */
  readonly initially: string;
  readonly means: string;
  readonly repeatable: boolean;
  /** Stands alone on the command line, without a value; its text is then `on`. */
  readonly flag?: true;
  read(text: string): Reading<T>;
}

/** `data-dir` → `LANYARD_DATA_DIR`. */
export function environmentName(option: string): string {
  return `LANYARD_${option.toUpperCase().replaceAll('-', '_')}`;
}
