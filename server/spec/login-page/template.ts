/**
 * Reads the office's template of the sign-in page, of which only a part of mustache is allowed: `{{name}}`, and
 * `{{#name}}…{{/name}}` or `{{^name}}…{{/name}}` where a value is there or is not. Every value is text. Filling it in is
 * the pages' work.
 */

export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'value' | 'begin' | 'end'; readonly name: string; readonly line: number };

/** A template in pieces, or the end of a sentence about it: “holds …”. */
export type Read = { readonly pieces: readonly Piece[] } | { readonly fault: string };

export const MOST_PLACEHOLDERS = 50;
const PLACEHOLDER = /\{\{[ \t]*([#^/]?)[ \t]*([A-Za-z][A-Za-z0-9_-]*)[ \t]*\}\}/y;
const NAMES: readonly string[] = ['application', 'office', 'connection', 'login_hint'];
const EXTENSION = /^ext-[A-Za-z0-9_-]{1,40}$/;

/** Parameters of an authorization request reach the template only under such a name. */
export function isExtensionName(name: string): boolean {
  return EXTENSION.test(name);
}

export function readTemplate(template: string): Read {
  const pieces: Piece[] = [];
  const open: { readonly name: string; readonly line: number }[] = [];
  let at = 0;
  let line = 1;
  let placeholders = 0;
  while (at < template.length) {
    const next = template.indexOf('{{', at);
    const text = template.slice(at, next === -1 ? template.length : next);
    if (text !== '') pieces.push({ kind: 'text', text, line });
    line += linesIn(text);
    if (next === -1) break;
    PLACEHOLDER.lastIndex = next;
    const [all = '', sign = '', name = ''] = PLACEHOLDER.exec(template) ?? [];
    if (all === '') return { fault: refusedPlaceholder(template.slice(next + 2).trimStart(), line) };
    if (!NAMES.includes(name) && !isExtensionName(name)) return { fault: unknownName(name, line) };
    placeholders += 1;
    if (placeholders > MOST_PLACEHOLDERS) return { fault: `holds more than ${MOST_PLACEHOLDERS} placeholders` };
    if (sign === '/') {
      const began = open.pop();
      if (began?.name !== name) return { fault: `ends {{/${name}}} in line ${line}, which does not begin before it` };
    } else if (sign !== '') open.push({ name, line });
    pieces.push({ kind: KINDS[sign] ?? 'value', name, line });
    at = next + all.length;
  }
  const left = open.pop();
  if (left === undefined) return { pieces };
  return {
    fault: `begins a part for ${left.name} in line ${left.line} that never ends: write {{/${left.name}}} after it`,
  };
}

const KINDS: Readonly<Record<string, 'begin' | 'end'>> = { '#': 'begin', '^': 'begin', '/': 'end' };

/** Says what is wrong with a text, which may have several lines; undefined where nothing is. */
export function checkTemplateText(template: string, longest: number): string | undefined {
  const plain = checkCharacters(template, longest);
  if (plain !== undefined) return plain;
  const read = readTemplate(template);
  return 'fault' in read ? read.fault : undefined;
}

/** The page's heading: one line that says who asks, whatever the values are. */
export function checkHeading(template: string, longest: number): string | undefined {
  const wrong = checkTemplateText(template, longest);
  if (wrong !== undefined) return wrong;
  if (template.includes('\n')) return 'has more than one line';
  return namesApplication(template) ? undefined : 'must hold {{application}} outside of any part that may be left out';
}

/** Too long, or holding what cannot be seen. */
export function checkCharacters(text: string, longest: number): string | undefined {
  if (text.length > longest) return `is longer than ${longest} characters`;
  const line = text.split('\n').findIndex((one) => HIDDEN.test(one));
  return line === -1 ? undefined : `holds a character that cannot be seen, in line ${line + 1}`;
}

/** Control characters but tab and line end, and those that turn the direction of text around. */
const HIDDEN = /[^\P{Cc}\t\r]|[\u202A-\u202E\u2066-\u2069]/u;

function namesApplication(template: string): boolean {
  const read = readTemplate(template);
  if ('fault' in read) return false;
  let depth = 0;
  for (const piece of read.pieces) {
    if (piece.kind === 'begin') depth += 1;
    if (piece.kind === 'end') depth -= 1;
    if (piece.kind === 'value' && piece.name === 'application' && depth === 0) return true;
  }
  return false;
}

export function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

const REFUSED: readonly (readonly [begins: string, why: string])[] = [
  ['{', 'holds {{{ in line LINE: values are always escaped; write two braces'],
  ['&', 'holds {{& in line LINE: values are always escaped; leave the & out'],
  ['>', 'asks for another template in line LINE, and there is none'],
  ['=', 'changes the braces in line LINE, which stay as they are'],
  ['!', 'holds a comment in line LINE; leave it out'],
];

function refusedPlaceholder(rest: string, line: number): string {
  const why = REFUSED.find(([begins]) => rest.startsWith(begins))?.[1];
  return (why ?? 'holds {{ in line LINE that is no placeholder such as {{application}}').replace('LINE', String(line));
}

function unknownName(name: string, line: number): string {
  return `asks for ${name} in line ${line}; there are ${NAMES.join(', ')}, and names that begin with ext-`;
}
