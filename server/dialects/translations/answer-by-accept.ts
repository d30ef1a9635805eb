/** The three forms in which GitHub answers a program, as its `Accept` header asks: a form, JSON, or XML. Always status 200. */
import type { JsonResponse, TextResponse } from '../../engine/wire.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';

/** A form for whoever names neither JSON nor XML; of both, the one that is named first or preferred. RFC 9110 §12.5.1 */
export function answerByAccept(body: JsonObject, accept: string): JsonResponse | TextResponse {
  const format = formatFor(accept);
  if (format === 'json') return { kind: 'json', status: 200, body };
  const pairs = Object.entries(body).map(([name, value]): [string, string] => [name, textOf(value)]);
  if (format === 'xml') return text('application/xml', `<OAuth>${pairs.map(element).join('')}</OAuth>`);
  return text('application/x-www-form-urlencoded', new URLSearchParams(pairs).toString());
}

type Format = 'json' | 'xml' | 'form';

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/^application\/(?:[\w.+-]+\+)?json$/, 'json'],
  [/^(?:application|text)\/xml$/, 'xml'],
  [/^application\/x-www-form-urlencoded$/, 'form'],
];

function formatFor(accept: string): Format {
  const wanted = accept
    .toLowerCase()
    .split(',')
    .map((entry) => {
      const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { format: FORMATS.find(([pattern]) => pattern.test(type))?.[1], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ format, weight }) => format !== undefined && weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wanted[0]?.format ?? 'form';
}

function text(type: string, body: string): TextResponse {
  return { kind: 'text', status: 200, content_type: `${type}; charset=utf-8`, body };
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The names are ours, and are names in XML too. */
function element([name, value]: readonly [string, string]): string {
  return `<${name}>${value.replaceAll(/[&<>]/g, (sign) => ENTITIES[sign] ?? '')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
