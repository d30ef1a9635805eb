/** What every file of a generation says about itself. */
import { damagedFile, tooNew } from './damage.ts';
import { fieldsOf, isCount } from './json-shape.ts';
import type { GenerationFileKind } from './layout.ts';

export interface Header {
  readonly format: string;
  readonly generation: number;
  /** The schema version of the records (migrations/index.ts). */
  readonly schema: number;
  /** The number of the last transaction before this file. */
  readonly sequence: number;
}

/** The version of the files themselves, apart from the records in them. */
const FORMAT_VERSION = 1;

export function headerOf(kind: GenerationFileKind, facts: Omit<Header, 'format'>): Header {
  return { format: `lanyard-${kind}/${FORMAT_VERSION}`, ...facts };
}

export interface Expected {
  readonly kind: GenerationFileKind;
  readonly generation: number;
  /** The newest schema version that is known. */
  readonly schema: number;
}

/** Throws unsupported for what a newer Lanyard wrote, damaged for what nobody can have written. */
export function parseHeader(file: string, value: unknown, expected: Expected): Header {
  const { format, generation, schema, sequence } = fieldsOf(value);
  const version = typeof format === 'string' ? versionOf(format, expected.kind) : undefined;
  if (version === undefined) throw damagedFile(file, 'it does not begin with the header of its kind');
  if (version > FORMAT_VERSION) throw tooNew(file, `format ${version}`, `format ${FORMAT_VERSION}`);
  if (!isCount(generation) || !isCount(schema) || !isCount(sequence)) {
    throw damagedFile(file, 'its header lacks generation, schema or sequence');
  }
  if (schema > expected.schema) throw tooNew(file, `schema ${schema}`, `schema ${expected.schema}`);
  if (generation !== expected.generation) {
    throw damagedFile(file, `its header names generation ${generation}, its name ${expected.generation}`);
  }
  return headerOf(expected.kind, { generation, schema, sequence });
}

function versionOf(format: string, kind: GenerationFileKind): number | undefined {
  const prefix = `lanyard-${kind}/`;
  const version = Number(format.slice(prefix.length));
  return format.startsWith(prefix) && isCount(version) && version > 0 ? version : undefined;
}
