/** Markup that is escaped by construction: the `html` tag is the only way to make an `Html`. What pages say is theirs. */

/** What may stand in a `html` template: text is escaped, `undefined` and `false` are nothing, arrays are their parts in order. */
export type Part = string | number | Html | undefined | false | readonly Part[];

class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Markup that is safe to send. Only `html` makes one, and for the office's own block `checkedBlock`. */
export type Html = Markup;

/**
 * Markup with values in it. A value may stand where text stands or inside a double-quoted attribute, nowhere else:
 * not as a tag or attribute name, not unquoted, not in a script or style.
 */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = literal[0] ?? '';
  parts.forEach((part, position) => {
    text += markupOf(part) + (literal[position + 1] ?? '');
  });
  return new Markup(text);
}

/** The office's own block, which spec/login-page/block.ts found nothing wrong with, its values escaped. Nothing else. */
export function checkedBlock(text: string): Html {
  return new Markup(text);
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
