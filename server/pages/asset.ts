/** A file that the pages refer to, named after its content so that it can be cached for ever. */
import { createHash } from 'node:crypto';

export interface Asset {
  /** From the root of the origin: `/assets/…`. Changes whenever the content does. */
  readonly path: string;
  readonly content_type: string;
  body(): Buffer;
}

/** `name` and `extension` become `/assets/NAME-HASH.EXTENSION`. */
export function asset(name: string, extension: string, content_type: string, content: string | Buffer): Asset {
  const bytes = Buffer.from(content);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { path: `/assets/${name}-${hash}.${extension}`, content_type, body: () => bytes };
}
