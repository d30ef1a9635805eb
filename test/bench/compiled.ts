/**
 * The benchmark's own files as plain JavaScript, for what runs within a process that is measured: Node would otherwise
 * load a compiler there, which costs the peer time and memory that are not its own.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const NAMES = ['peer', 'map-adapter', 'office', 'probe'] as const;

let made: Promise<string> | undefined;

/** The path of the JavaScript; it is there until this process ends. */
export async function compiled(name: (typeof NAMES)[number]): Promise<string> {
  made ??= compile();
  return join(await made, `${name}.js`);
}

async function compile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(resolve(import.meta.dirname, '../../node_modules'), join(directory, 'node_modules'));
  for (const name of NAMES) {
    const source = stripTypeScriptTypes(await readFile(join(import.meta.dirname, `${name}.ts`), 'utf8'));
    await writeFile(join(directory, `${name}.js`), source.replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, `$1.js'`));
  }
  return directory;
}
