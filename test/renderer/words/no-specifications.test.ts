/** What people read names no specification: nobody who sets up an office has read one. The tracer may, because it explains. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Where words for people are written; and where the reasons come from that stand beside a field. */
const ROOMS = ['renderer', 'server/pages', 'server/directory', 'server/imports', 'server/admin', 'server/audit'];
const FILES = ['server/spec/registered-uri.ts', 'server/spec/certificate-names.ts', 'server/spec/client-keys.ts'];
const NAMED = /\bRFC ?\d{4}|\bOIDC [A-Z]|§ ?\d/;

/** Text without its comments, which are for whoever works on it. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

async function sources(): Promise<readonly string[]> {
  const found = await Promise.all(
    ROOMS.map(async (room) =>
      (await readdir(room, { recursive: true })).map((name) => join(room, name)).filter((path) => /\.tsx?$/.test(path)),
    ),
  );
  return [...found.flat().filter((path) => !path.startsWith(join('renderer', 'tracer'))), ...FILES];
}

it('no screen, page, reason or event names a specification', async () => {
  const paths = await sources();
  expect(paths.length).toBeGreaterThan(200);
  const naming: string[] = [];
  for (const path of paths) {
    const lines = withoutComments(await readFile(path, 'utf8')).split('\n');
    naming.push(...lines.filter((line) => NAMED.test(line)).map((line) => `${path}: ${line.trim()}`));
  }
  expect(naming).toEqual([]);
});
