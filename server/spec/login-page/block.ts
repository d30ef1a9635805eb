/**
 * The one block of HTML on the sign-in page: what it may hold. It refuses what is not in the list and mends nothing, so that
 * what is saved is what the page shows. No styles, classes, forms, pictures, scripts or frames; placeholders only in text.
 */
import { checkCharacters, linesIn, readTemplate } from './template.ts';

type Holds = 'text' | 'items' | 'anything' | 'nothing';

/** What stands inside each element. */
const ELEMENTS: ReadonlyMap<string, Holds> = new Map<string, Holds>([
  ['p', 'text'],
  ['h2', 'text'],
  ['h3', 'text'],
  ['strong', 'text'],
  ['em', 'text'],
  ['b', 'text'],
  ['i', 'text'],
  ['code', 'text'],
  ['small', 'text'],
  ['span', 'text'],
  ['bdi', 'text'],
  ['a', 'text'],
  ['summary', 'text'],
  ['ul', 'items'],
  ['ol', 'items'],
  ['li', 'anything'],
  ['div', 'anything'],
  ['details', 'anything'],
  ['br', 'nothing'],
  ['hr', 'nothing'],
]);
const WITHIN_TEXT: readonly string[] = ['strong', 'em', 'b', 'i', 'code', 'small', 'span', 'bdi', 'a', 'br'];

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[ \t\n]+[a-z]+="[^"<>]*")*)[ \t\n]*>/y;
const ATTRIBUTE = /([a-z]+)="([^"]*)"/g;
const LINK = /^(?:https?:\/\/[^/\s"'<>\\]|mailto:|tel:|\/(?![/\\]))[^\s"'<>\\]*$/;

interface Attribute {
  /** On this element alone. */
  readonly on?: string;
  readonly may: RegExp;
  readonly must: string;
}

const ATTRIBUTES: ReadonlyMap<string, Attribute> = new Map<string, Attribute>([
  ['href', { on: 'a', may: LINK, must: 'must begin with https://, http://, mailto:, tel: or one /' }],
  ['lang', { may: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, must: 'must be a language such as de' }],
  ['dir', { may: /^(ltr|rtl|auto)$/, must: 'must be ltr, rtl or auto' }],
]);

/** Says what is wrong with it, by line; undefined where nothing is. */
export function checkBlock(template: string, longest: number): string | undefined {
  const plain = checkCharacters(template, longest);
  if (plain !== undefined) return plain;
  const read = readTemplate(template);
  if ('fault' in read) return read.fault;
  const open: Open[] = [];
  for (const piece of read.pieces) {
    const wrong = piece.kind === 'text' ? checkMarkup(piece.text, piece.line, open) : checkPlaceholder(piece, open);
    if (wrong !== undefined) return wrong;
  }
  const left = open.at(-1);
  return left === undefined ? undefined : `never ends ${left.name}, which begins in line ${left.line}`;
}

/** An element, or a part that may be left out: both end where they began, one inside the other. */
interface Open {
  readonly name: string;
  readonly line: number;
  readonly holds: Holds;
}

function checkPlaceholder(
  { kind, name, line }: { readonly kind: 'value' | 'begin' | 'end'; readonly name: string; readonly line: number },
  open: Open[],
): string | undefined {
  const holds = open.at(-1)?.holds ?? 'anything';
  if (kind === 'value')
    return holds === 'items' ? `holds text between the points of a list in line ${line}` : undefined;
  if (kind === 'begin') {
    open.push({ name: `{{${name}}}`, line, holds });
    return undefined;
  }
  const began = open.pop();
  if (began?.name === `{{${name}}}`) return undefined;
  return `ends {{/${name}}} in line ${line} before ${began?.name ?? 'what stands in it'} has ended`;
}

function checkMarkup(text: string, first: number, open: Open[]): string | undefined {
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const line = first + linesIn(text.slice(0, next === -1 ? at : next));
    const between = text.slice(at, next === -1 ? text.length : next);
    if (open.at(-1)?.holds === 'items' && between.trim() !== '') {
      return `holds text between the points of a list in line ${line}`;
    }
    if (next === -1) return undefined;
    TAG.lastIndex = next;
    const [all = '', slash = '', name = '', attributes = ''] = TAG.exec(text) ?? [];
    if (all === '')
      return `holds a < in line ${line} that begins no tag as it is written here; for the sign write &lt;`;
    const wrong = slash === '' ? begin(name, attributes, line, open) : end(name, attributes, line, open);
    if (wrong !== undefined) return wrong;
    at = next + all.length;
  }
  return undefined;
}

function begin(name: string, attributes: string, line: number, open: Open[]): string | undefined {
  const holds = ELEMENTS.get(name);
  if (holds === undefined)
    return `holds the tag ${name} in line ${line}; allowed are ${[...ELEMENTS.keys()].join(', ')}`;
  const around = open.at(-1);
  const inside = around?.holds ?? 'anything';
  const fits = inside === 'items' ? name === 'li' : inside === 'text' ? WITHIN_TEXT.includes(name) : name !== 'li';
  if (!fits)
    return `holds the tag ${name} in line ${line}, which cannot stand ${around === undefined ? 'there' : `in ${around.name}`}`;
  if (name === 'a' && open.some((one) => one.name === 'a')) return `holds a link inside a link in line ${line}`;
  for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const row = ATTRIBUTES.get(attribute);
    if (row === undefined || (row.on ?? name) !== name)
      return `gives the tag ${name} ${attribute} in line ${line}, which is not allowed`;
    if (!row.may.test(value)) return `has ${attribute} in line ${line}, which ${row.must}`;
  }
  if (holds !== 'nothing') open.push({ name, line, holds });
  return undefined;
}

function end(name: string, attributes: string, line: number, open: Open[]): string | undefined {
  const began = open.pop();
  if (began?.name === name && attributes === '') return undefined;
  return `ends the tag ${name} in line ${line}, ${began === undefined ? 'which did not begin' : `before ${began.name} has ended`}`;
}
