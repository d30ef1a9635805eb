/**
 * Lays a Brotli and a gzip copy beside each file of the built page that gets smaller by it, so that the server compresses
 * nothing while it serves. Fonts are compressed by themselves; the page itself is not, because it has a part that is
 * another one in each answer.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** By how the copies end; server/http/static-directory.ts knows them by the same names. */
const CODINGS: Readonly<Record<string, (plain: Buffer) => Promise<Buffer>>> = {
  '.br': (plain) =>
    promisify(brotliCompress)(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
  '.gz': (plain) => promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 }),
};
const COMPRESSIBLE = /\.(?:js|css|svg)$/;

/** `folder` has no copies of an earlier build in it. */
export async function compressFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(files.map(compress));
}

async function compress(file: string): Promise<void> {
  const plain = await readFile(file);
  for (const [ending, coded] of Object.entries(CODINGS)) {
    const copy = await coded(plain);
    if (copy.length < plain.length) await writeFile(`${file}${ending}`, copy);
  }
}
