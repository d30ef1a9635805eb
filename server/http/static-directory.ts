/**
 * The built panel as a table of paths to files. A request is looked up in that table and never becomes part of a path,
 * so there is nothing to traverse.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** What a copy that the build laid beside a file is called on the wire, by how its name ends. RFC 9110 §8.4.1 */
const CODINGS: Readonly<Record<string, string>> = { '.br': 'br', '.gz': 'gzip' };
/** The page is none of them: it is completed for each answer. */
const CODED = /\.(?:js|css|svg)(?<ending>\.br|\.gz)$/;

export interface StaticFile {
  readonly content_type: string;
  /** As it is sent: coded where `content_encoding` says so. */
  readonly body: Buffer;
  readonly content_encoding?: string;
  /** Whoever accepts other codings would get other bytes. */
  readonly varies: boolean;
}

export interface StaticDirectory {
  /**
   * `path` is relative, with `/`: `assets/main-abc123.js`. Undefined where there is no such file. Of its copies the
   * smallest is chosen whose coding `accepts`, and none of them else.
   */
  file(path: string, accepts: (coding: string) => boolean): Promise<StaticFile | undefined>;
}

interface Copy {
  readonly absolute: string;
  readonly bytes: number;
  readonly coding: string;
}

interface Listed {
  readonly absolute: string;
  /** The smallest first. */
  readonly copies: readonly Copy[];
}

/** The listing is taken when the first file is asked for, and again as long as nothing was found. */
export function createStaticDirectory(root: string): StaticDirectory {
  let listing: ReadonlyMap<string, Listed> = new Map();
  return {
    async file(path, accepts) {
      if (listing.size === 0) listing = await list(root);
      const listed = listing.get(path);
      if (listed === undefined) return undefined;
      const { absolute, copies } = listed;
      const content_type = TYPES[extname(absolute)] ?? 'application/octet-stream';
      const copy = copies.find(({ coding }) => accepts(coding));
      return {
        content_type,
        body: await readFile(copy?.absolute ?? absolute),
        ...(copy === undefined ? {} : { content_encoding: copy.coding }),
        varies: copies.length > 0,
      };
    },
  };
}

async function list(root: string): Promise<ReadonlyMap<string, Listed>> {
  const files = new Map<string, string>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const absolute = join(entry.parentPath, entry.name);
    files.set(relative(root, absolute).split(sep).join('/'), absolute);
  }
  const copies = await copiesAmong(files);
  const plain = [...files].filter(([path]) => !CODED.test(path));
  return new Map(plain.map(([path, absolute]) => [path, { absolute, copies: copies.get(path) ?? [] }]));
}

/** By the path of what they are copies of. */
async function copiesAmong(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly Copy[]>> {
  const found = new Map<string, readonly Copy[]>();
  for (const [path, absolute] of files) {
    const ending = CODED.exec(path)?.groups?.['ending'] ?? '';
    const coding = CODINGS[ending];
    if (coding === undefined) continue;
    const original = path.slice(0, -ending.length);
    const copy = { absolute, bytes: (await stat(absolute)).size, coding };
    found.set(
      original,
      [...(found.get(original) ?? []), copy].sort((a, b) => a.bytes - b.bytes),
    );
  }
  return found;
}
