/** Reads the tags of a page as a browser's tokenizer would, strictly enough to see markup that got in by a value. */

export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /<([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:-]*(?:="[^"<>]*")?)*)\s*\/?>/gi;
const ATTRIBUTE = /([a-z][a-z0-9:-]*)(?:="([^"]*)")?/gi;

/** Every start tag, attribute values unescaped. Throws when a `<` begins anything but a well-formed tag. */
export function tagsOf(document: string): Tag[] {
  const rest = document
    .replace('<!doctype html>', '')
    .replaceAll(TAG, '')
    .replaceAll(/<\/[a-z][a-z0-9]*>/gi, '');
  const stray = /.{0,40}[<>].{0,40}/s.exec(rest);
  if (stray !== null) throw new Error(`not markup: ${stray[0]}`);
  return [...document.matchAll(TAG)].map(([, name = '', attributes = '']) => ({
    name: name.toLowerCase(),
    attributes: new Map(
      [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key.toLowerCase(), unescape(value)]),
    ),
  }));
}

/** The text of a page without its tags, white space collapsed. */
export function textOf(document: string): string {
  return unescape(document.replaceAll(/<style>[^]*?<\/style>|<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescape(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
