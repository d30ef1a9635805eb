/** The snapshot of what people edit, for people to read: pretty JSON, written and read through lowdb with an adapter of our own. */
import { createHash } from 'node:crypto';
import { type Adapter, Low } from 'lowdb';
import type { Stored } from '../index-maps.ts';
import type { PlainCollections } from '../migrations/index.ts';
import { inSlices, writeAtomically } from './atomic-file.ts';
import { damagedFile } from './damage.ts';
import type { Disk } from './disk.ts';
import { type Expected, type Header, headerOf, parseHeader } from './header.ts';
import { elementsOf, fieldsOf } from './json-shape.ts';
import { plainRecords, type SnapshotContents } from './snapshot-contents.ts';

interface DirectoryDocument extends Header {
  readonly collections: ReadonlyMap<string, readonly Stored[]>;
}

/** Writes the snapshot atomically; returns its length in bytes. */
export async function writeDirectorySnapshot(
  disk: Disk,
  path: string,
  { header, collections }: { header: Omit<Header, 'format'>; collections: ReadonlyMap<string, readonly Stored[]> },
): Promise<number> {
  let length = 0;
  const adapter: Adapter<DirectoryDocument> = {
    read: () => Promise.reject(new Error('this adapter only writes')),
    write: async (document) => {
      length = await writeAtomically(disk, path, inSlices(prettyPieces(document)));
    },
  };
  await new Low<DirectoryDocument>(adapter, { ...headerOf('directory', header), collections }).write();
  return length;
}

/** Throws damaged or unsupported. */
export async function readDirectorySnapshot(
  disk: Disk,
  path: string,
  expected: Omit<Expected, 'kind'>,
): Promise<SnapshotContents> {
  const adapter: Adapter<SnapshotContents> = {
    read: async () => parseDirectory(path, await disk.read(path), { kind: 'directory', ...expected }),
    write: () => Promise.reject(new Error('this adapter only reads')),
  };
  const database = new Low<SnapshotContents>(adapter, {
    header: headerOf('directory', NO_FACTS),
    collections: new Map(),
  });
  await database.read();
  return database.data;
}

const NO_FACTS = { generation: 0, schema: 0, sequence: 0 };

/** The document as pretty JSON, a record at a time; the checksum comes last because it is known last. */
function* prettyPieces({ collections, ...header }: DirectoryDocument): Generator<string> {
  const hash = createHash('sha256');
  yield `{\n${Object.entries(header)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
    .join('')}  "collections": {`;
  let betweenCollections = '';
  for (const [name, records] of collections) {
    yield `${betweenCollections}\n    ${JSON.stringify(name)}: [`;
    hash.update(`${betweenCollections === '' ? '{' : ','}${JSON.stringify(name)}:[`);
    betweenCollections = ',';
    let betweenRecords = '';
    for (const record of records) {
      yield `${betweenRecords}\n      ${JSON.stringify(record, null, 2).replaceAll('\n', '\n      ')}`;
      hash.update(`${betweenRecords}${JSON.stringify(record)}`);
      betweenRecords = ',';
    }
    yield records.length === 0 ? ']' : '\n    ]';
    hash.update(']');
  }
  hash.update(betweenCollections === '' ? '{}' : '}');
  yield `\n  },\n  "sha256": "${hash.digest('hex')}"\n}\n`;
}

function parseDirectory(path: string, bytes: Buffer, expected: Expected): SnapshotContents {
  const document = parseJson(path, bytes.toString());
  const header = parseHeader(path, document, expected);
  const { collections, sha256 } = document;
  const actual = createHash('sha256')
    .update(JSON.stringify(collections) ?? '')
    .digest('hex');
  if (sha256 !== actual) {
    throw damagedFile(path, 'its sha256 does not fit its collections; it was changed after it was written');
  }
  return { header, collections: plainCollections(path, fieldsOf(collections)) };
}

function parseJson(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw damagedFile(path, 'it is not JSON');
  }
}

function plainCollections(path: string, collections: Readonly<Record<string, unknown>>): PlainCollections {
  return new Map(
    Object.entries(collections).map(([name, value]) => {
      const records = elementsOf(value);
      if (records === undefined) throw damagedFile(path, `its collection ${name} is no list`);
      return [name, plainRecords(path, records)];
    }),
  );
}
