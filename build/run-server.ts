/**
 * `npm run serve` and `npm run lanyard`: builds what is missing, then becomes the server. It is the same process, so
 * signals, exit codes and everything on standard output are the server's own.
 */
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './ensure-built.ts';
import { SERVER_ENTRY } from './paths.ts';

if (ensureBuilt()) {
  process.argv[1] = SERVER_ENTRY;
  await import(pathToFileURL(SERVER_ENTRY).href);
} else {
  console.error('Lanyard was not started, because it could not be built; the lines above say why.');
  process.exitCode = 1;
}
