/** The watch over the connection: it asks until it is answered, ever more slowly, and tells once. */
import { expect, test } from 'vitest';
import { createConnectionWatch } from '../../../renderer/api/connection.ts';

type Look = 'well' | 'unwell' | 'nothing';

/** Time that passes when the test says so; `healthy` answers each look at its health, `reads` whether reading works. */
function world(healthy: readonly Look[], reads = true) {
  const waits: number[] = [];
  const due: (() => void)[] = [];
  let looks = 0;
  let back = 0;
  const watch = createConnectionWatch({
    async fetch(input) {
      if (input !== '/health') return new Response('{}', { status: reads ? 401 : 503 });
      looks += 1;
      const look = healthy[looks - 1] ?? 'nothing';
      if (look === 'nothing') throw new TypeError('failed to fetch');
      return new Response('{}', { status: look === 'well' ? 200 : 503 });
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
  const { watch, waits, pass, back } = world(['nothing', 'nothing', 'nothing', 'well']);
  watch.reached(false);
  expect(watch.state.get()).toBe('lost');
  for (let look = 0; look < 4; look += 1) await pass();
  expect(watch.state.get()).toBe('there');
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(back()).toBe(1);
});

test('an answer to anything else ends the looking', async () => {
  const { watch, pass, looks, back } = world(['well']);
  watch.reached(false);
  watch.reached(false);
  watch.reached(true);
  expect(watch.state.get()).toBe('there');
  await pass();
  expect(looks()).toBe(0);
  expect(back()).toBe(1);
});

test('looks at once when the person asks for it, and only once at a time', async () => {
  const { watch, pass, looks } = world(['well']);
  watch.reached(false);
  watch.tryNow();
  await pass();
  expect(looks()).toBe(1);
  expect(watch.state.get()).toBe('there');
});

test('says that nothing can be saved where it reads but is not well, and goes on looking', async () => {
  const { watch, pass, back } = world(['unwell', 'unwell', 'well']);
  watch.reached(false);
  await pass();
  expect(watch.state.get()).toBe('reading');
  expect(back()).toBe(1);
  // What is read in the meantime does not mean that it can save.
  watch.reached(true);
  await pass();
  expect(watch.state.get()).toBe('reading');
  expect(back()).toBe(1);
  await pass();
  expect(watch.state.get()).toBe('there');
  expect(back()).toBe(2);
});

test('is lost for as long as it is not well and does not read either', async () => {
  const { watch, pass } = world(['unwell', 'unwell'], false);
  watch.reached(false);
  await pass();
  expect(watch.state.get()).toBe('lost');
});

test('can be lost again while nothing can be saved', async () => {
  const { watch, pass } = world(['unwell', 'nothing', 'well']);
  watch.reached(false);
  await pass();
  watch.reached(false);
  expect(watch.state.get()).toBe('lost');
  await pass();
  await pass();
  expect(watch.state.get()).toBe('there');
});
