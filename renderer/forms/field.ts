/** A field of a form as a row of a table: what people read, what it is called on the wire, and how it is typed. */

export type FieldKind =
  | 'text'
  | 'mono'
  | 'password'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'number'
  | 'duration'
  | 'lines'
  | 'names'
  | 'scope'
  | 'block'
  | 'words'
  | 'picture'
  | 'json'
  | 'pairs'
  | 'described'
  | 'scopes-of-api';

/** What a field holds while it is typed. Numbers are text until they are sent; pairs are rows of two texts or more. */
export type FieldValue = string | boolean | readonly string[] | readonly Pair[];
export type Pair = readonly [left: string, right: string, ...more: string[]];
export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What follows from it. */
  readonly hint?: string;
}

export interface FieldRow {
  /** The name on the wire. */
  readonly name: string;
  /** The plain word. */
  readonly label: string;
  readonly kind: FieldKind;
  /** What it is for, where the label does not say it. */
  readonly hint?: string;
  /** Another hint, where another field holds one of these. */
  readonly hintWhere?: { readonly name: string; readonly hints: Readonly<Record<string, string>> };
  /** What holds where nobody changes it, and what follows from a change. */
  readonly standard?: string;
  /** Folded: under its heading, or under “More”. */
  readonly more?: true;
  /** Of one that is folded: under which heading it stands there, beside others of the same. */
  readonly heading?: string;
  /** Shown only where another field holds one of these, or where it holds something itself. */
  readonly onlyWhere?: { readonly name: string; readonly is: readonly string[] };
  /** Asked for when the thing is made. */
  readonly needed?: true;
  /** Emptied means removed (null on the wire); otherwise emptied is sent as empty. */
  readonly removable?: true;
  /** Of a choice: one of these. Of choices: any of these, each with a box; a value that is none of these keeps its box. */
  readonly choices?: readonly Choice[];
  /** Of names: where they come from. */
  readonly from?: 'groups' | 'apis';
  /** Of pairs: what the two are called. Of lines: what one of them is called. */
  readonly parts?: readonly [string, string?];
  readonly placeholder?: string;
  /** For the browser's own memory. */
  readonly autoComplete?: string;
}

/** Where a fault stands: a field, and which of its lines. */
export interface FieldFault {
  readonly name: string;
  readonly line?: number;
  /** The end of a sentence about the value: “is empty”. */
  readonly reason: string;
}
