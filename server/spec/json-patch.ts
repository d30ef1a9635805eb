/** Changes to a JSON document, one after the other. RFC 6902; places in it are JSON Pointers, RFC 6901. */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from './json-object.ts';
import type { Json, JsonObject } from './vocabulary.ts';

/** A change that can't be made; `at` counts them from 0. */
export class PatchError extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.name = 'PatchError';
    this.at = at;
  }
}

/** More than any document of ours has members. */
const MOST_CHANGES = 200;
/** Of a document after a copy, in values of any kind: thirty copies of it into itself would be a billion. */
const MOST_VALUES = 2_000;

/** The document after all of `changes`; none of them happens where one can't be made. Throws PatchError. RFC 6902 §5 */
export function patchJson(document: Json, changes: unknown): Json {
  if (!Array.isArray(changes)) throw new PatchError(0, 'the changes must be a list (RFC 6902)');
  if (changes.length > MOST_CHANGES) throw new PatchError(0, `there are more than ${MOST_CHANGES} changes`);
  return changes.reduce<Json>((current, change: unknown, at) => {
    try {
      return applyOne(current, change);
    } catch (thrown) {
      throw thrown instanceof Unfit ? new PatchError(at, thrown.message) : thrown;
    }
  }, document);
}

class Unfit extends Error {}

type Path = readonly string[];

function applyOne(document: Json, change: unknown): Json {
  if (!isJsonObject(change)) throw new Unfit('a change must be a JSON object');
  const { op, path: pointer } = change;
  const operation = typeof op === 'string' ? OPERATIONS.get(op) : undefined;
  if (operation === undefined) throw new Unfit(`op must be one of ${[...OPERATIONS.keys()].join(', ')}`);
  return operation(document, readPointer(pointer, 'path'), change);
}

/** RFC 6902 §4 */
const OPERATIONS: ReadonlyMap<string, (document: Json, path: Path, change: JsonObject) => Json> = new Map([
  ['add', (document, path, change) => put(document, path, valueOf(change), 'add')],
  ['replace', (document, path, change) => put(document, path, valueOf(change), 'replace')],
  ['remove', (document, path) => take(document, path)],
  [
    'move',
    (document, path, { from }) => {
      const source = readPointer(from, 'from');
      if (path.length > source.length && source.every((step, at) => path[at] === step)) {
        throw new Unfit('nothing can be moved into itself');
      }
      const moved = lookUp(document, source);
      return put(take(document, source), path, moved, 'add');
    },
  ],
  [
    'copy',
    (document, path, { from }) => {
      const copied = put(document, path, lookUp(document, readPointer(from, 'from')), 'add');
      if (valuesLeft(copied, MOST_VALUES) > 0) return copied;
      throw new Unfit(`it would make a document of more than ${MOST_VALUES} values`);
    },
  ],
  [
    'test',
    (document, path, change) => {
      if (isDeepStrictEqual(lookUp(document, path), valueOf(change))) return document;
      throw new Unfit(`what stands at ${written(path)} is not as tested`);
    },
  ],
]);

/** How many of `most` are left when all of its values are counted; it stops at none. */
function valuesLeft(document: Json, most: number): number {
  const parts = isList(document) ? document : isJsonObject(document) ? Object.values(document) : [];
  let left = most - 1;
  for (const part of parts) {
    if (left <= 0) return 0;
    left = valuesLeft(part, left);
  }
  return left;
}

function valueOf({ value }: JsonObject): Json {
  if (value === undefined) throw new Unfit('value is missing');
  return value;
}

/** RFC 6901 §3, §4 */
function readPointer(pointer: Json | undefined, name: string): Path {
  if (typeof pointer !== 'string') throw new Unfit(`${name} is missing; it is a JSON Pointer (RFC 6901)`);
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) throw new Unfit(`${name} is no JSON Pointer (RFC 6901)`);
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (steps.includes('__proto__')) throw new Unfit(`${name} names what is no member`);
  return steps;
}

function written(path: Path): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function lookUp(document: Json, path: Path): Json {
  return path.reduce<Json>((here, step) => member(here, step, path), document);
}

function member(here: Json, step: string, path: Path): Json {
  const found = isList(here)
    ? here[indexIn(here, step, path)]
    : isJsonObject(here) && Object.hasOwn(here, step)
      ? here[step]
      : undefined;
  if (found === undefined) throw nothingAt(path);
  return found;
}

function put(document: Json, path: Path, value: Json, how: 'add' | 'replace'): Json {
  const [step, ...further] = path;
  if (step === undefined) return value;
  if (further.length > 0)
    return withMember(document, step, put(member(document, step, path), further, value, how), path);
  if (how === 'replace') return withMember(document, step, (member(document, step, path), value), path);
  if (!isList(document)) return withMember(document, step, value, path);
  const at = step === '-' ? document.length : indexIn([...document, null], step, path);
  return document.toSpliced(at, 0, value);
}

function withMember(document: Json, step: string, value: Json, path: Path): Json {
  if (isList(document)) return document.with(indexIn(document, step, path), value);
  if (isJsonObject(document)) return { ...document, [step]: value };
  throw nothingAt(path);
}

function take(document: Json, path: Path): Json {
  const [step, ...further] = path;
  if (step === undefined) throw new Unfit('the whole document can’t be removed');
  const found = member(document, step, path);
  if (further.length > 0) return withMember(document, step, take(found, further), path);
  if (isList(document)) return document.toSpliced(indexIn(document, step, path), 1);
  if (!isJsonObject(document)) throw nothingAt(path);
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== step));
}

/** RFC 6901 §4: without leading zeros. */
function indexIn(list: readonly Json[], step: string, path: Path): number {
  const at = /^(?:0|[1-9][0-9]{0,8})$/.test(step) ? Number(step) : list.length;
  if (at >= list.length) throw nothingAt(path);
  return at;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function nothingAt(path: Path): Unfit {
  return new Unfit(`nothing stands at ${written(path)}`);
}
