/** The watch over the connection: it asks until it is answered, ever more slowly, and tells once. */
import { expect, test } from 'vitest';
import { createConnectionWatch } from '../../../renderer/api/connection.ts';

/** Time that passes when the test says so; `healthy` answers each look. */
function world(healthy: readonly boolean[]) {
  const waits: number[] = [];
  const due: (() => void)[] = [];
  let looks = 0;
  let back = 0;
  const watch = createConnectionWatch({
    async fetch() {
      looks += 1;
      if (healthy[looks - 1] !== true) throw new TypeError('failed to fetch');
      return new Response('{}');
    },
    setTimeout: (work, after_ms) => {
      waits.push(after_ms);
      due.push(work);
    },
    back: () => (back += 1),
  });
  const pass = async () => {
    for (const work of due.splice(0)) work();
    await new Promise((done) => setImmediate(done));
  };
  return { watch, waits, pass, looks: () => looks, back: () => back };
}

test('is lost with the first request without an answer, and back with the first look that gets one', async () => {
  const { watch, waits, pass, back } = world([false, false, false, true]);
  watch.reached(false);
  expect(watch.state.get()).toBe('lost');
  for (let look = 0; look < 4; look += 1) await pass();
  expect(watch.state.get()).toBe('there');
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(back()).toBe(1);
});

test('an answer to anything else ends the looking', async () => {
  const { watch, pass, looks, back } = world([true]);
  watch.reached(false);
  watch.reached(false);
  watch.reached(true);
  expect(watch.state.get()).toBe('there');
  await pass();
  expect(looks()).toBe(0);
  expect(back()).toBe(1);
});

test('looks at once when the person asks for it, and only once at a time', async () => {
  const { watch, pass, looks } = world([true]);
  watch.reached(false);
  watch.tryNow();
  await pass();
  expect(looks()).toBe(1);
  expect(watch.state.get()).toBe('there');
});
