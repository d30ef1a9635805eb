/**
 * The built panel as a table of paths to files. A request is looked up in that table and never becomes part of a path,
 * so there is nothing to traverse.
 */
import { readdir, readFile } from 'node:fs/promises';
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

export interface StaticDirectory {
  /** `path` is relative, with `/`: `assets/main-abc123.js`. Undefined where there is no such file. */
  file(path: string): Promise<{ readonly content_type: string; readonly body: Buffer } | undefined>;
}

/** The listing is taken when the first file is asked for, and again as long as nothing was found. */
export function createStaticDirectory(root: string): StaticDirectory {
  let listing: ReadonlyMap<string, string> = new Map();
  return {
    async file(path) {
      if (listing.size === 0) listing = await list(root);
      const absolute = listing.get(path);
      if (absolute === undefined) return undefined;
      const content_type = TYPES[extname(absolute)] ?? 'application/octet-stream';
      return { content_type, body: await readFile(absolute) };
    },
  };
}

async function list(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const absolute = join(entry.parentPath, entry.name);
    files.set(relative(root, absolute).split(sep).join('/'), absolute);
  }
  return files;
}
