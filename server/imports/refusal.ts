/** Why a document was not applied: a place in it, and what is wrong there. */

export type DocumentPath = readonly (string | number)[];

/** A refusal as it is found. */
export interface Fault {
  readonly path: DocumentPath;
  /** Completes "the value …". Holds no secret. */
  readonly reason: string;
}

/** A refusal as it is told. */
export interface Refusal {
  /** `applications[2].redirect_uris[0]`; empty for the document as a whole. */
  readonly path: string;
  /** Completes "the value …"; ends with the line where the document was read from text. */
  readonly reason: string;
}

export function refusalOf({ path, reason }: Fault, line?: number): Refusal {
  return { path: formatPath(path), reason: line === undefined ? reason : `${reason} (line ${line})` };
}

/** The path as people write it. */
export function formatPath(path: DocumentPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w:-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
