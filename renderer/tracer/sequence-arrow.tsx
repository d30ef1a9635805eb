/** One message in the diagram. The kind of line says the channel, words and a mark say a refusal; colour only repeats it. */
import type { KeyboardEvent } from 'react';
import type { FlowArrow } from './flow-model.ts';
import type { LaneId } from './flow-types.ts';
import css from './sequence-arrow.module.css';
import type { PlacedArrow } from './sequence-layout.ts';

interface SequenceArrowProps {
  readonly placed: PlacedArrow<FlowArrow>;
  readonly number: number;
  readonly chosen: boolean;
  readonly titleOf: (id: LaneId) => string;
  readonly onChoose: () => void;
}

const TIP = 9;
const CHANNELS = { front: 'front channel', back: 'back channel' } as const;

export function SequenceArrow({ placed, number, chosen, titleOf, onChoose }: SequenceArrowProps) {
  const { arrow, x1, x2, y } = placed;
  const direction = Math.sign(x2 - x1) || 1;
  const end = x2 - direction * TIP;
  const middle = (x1 + x2) / 2;
  const refused = arrow.kind === 'refusal';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose();
  };
  const shown = `${number}. ${shortened(arrow.label)}${refused ? ' · refused' : ''}`;
  // Begins with what is seen, so that who speaks to the computer can name it.
  const words = [
    shown,
    ...(arrow.label.length > LONGEST ? [arrow.label] : []),
    `from ${titleOf(arrow.from)} to ${titleOf(arrow.to)}`,
    CHANNELS[arrow.channel],
    ...(arrow.implied ? ['not seen by Lanyard'] : []),
  ].join(', ');
  return (
    <g
      className={css['arrow']}
      data-channel={arrow.channel}
      data-kind={arrow.kind}
      data-implied={arrow.implied}
      data-chosen={chosen}
      // eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- a picture has no button of its own
      role="button"
      tabIndex={0}
      aria-label={words}
      onClick={onChoose}
      onKeyDown={onKeyDown}
    >
      <rect
        className={css['ground']}
        x={Math.min(x1, x2) - 6}
        y={y - 30}
        width={Math.abs(x2 - x1) + 12}
        height={42}
        rx={6}
      />
      {arrow.channel === 'back' ? (
        <>
          <line className={css['line']} x1={x1} x2={end} y1={y - 2} y2={y - 2} />
          <line className={css['line']} x1={x1} x2={end} y1={y + 2} y2={y + 2} />
        </>
      ) : (
        <line className={css['line']} x1={x1} x2={end} y1={y} y2={y} />
      )}
      <path className={css['tip']} d={`M${x2} ${y} l${-direction * TIP * 1.3} ${-TIP * 0.62} v${TIP * 1.24} z`} />
      {refused && <path className={css['cross']} d={`M${middle - 6} ${y - 6} l12 12 m0 -12 l-12 12`} />}
      <text className={css['label']} x={middle} y={y - 11} textAnchor="middle">
        {shown}
      </text>
    </g>
  );
}

const LONGEST = 46;

function shortened(label: string): string {
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`;
}
