/** The names of the files in a data directory, and what a name says. */

export type GenerationFileKind = 'journal' | 'directory' | 'stream';

/** One file of a generation: a snapshot of the state at its beginning (two files), or the journal of what came then. */
export interface GenerationFile {
  readonly kind: GenerationFileKind;
  readonly generation: number;
}

/** The folder in a data directory where all of these lie. */
export const STORE_FOLDER = 'store';
/** Remembers that a store was made here, so that lost files are never taken for a fresh start. */
export const MARKER = 'lanyard-store.json';
export const LOCK = 'lanyard-store.lock';

const SUFFIX = { journal: '.jsonl', directory: '.json', stream: '.jsonl' } as const;
const NAME = /^(journal|directory|stream)-(\d{8,})(\.jsonl?)$/;

export function nameOf(kind: GenerationFileKind, generation: number): string {
  return `${kind}-${String(generation).padStart(8, '0')}${SUFFIX[kind]}`;
}

/** Undefined for a name that is not of this layout. */
export function parseName(name: string): GenerationFile | undefined {
  const [, kind, digits, suffix] = NAME.exec(name) ?? [];
  if (kind !== 'journal' && kind !== 'directory' && kind !== 'stream') return undefined;
  return suffix === SUFFIX[kind] ? { kind, generation: Number(digits) } : undefined;
}

/** The generations of which there is a file of this kind, in ascending order. */
export function generationsOf(names: readonly string[], kind: GenerationFileKind): readonly number[] {
  return names
    .map(parseName)
    .filter((file) => file?.kind === kind)
    .map((file) => file?.generation ?? 0)
    .toSorted((a, b) => a - b);
}
