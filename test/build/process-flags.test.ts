/** The flags of the server stand twice, because package.json can import nothing. */
import { expect, it } from 'vitest';
import { SERVER_FLAGS } from '../../server/contract/process-flags.ts';
import manifest from '../../package.json' with { type: 'json' };

it('npm run serve gives the server the flags that everybody else gives it', () => {
  expect(manifest.scripts.serve).toBe(
    `node ${SERVER_FLAGS.join(' ')} build/require-node.mjs build/run-server.ts serve`,
  );
});
