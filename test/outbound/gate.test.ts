/** A gate lets a few in at once, everybody who waits in the end, and nobody more than their share. */
import { expect, it } from 'vitest';
import { createGate, type Gate, NoPlace, type Share } from '../../server/outbound/gate.ts';

const patient = new AbortController().signal;

/** What has entered by the time that everything else is done. */
async function entering(gate: Gate, names: readonly string[], most = 1) {
  const entered: string[] = [];
  const leave = new Map<string, () => void>();
  names.forEach((name, index) => {
    const shares: readonly Share[] = [{ name, most }];
    const one = `${name}${index}`;
    void gate(patient, shares).then((out) => {
      entered.push(one);
      leave.set(one, out);
    });
  });
  await settled();
  return { entered, leave };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets two in at once, and the others in turn', async () => {
  const { entered, leave } = await entering(createGate(2), ['a', 'a', 'a', 'a'], 4);
  expect(entered).toEqual(['a0', 'a1']);
  leave.get('a1')?.();
  await settled();
  expect(entered).toEqual(['a0', 'a1', 'a2']);
});

it('keeps nobody waiting for those whose share is used up', async () => {
  const { entered, leave } = await entering(createGate(3), ['a', 'a', 'b']);
  expect(entered).toEqual(['a0', 'b2']);
  leave.get('a0')?.();
  await settled();
  expect(entered).toEqual(['a0', 'b2', 'a1']);
});

it('lets who gives up leave the queue at once, and gives their turn to the next', async () => {
  const gate = createGate(1);
  const leave = await gate(patient);
  const impatient = new AbortController();
  const first = gate(impatient.signal);
  const second = gate(patient);
  impatient.abort();
  await expect(first).rejects.toBeInstanceOf(NoPlace);
  leave();
  expect(await second).toBeTypeOf('function');
});

it('lets nobody in whose time was over before they came', async () => {
  await expect(createGate(1)(AbortSignal.abort())).rejects.toBeInstanceOf(NoPlace);
});
