/** Holds the place of what is still asked for. It shows only after a moment, so that a quick answer never flickers. */
import css from './skeleton.module.css';

export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div className={css['skeleton']} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css['bone']} />
      ))}
    </div>
  );
}
