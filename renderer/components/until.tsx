/** A moment that lies ahead, as the clock and the calendar have it: for “until …”. */
import { usePanel } from '../api/panel.tsx';
import { useStore } from '../api/store.ts';
import { clockTime, isMoment } from '../words/time.ts';

/** `at` is seconds since 1970. */
export function Until({ at }: { readonly at: number }) {
  const now = useStore(usePanel().now);
  if (!isMoment(at)) return clockTime(at, now);
  return <time dateTime={new Date(at * 1000).toISOString()}>{clockTime(at, now)}</time>;
}
