/** The drawing of the keys' lives: outlined while a key waits, solid while it signs, pale while its tokens still count. */
import { usePanel } from '../../api/panel.tsx';
import { useStore } from '../../api/store.ts';
import { calendarDay } from '../../words/time.ts';
import css from './key-timeline.module.css';
import { type SigningKey, timelineOf } from './timeline.ts';

const ROW = 34;
const BAR = 16;

export function KeyTimeline({ keys, alg }: { readonly keys: readonly SigningKey[]; readonly alg: string }) {
  const now = useStore(usePanel().now);
  const { lines, now: here, begins_at, ends_at } = timelineOf(keys, now / 1000);
  const height = lines.length * ROW;
  const percent = (part: number) => `${(part * 100).toFixed(3)}%`;
  return (
    <figure className={css['figure']}>
      <div className={css['drawing']}>
        <div className={css['names']} aria-hidden="true">
          {lines.map(({ kid }) => (
            <code key={kid}>{kid.slice(0, 8)}</code>
          ))}
        </div>
        <svg className={css['timeline']} width="100%" height={height + 26} aria-hidden="true">
          {lines.map(({ kid, stretches }, index) => (
            <g key={kid}>
              {stretches.map(({ stage, from, to }) => (
                <rect
                  key={stage}
                  className={css[stage]}
                  x={percent(from)}
                  width={percent(to - from)}
                  y={index * ROW + (ROW - BAR) / 2}
                  height={BAR}
                  rx={5}
                />
              ))}
            </g>
          ))}
          <line className={css['now']} x1={percent(here)} x2={percent(here)} y1={0} y2={height + 4} />
          <text className={css['word']} x={percent(here)} y={height + 20} textAnchor={here < 0.12 ? 'start' : 'middle'}>
            now
          </text>
          {here > 0.25 && (
            <text className={css['word']} x="0" y={height + 20}>
              {calendarDay(begins_at)}
            </text>
          )}
          {here < 0.75 && (
            <text className={css['word']} x="100%" y={height + 20} textAnchor="end">
              {calendarDay(ends_at)}
            </text>
          )}
        </svg>
      </div>
      <figcaption className="visually-hidden">
        The lives of the {alg} keys from {calendarDay(begins_at)} to {calendarDay(ends_at)}:{' '}
        {lines.map(({ kid, state }) => `${kid.slice(0, 8)} ${state}`).join(', ')}
      </figcaption>
      <p className={css['legend']}>
        <span data-stage="next">waits</span>
        <span data-stage="active">signs</span>
        <span data-stage="retired">its tokens still count</span>
      </p>
    </figure>
  );
}
