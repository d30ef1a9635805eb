/** Where arrows stand in the diagram. */
import { expect, test } from 'vitest';
import type { Arrow } from '../../../renderer/tracer/flow-types.ts';
import { layoutOf, WIDTH } from '../../../renderer/tracer/sequence-layout.ts';

const lanes = [
  { id: 'browser', title: 'Browser' },
  { id: 'token', title: 'Tokens' },
] as const;
const arrow = (id: string, from: Arrow['from'], to: Arrow['to']): Arrow => ({
  id,
  from,
  to,
  label: id,
  channel: 'front',
  kind: 'request',
  at_ms: 0,
  duration_ms: 0,
  steps: [],
});

test('lanes share the width, and arrows stand one below the other between them', () => {
  const layout = layoutOf({ lanes, arrows: [arrow('there', 'browser', 'token'), arrow('back', 'token', 'browser')] });
  expect(layout.lanes.map(({ x }) => x)).toEqual([WIDTH / 4, (WIDTH * 3) / 4]);
  const [there, back] = layout.arrows;
  expect([there?.x1, there?.x2]).toEqual([WIDTH / 4, (WIDTH * 3) / 4]);
  expect([back?.x1, back?.x2]).toEqual([(WIDTH * 3) / 4, WIDTH / 4]);
  expect(back!.y).toBeGreaterThan(there!.y);
  expect(layout.height).toBeGreaterThan(back!.y);
});

test('a flow without a message has lanes all the same', () => {
  expect(layoutOf({ lanes, arrows: [] }).lanes).toHaveLength(2);
});
