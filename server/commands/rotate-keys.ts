/** rotate-keys: lets the next keys take over at once. */
import { appendAudit } from '../audit/append.ts';
import { KEY_ALGORITHM_NAMES } from '../keys/algorithms.ts';
import type { Command, CommandWork } from './command.ts';

export const rotateKeys: Command = {
  name: 'rotate-keys',
  summary: 'lets the next signing keys take over',
  options: [
    {
      name: 'alg',
      placeholder: KEY_ALGORITHM_NAMES.join('|'),
      initially: 'all of them',
      means: 'only the key of this algorithm',
      repeatable: false,
      read: (text) => {
        const alg = KEY_ALGORITHM_NAMES.find((candidate) => candidate === text);
        return alg === undefined ? { expected: KEY_ALGORITHM_NAMES.join(' or ') } : { value: alg };
      },
    },
  ],
  run: rotate,
};

/** The old keys stay published: what they signed stays good, and applications look for the new one when they meet it. */
async function rotate({ store, keys, now, option }: CommandWork): Promise<readonly string[]> {
  const alg = KEY_ALGORITHM_NAMES.find((candidate) => candidate === option('alg'));
  const rotations = await keys.rotate(now, alg);
  const rotated = rotations.filter((rotation) => rotation.rotated).map((rotation) => rotation.alg);
  await store.transaction((within) =>
    appendAudit(within, {
      at: now,
      type: 'signing_keys.rotated',
      actor: 'operator',
      target: alg ?? 'all',
      address: '',
      detail: { rotated },
    }),
  );
  return rotations.map(({ alg: each, kid }) => `${each}: ${kid} is used from now on`);
}
