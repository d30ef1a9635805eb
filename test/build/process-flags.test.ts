/** The flags of the server stand twice, because package.json can import nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../build/paths.ts';
import { SERVER_FLAGS } from '../../server/contract/process-flags.ts';

it('npm run serve and npm run lanyard give the server the flags that everybody else gives it', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const start = `node ${SERVER_FLAGS.join(' ')} build/require-node.mjs build/run-server.ts`;
  expect(scripts).toMatchObject({ serve: `${start} serve`, lanyard: start });
});
