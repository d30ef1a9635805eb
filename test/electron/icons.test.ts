/** The icons that are kept are those that the drawings make, and the containers are what they say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { iconFiles } from '../../build/icons/icon-files.ts';

const RESOURCES = resolve(import.meta.dirname, '../../build/resources');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const files = iconFiles();

test('every icon file is up to date (npm run icons draws them anew)', () => {
  const stale = files.filter(({ path, content }) => !readFileSync(join(RESOURCES, path)).equals(content));
  expect(stale.map(({ path }) => path)).toEqual([]);
});

test('there is no icon that nobody draws', () => {
  const kept = ['icons', 'tray'].flatMap((folder) =>
    readdirSync(join(RESOURCES, folder)).map((name) => `${folder}/${name}`),
  );
  expect(kept.filter((path) => !files.some((file) => file.path === path))).toEqual([]);
});

test('the .ico holds a PNG where each entry says', () => {
  const ico = contentOf('icon.ico');
  const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + 16 * index).map((at) => ({
    size_px: ico.readUInt8(at) || 256,
    picture: ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8)),
  }));
  expect(entries.map(({ size_px }) => size_px)).toEqual([16, 24, 32, 48, 64, 128, 256]);
  for (const { size_px, picture } of entries) expect([isPng(picture), widthOf(picture)]).toEqual([true, size_px]);
});

test('the .icns holds a PNG in each chunk, up to its end', () => {
  const icns = contentOf('icon.icns');
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  const found: [string, number][] = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const picture = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4));
    expect(isPng(picture)).toBe(true);
    found.push([icns.toString('latin1', at, at + 4), widthOf(picture)]);
  }
  expect(Object.fromEntries(found)).toEqual({
    ic07: 128,
    ic08: 256,
    ic09: 512,
    ic10: 1024,
    ic11: 32,
    ic12: 64,
    ic13: 256,
    ic14: 512,
  });
});

test('no two states of the tray look alike in one colour', () => {
  const templates = files
    .filter(({ path }) => path.endsWith('Template.png'))
    .map(({ content }) => content.toString('base64'));
  expect(templates).toHaveLength(4);
  expect(new Set(templates).size).toBe(4);
});

function contentOf(path: string): Buffer {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`nobody draws ${path}`);
  return file.content;
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(PNG);
}

/** From its IHDR chunk. */
function widthOf(png: Buffer): number {
  return png.readUInt32BE(16);
}
