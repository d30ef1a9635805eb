/** A gate lets a few in at once, and everybody in the end. */
import { expect, it } from 'vitest';
import { createGate } from '../../server/outbound/gate.ts';

it('lets two in at once, the others in turn, and goes on after one that failed', async () => {
  const gate = createGate(2);
  let inside = 0;
  let most = 0;
  const work = (index: number) =>
    gate(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      if (index === 1) throw new Error('failed');
      return index;
    });
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => work(index)));
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
  expect([most, inside]).toEqual([2, 0]);
});
