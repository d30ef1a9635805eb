/** Who said what to whom, as a sequence diagram. Each arrow is a button. */
import type { DrawnFlow, FlowArrow } from './flow-model.ts';
import { layoutOf, WIDTH } from './sequence-layout.ts';
import { SequenceArrow } from './sequence-arrow.tsx';
import css from './sequence-diagram.module.css';

interface SequenceDiagramProps {
  readonly model: DrawnFlow;
  readonly chosen: string | undefined;
  readonly onChoose: (arrow: FlowArrow) => void;
}

export function SequenceDiagram({ model, chosen, onChoose }: SequenceDiagramProps) {
  const { height, lanes, arrows } = layoutOf(model);
  return (
    <>
      <p className={css['hint']}>The picture is wider than this window: move it sideways to see all of it.</p>
      {/* On a narrow screen it can be scrolled, also with the keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={css['frame']} tabIndex={0} aria-label="The messages of this flow">
        <svg className={css['diagram']} viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} height={height}>
          {lanes.map(({ lane, x }) => (
            <g key={lane.id}>
              <line className={css['lane']} x1={x} x2={x} y1={44} y2={height - 8} />
              <foreignObject x={x - WIDTH / lanes.length / 2 + 6} y={2} width={WIDTH / lanes.length - 12} height={44}>
                <div className={css['head']}>{lane.title}</div>
              </foreignObject>
            </g>
          ))}
          {arrows.map((placed, index) => (
            <SequenceArrow
              key={placed.arrow.id}
              placed={placed}
              number={index + 1}
              chosen={placed.arrow.id === chosen}
              titleOf={(id) => lanes.find(({ lane }) => lane.id === id)?.lane.title ?? id}
              onChoose={() => onChoose(placed.arrow)}
            />
          ))}
        </svg>
      </section>
    </>
  );
}
