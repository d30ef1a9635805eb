/** The shape of the house: every arrow, every table, every citation, against build/layers.ts; and the judge itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layerOf, refusalOf } from '../build/arrows.ts';
import {
  BY_NAME_ONLY,
  type Layer,
  LAYERS,
  MOST_LINES,
  SMALL_TABLES,
  STORE,
  TABLES,
  TOP_LEVEL,
} from '../build/layers.ts';
import { readSource, type Source } from '../build/read-source.ts';
import { isSpecRef } from '../server/spec/references.ts';

const ROOT = resolve(import.meta.dirname, '..');
const sources = ['server', 'electron', 'renderer', 'build', 'test'].flatMap(sourcesUnder);
const running = sources.filter(({ path }) => /^(server|electron|renderer)\//.test(path));

describe('the house', () => {
  test('is read whole', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'server/spec/scope.ts',
        'renderer/app.tsx',
        'electron/launch.ts',
        'test/architecture.test.ts',
      ]),
    );
  });

  test('has no arrow that layers.ts does not draw', () => {
    const refused = sources.flatMap(({ path, imports }) => imports.map((imported) => refusalOf(path, imported)));
    expect(refused.filter((line) => line !== undefined)).toEqual([]);
  });

  test('has a layer for every file', () => {
    expect(sources.filter(({ path }) => layerOf(path) === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('has no barrels but the tables', () => {
    const tables = [...TABLES.map(({ folder }) => folder), ...SMALL_TABLES].map((folder) => `${folder}/index.ts`);
    const barrels = running.filter(
      ({ path, isBarrel }) => isBarrel || (/\/index\.tsx?$/.test(path) && !tables.includes(path)),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  test.each(Object.entries(MOST_LINES))('has no file in %s of more than %i lines', (folder, most) => {
    const lengths = pathsUnder(folder, /\.(tsx?|css)$/).map((path) => ({
      path,
      lines: textOf(path).split('\n').length - 1,
    }));
    expect(lengths.filter(({ lines }) => lines > most)).toEqual([]);
    expect(lengths.length).toBeGreaterThan(0);
  });

  test('draws no arrow to a file that is not there, or that nobody follows', () => {
    const idle = LAYERS.flatMap((layer) => {
      const files = [...layer.paths, ...layer.may].map((path) => path.replace('types of ', '')).filter(isFile);
      // The store's interface is one thing: whoever may know it need not import each file of it.
      return files
        .filter((file) => !STORE.includes(file) && !isFollowed(file, layer))
        .map((file) => `${file}: ${layer.paths.join(', ')}`);
    });
    expect(idle).toEqual([]);
    const named = [...STORE.filter(isFile), ...BY_NAME_ONLY];
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('cites no specification that references.ts does not know', () => {
    const unknown = running.flatMap(({ path, citations }) =>
      citations.filter((citation) => !isSpecRef(citation)).map((citation) => `${path}: ${citation}`),
    );
    expect(unknown).toEqual([]);
    expect(running.flatMap(({ citations }) => citations).length).toBeGreaterThan(0);
  });

  test('asks for the present time nowhere but in the composition root', () => {
    const asking = running.filter(({ path, readsClock }) => readsClock && path.startsWith('server/'));
    expect(asking.map(({ path }) => path).filter((path) => path !== 'server/compose.ts')).toEqual([]);
  });

  test('has nothing at its top that does not belong there', () => {
    const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/\/$/, ''));
    const found = readdirSync(ROOT).filter((name) => name !== '.git' && !ignored.includes(name));
    expect(found.filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
  });
});

describe.each(TABLES)('the table $folder', ({ folder, shape }) => {
  const table = sources.find(({ path }) => path === `${folder}/index.ts`);
  const rows = rowsOf(table);

  test('has a row for every file', () => {
    const files = readdirSync(join(ROOT, folder)).filter((name) => /\.tsx?$/.test(name));
    expect(files.filter((name) => name !== 'index.ts' && name !== shape).sort()).toEqual(rows.toSorted());
  });

  test('is not empty', () => {
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('the judge', () => {
  const judge = (path: string, text: string) =>
    readSource(path, text)
      .imports.map((imported) => refusalOf(path, imported))
      .filter((line) => line !== undefined);

  test.each([
    ['the engine knows http', 'server/engine/x.ts', `import { send } from '../http/send.ts';`],
    ['the engine uses Express', 'server/engine/x.ts', `import express from 'express';`],
    [
      "the engine uses a room by its types' back door",
      'server/engine/x.ts',
      `import { Tracer } from '../trace/tracer.ts';`,
    ],
    ['a dialect runs the engine', 'server/dialects/x.ts', `import { runStep } from '../engine/step.ts';`],
    ['a dialect reads files', 'server/dialects/x.ts', `import { readFileSync } from 'node:fs';`],
    ['a room knows the engine', 'server/keys/x.ts', `import type { Context } from '../engine/context.ts';`],
    [
      'a room knows the file store',
      'server/keys/x.ts',
      `import { openFileStore } from '../storage/file/file-store.ts';`,
    ],
    ['the specification knows a room', 'server/spec/x.ts', `export { hash } from '../directory/password-hasher.ts';`],
    [
      'admin looks into the engine',
      'server/admin/x.ts',
      `const { issue } = await import('../engine/tokens/issue.ts');`,
    ],
    [
      'the page uses the server',
      'renderer/x.tsx',
      `export const x = <a>{String(import('../server/directory/users.ts'))}</a>;`,
    ],
    ['the shell uses the server', 'electron/x.ts', `import '../server/main.ts';`],
    ['a type is fetched from above', 'server/storage/x.ts', `let c: import('../engine/context.ts').Context;`],
    ['a row knows its sibling', 'server/engine/grants/x.ts', `import { refreshToken } from './refresh-token.ts';`],
    ['anybody wires', 'server/http/x.ts', `import { compose } from '../compose.ts';`],
    ['a test wires by itself', 'test/engine/x.test.ts', `import { compose } from '../../server/compose.ts';`],
    ['a package has no place', 'server/http/x.ts', `import koa from 'koa';`],
    ['an import hides its name', 'server/http/x.ts', `await import(process.argv[2] ?? '');`],
    ['lowdb leaves its room', 'server/storage/x.ts', `import { Low } from 'lowdb';`],
  ])('refuses that %s', (_what, path, text) => {
    expect(judge(path, text)).toHaveLength(1);
  });

  test.each([
    ['server/engine/grants/x.ts', `import type { Grant } from './grant.ts';`],
    ['server/engine/grants/index.ts', `import { refreshToken } from './refresh-token.ts';`],
    ['server/dialects/x.ts', `import type { EndpointResponse } from '../engine/wire.ts';`],
    ['server/dialects/x.ts', `import { type EndpointResponse } from '../engine/wire.ts';`],
    ['server/keys/x.ts', `import type { Store } from '../storage/store.ts';`],
    ['server/http/x.ts', `import express from 'express';`],
    ['server/main.ts', `import { compose } from './compose.ts';`],
    ['test/support/x.ts', `import { createEngine } from '../../server/engine/create-engine.ts';`],
  ])('lets %s say %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  test('is not fooled by imports in comments and strings', () => {
    expect(judge('server/spec/x.ts', `// import '../http/x.ts'\nexport const x = "import '../http/x.ts'";`)).toEqual(
      [],
    );
  });

  test('tells a barrel from a file that also says something', () => {
    const barrel = `import { a } from './a.ts';\nexport { b } from './b.ts';\nexport * from './c.ts';`;
    expect(readSource('server/x.ts', barrel).isBarrel).toBe(true);
    expect(readSource('server/x.ts', `${barrel}\nexport const d = a;`).isBarrel).toBe(false);
    expect(readSource('server/x.ts', `import './a.ts';`).isBarrel).toBe(false);
  });

  test('sees a look at the clock, and none in a given time', () => {
    expect(readSource('server/x.ts', 'export const now = new Date();').readsClock).toBe(true);
    expect(readSource('server/x.ts', 'export const then = new Date(0);').readsClock).toBe(false);
  });
});

/** The files that a table takes values from. */
function rowsOf(table: Source | undefined): readonly string[] {
  return (table?.imports ?? [])
    .filter(({ specifier, typeOnly }) => specifier.startsWith('./') && !typeOnly)
    .map(({ specifier }) => specifier.slice(2));
}

function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}

/** Whether it is the layer's own file, or a file of the layer imports it. */
function isFollowed(file: string, layer: Layer): boolean {
  if (layer.paths.includes(file)) return existsSync(join(ROOT, file));
  return sources.some(({ path, imports }) => layerOf(path) === layer && imports.some(({ target }) => target === file));
}

function sourcesUnder(folder: string): readonly Source[] {
  return pathsUnder(folder, /\.tsx?$/).map((path) => readSource(path, textOf(path)));
}

function pathsUnder(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((path) => name.test(path) && !/^build\/(out|dist)\//.test(path));
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
