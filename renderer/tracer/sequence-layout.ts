/** Where everything of a sequence diagram stands, in the units of its picture. Pure. */
import type { Arrow, FlowModel, Lane, LaneId } from './flow-types.ts';

export const WIDTH = 920;
const HEAD = 64;
const ROW = 52;
const FOOT = 20;

export interface PlacedLane {
  readonly lane: Lane;
  readonly x: number;
}

export interface PlacedArrow<A extends Arrow = Arrow> {
  readonly arrow: A;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
}

export interface Layout<A extends Arrow = Arrow> {
  readonly height: number;
  readonly lanes: readonly PlacedLane[];
  readonly arrows: readonly PlacedArrow<A>[];
}

/** Arrows stand one below the other, in the order of the model. */
export function layoutOf<A extends Arrow>(
  model: Pick<FlowModel, 'lanes'> & { readonly arrows: readonly A[] },
): Layout<A> {
  const gap = WIDTH / model.lanes.length;
  const lanes = model.lanes.map((lane, index) => ({ lane, x: gap * (index + 0.5) }));
  const xOf = (id: LaneId) => lanes.find(({ lane }) => lane.id === id)?.x ?? 0;
  return {
    height: HEAD + model.arrows.length * ROW + FOOT,
    lanes,
    arrows: model.arrows.map((arrow, index) => ({
      arrow,
      x1: xOf(arrow.from),
      x2: xOf(arrow.to),
      y: HEAD + index * ROW + ROW * 0.62,
    })),
  };
}
