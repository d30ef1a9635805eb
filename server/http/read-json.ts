/**
 * Reads the JSON body of a request to the admin API: small, UTF-8, and nothing in it that two readers could take for two
 * things. What the members mean is the contract's.
 */
import type { IncomingMessage } from 'node:http';
import { pointerOf } from '../contract/admin/field-problems.ts';
import { ProblemError } from '../admin/problem-error.ts';
import { decodeUtf8, hasBody, MOST_BODY_BYTES, readBytes } from './read-body.ts';

const JSON_TYPE = /^application\/(?:json|merge-patch\+json)\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
/** What scripts send that don't say what they send. Fetch §5.2 */
export const PLAIN_TEXT = /^text\/plain\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
/** A list of changes. RFC 6902 §6 */
export const JSON_PATCH = /^application\/json-patch\+json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
/** Deeper than anything that people write. */
const DEEPEST = 64;

/**
 * Undefined where there is no body. `beside` are further types than JSON's that it may come as. Throws ProblemError; PeerGone
 * when the body ends too early.
 */
export async function readJson(request: IncomingMessage, beside: readonly RegExp[] = []): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  const { headers } = request;
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new ProblemError('unsupported_media_type', { detail: 'an encoded body (Content-Encoding) is not accepted' });
  }
  const type = headers['content-type'] ?? '';
  if (![JSON_TYPE, ...beside].some((each) => each.test(type))) {
    const detail = 'the body must be application/json or application/merge-patch+json, in UTF-8';
    throw new ProblemError('unsupported_media_type', { detail });
  }
  if (Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES) throw tooLarge();
  const bytes = await readBytes(request, tooLarge);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw malformed('the body is not UTF-8');
  return parse(text);
}

function parse(text: string): unknown {
  const value = parsed(text);
  assertUnambiguous(text);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('the body is not JSON');
  }
}

interface Level {
  /** Undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The member or position that is being read. */
  step: string | number;
  /** Whether a text that comes now is a name. */
  naming: boolean;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * `text` is JSON. Throws ProblemError invalid for a name that stands twice in an object, for `__proto__`, which would not
 * stay data everywhere, and for an abyss of brackets. RFC 8259 §4
 */
function assertUnambiguous(text: string): void {
  const levels: Level[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      if (levels.length === DEEPEST) throw malformed('the body is nested too deeply');
      const inObject = token === '{';
      levels.push({ names: inObject ? new Set() : undefined, step: inObject ? '' : 0, naming: inObject });
    } else if (token === '}' || token === ']') levels.pop();
    else if (level === undefined) continue;
    else if (token === ',') next(level);
    else if (token !== ':' && level.naming) name(levels, level, String(JSON.parse(token)));
  }
}

function next(level: Level): void {
  if (typeof level.step === 'number') level.step += 1;
  else level.naming = true;
}

function name(levels: readonly Level[], level: Level, name: string): void {
  level.naming = false;
  level.step = name;
  const twice = level.names?.has(name) === true;
  level.names?.add(name);
  if (!twice && name !== '__proto__') return;
  const detail = twice ? 'stands there twice' : 'is not allowed as a name';
  throw new ProblemError('invalid', { errors: [{ pointer: pointerOf(levels.map(({ step }) => step)), detail }] });
}

function malformed(detail: string): ProblemError {
  return new ProblemError('invalid', { detail, errors: [{ pointer: '', detail }] });
}

function tooLarge(): ProblemError {
  return new ProblemError('too_large', { detail: `the body must not be larger than ${MOST_BODY_BYTES} bytes` });
}
