/** From the text of a configuration document, YAML or JSON, to a plain value and the line on which each part of it stands. */
import { isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { DocumentPath, Refusal } from './refusal.ts';
import { type SyntaxFault, syntaxRefusals } from './syntax-faults.ts';

const LARGEST_BYTES = 8 * 1024 * 1024;
/** How often the text behind aliases may be repeated in all; a document made by hand needs a handful. */
const MOST_ALIASES = 100;

/** No office has anything as deep; the parser takes seconds for an abyss of brackets, and everybody would wait. */
const DEEPEST = 1000;

export interface ParsedText {
  readonly value: unknown;
  /** The line, from 1, of a part or of the closest one around it that stands in the text. */
  lineOf(path: DocumentPath): number;
}

/** JSON is read as the YAML that it is, so that both get line numbers and neither may repeat a key. */
export function parseConfigurationText(text: string): ParsedText | { readonly refusals: readonly Refusal[] } {
  if (Buffer.byteLength(text) > LARGEST_BYTES) return refusing('is larger than 8 MiB');
  if (isBottomless(text)) return refusing('is nested too deeply');
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) return refusing('is nested too deeply');
    if (error instanceof ReferenceError && error.message.startsWith('Unresolved alias')) {
      return refusing('cannot be read: an alias (*…) has no anchor (&…); a value that begins with * needs quotes');
    }
    if (error instanceof ReferenceError) return refusing(`repeats itself by aliases more than ${MOST_ALIASES} times`);
    throw error;
  }
}

function parse(text: string): ParsedText | { readonly refusals: readonly Refusal[] } {
  const lines = new LineCounter();
  // Pretty errors would quote the text around a fault, and with it perhaps a password.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const faults = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    code,
    line: lines.linePos(pos[0]).line,
  }));
  const refusals = [
    ...syntaxRefusals([...faults, ...repeatedKeys(document, lines)], text),
    ...dangerousKeys(document, lines),
  ];
  if (refusals.length > 0) return { refusals };
  return {
    value: document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown,
    lineOf: (path) => lineOf(document, lines, path),
  };
}

/** Each of these indicators on one line is one level deeper. Taken in pieces, so that no text is looked at twice. */
const INDICATORS = new RegExp(`(?:[-?:][ \\t]+){1,${DEEPEST}}`, 'g');

/** Counts brackets and doesn't know quotes: only text made to be deep has a thousand open ones. */
function isBottomless(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  for (const [run] of text.matchAll(INDICATORS)) {
    if (run.replaceAll(/[ \t]+/g, '').length === DEEPEST) return true;
  }
  return false;
}

/** The parser would look for them too, in a time that grows with the square of their number. */
function repeatedKeys(document: Document, lines: LineCounter): readonly SyntaxFault[] {
  const found: SyntaxFault[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = String(key);
        if (seen.has(name)) found.push({ code: 'DUPLICATE_KEY', line: lineAt(key, lines) });
        seen.add(name);
      }
    },
  });
  return found;
}

function lineAt(key: unknown, lines: LineCounter): number {
  return lines.linePos(isNode(key) ? (key.range?.[0] ?? 0) : 0).line;
}

/** A key that JavaScript gives a meaning of its own would not stay data everywhere. */
function dangerousKeys(document: Document, lines: LineCounter): readonly Refusal[] {
  const found: Refusal[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isNode(key) || String(key) !== '__proto__') return;
      found.push(wholeDocument('has the key __proto__, which is not allowed', lineAt(key, lines)));
    },
  });
  return found;
}

function lineOf(document: Document, lines: LineCounter, path: DocumentPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function wholeDocument(reason: string, line: number): Refusal {
  return { path: '', reason: `${reason} (line ${line})` };
}

function refusing(reason: string): { readonly refusals: readonly Refusal[] } {
  return { refusals: [{ path: '', reason }] };
}
