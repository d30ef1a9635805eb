/** What makes a text no YAML, in the words of somebody who writes one by hand: one line for each cause, and only the first few. */
import type { Refusal } from './refusal.ts';

/** A fault as the parser finds it. */
export interface SyntaxFault {
  readonly code: string;
  /** From 1. */
  readonly line: number;
}

/** What follows the first faults is mostly their echo. */
const MOST_TOLD = 3;

/**
 * One fault makes the parser stumble over everything after it: of each line only the first is told, and behind a tab
 * nothing but further tabs is. `text` is never quoted, since it may hold a password.
 */
export function syntaxRefusals(faults: readonly SyntaxFault[], text: string): readonly Refusal[] {
  if (faults.length === 0) return [];
  const tabs = linesIndentedByTabs(text);
  const firstTab = tabs[0] ?? Number.POSITIVE_INFINITY;
  const told = new Map<number, string>();
  for (const { code, line } of faults.toSorted((a, b) => a.line - b.line)) {
    if (line < firstTab && !told.has(line)) told.set(line, WORDS[code] ?? code.toLowerCase().replaceAll('_', ' '));
  }
  const lines = [...told].slice(0, MOST_TOLD).map(([line, words]) => refusal(`${words} (line ${line})`));
  if (lines.length === MOST_TOLD || tabs.length === 0) return lines;
  const where = tabs.length === 1 ? `line ${firstTab}` : `line ${firstTab} and ${tabs.length - 1} more`;
  return [...lines, refusal(`tabs can't be used for indentation; use spaces (${where})`)];
}

function refusal(words: string): Refusal {
  return { path: '', reason: `cannot be read: ${words}` };
}

function linesIndentedByTabs(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (/^ *\t\s*\S/.test(line) ? [index + 1] : []));
}

const WORDS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'a value that begins with & or * needs quotes',
  BAD_INDENT: 'a line is not indented like those that it belongs to, or a bracket or brace is not closed before it',
  BAD_SCALAR_START: 'a value that begins with @, ` or % needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value with ": " in it needs quotes, or the line is indented too far',
  DUPLICATE_KEY: 'the same key stands twice',
  MISSING_CHAR: 'a quote, a bracket or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key has no ": " after it, with a space behind the colon',
  MULTIPLE_DOCS: 'the text holds several documents; exactly one is expected',
  NON_STRING_KEY: 'a key is not a plain word',
  TAB_AS_INDENT: "tabs can't be used for indentation; use spaces",
  TAG_RESOLVE_FAILED: 'it uses a tag (!…); plain values are expected',
  UNEXPECTED_TOKEN:
    'something stands where nothing was expected; a value with quotes or signs in it needs quotes around it',
};
