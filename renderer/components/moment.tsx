/** A moment as people say it, with the exact one on hover. */
import { usePanel } from '../api/panel.tsx';
import { useStore } from '../api/store.ts';
import { exactTime, isMoment, relativeTime } from '../words/time.ts';

/** `at` is seconds since 1970. */
export function Moment({ at }: { readonly at: number }) {
  const now = useStore(usePanel().now);
  if (!isMoment(at)) return relativeTime(at, now);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exactTime(at)}>
      {relativeTime(at, now)}
    </time>
  );
}
