/** `npm run icons`: draws every icon file anew. They are kept in the repository, so that a build needs no renderer. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { iconFiles } from './icons/icon-files.ts';
import { ROOT } from './paths.ts';

const RESOURCES = join(ROOT, 'build/resources');

const files = iconFiles();
for (const { path, content } of files) {
  const file = join(RESOURCES, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
console.log(`${files.length} icon files drawn in ${RESOURCES}.`);
