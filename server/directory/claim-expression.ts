/**
 * Claims that are worked out: an expression of CEL, the Common Expression Language, over what of a person may be shown
 * (claim-path.ts). It knows one variable, `user`, and cannot loop within a loop or over what a loop made anew, match patterns or name things: whatever
 * an admin writes ends soon, and no JavaScript is ever run.
 */
import { Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';
import type { Json } from '../spec/vocabulary.ts';
import { toJson, TooLarge } from './expression-values.ts';

const LONGEST = 1_000;

/** Enough for every mapping that a person can still read. */
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };

/** Walks over a list. One inside another takes the product of their lengths. */
const WALKS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'join']);

/** `matches`: a pattern can take longer than anybody waits. `bind`, and `split` with `join`: texts that multiply with each. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['matches', 'cannot use matches; startsWith, endsWith and contains take its place'],
  ['bind', 'cannot use cel.bind'],
  ['split', 'cannot use split'],
]);

/** Faults of the person's data rather than of the expression. */
const LACKING: ReadonlySet<string> = new Set(['no_such_key', 'index_out_of_bounds']);

/** What a claim can be made of. */
const TYPES: ReadonlySet<string> = new Set(['dyn', 'string', 'bool', 'int', 'uint', 'double', 'list', 'map', 'null']);

const environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS }).registerVariable(
  'user',
  'map',
);

export type Outcome = { readonly value: Json | undefined } | { readonly fault: string };

/** What is wrong with an expression, or undefined. */
export function checkClaimExpression(text: string): string | undefined {
  const read = parsed(text);
  return 'fault' in read ? read.fault : undefined;
}

/** `user` is what may be shown of somebody. A fact that this person lacks is no value; any other failure says what it is. */
export function evaluateClaim(text: string, user: Readonly<Record<string, unknown>>): Outcome {
  const read = parsed(text);
  if ('fault' in read) return read;
  try {
    return { value: toJson(read.evaluate({ user })) };
  } catch (error) {
    if (error instanceof TooLarge) return { fault: error.message };
    return error instanceof EvaluationError && LACKING.has(error.code)
      ? { value: undefined }
      : { fault: firstLine(error) };
  }
}

type Parsed = { readonly evaluate: ParseResult } | { readonly fault: string };

/** Parsing takes longer than evaluating, and an office has few of them. */
const KEPT = 500;
const kept = new Map<string, Parsed>();

function parsed(text: string): Parsed {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const fresh = parse(text);
  if (kept.size >= KEPT) kept.clear();
  kept.set(text, fresh);
  return fresh;
}

function parse(text: string): Parsed {
  if (text.length > LONGEST) return { fault: `is longer than ${LONGEST} characters` };
  try {
    const evaluate = environment.parse(text);
    const refused = refusal(evaluate.ast, false);
    if (refused !== undefined) return { fault: refused };
    const { valid, type, error } = evaluate.check();
    if (!valid) return { fault: firstLine(error) };
    const kind = type?.replace(/<.*/, '') ?? 'dyn';
    return TYPES.has(kind) ? { evaluate } : { fault: `would be a ${kind}, which no claim can be` };
  } catch (error) {
    return { fault: firstLine(error) };
  }
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `cannot be worked out: ${line}`;
}

interface Node {
  readonly op: string;
  readonly args: unknown;
}

/** What in the tree is not allowed, or undefined. `walking`: it stands inside a walk over a list. */
function refusal(part: unknown, walking: boolean): string | undefined {
  if (Array.isArray(part)) {
    for (const each of part) {
      const found = refusal(each, walking);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isNode(part)) return undefined;
  const [called, ...operands] = callIn(part);
  if (called === undefined) return refusal(part.args, walking);
  const refused = REFUSED.get(called);
  if (refused !== undefined) return refused;
  if (!WALKS.has(called)) return refusal(operands, walking);
  if (walking) return 'has a walk over a list inside another; one is allowed';
  const [list, ...steps] = operands;
  // Each could double what the one before it made.
  if (called === 'map' && holdsMap(list)) return 'has a map of what another map made; one is allowed';
  return refusal(list, false) ?? refusal(steps, true);
}

function holdsMap(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(holdsMap);
  return isNode(part) && (callIn(part)[0] === 'map' || holdsMap(part.args));
}

/** What is called, then what it is called on, and with what. */
function callIn({ op, args }: Node): readonly [called?: string, ...operands: unknown[]] {
  if ((op !== 'call' && op !== 'rcall') || !Array.isArray(args)) return [];
  const [called, ...operands] = args as readonly unknown[];
  return typeof called === 'string' ? [called, ...operands] : [];
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'op' in part && typeof part.op === 'string' && 'args' in part;
}
