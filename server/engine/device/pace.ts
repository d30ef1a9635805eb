/** How often a device may ask: one that does not wait long enough has to wait longer from then on. RFC 8628 §3.5 */
import type { DeviceCode } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';

const SLOWER_BY_S = 5;
/** Where it has become this slow, being impatient changes nothing more: a flood of questions writes nothing. */
const SLOWEST_S = 60;

/**
 * Counts one question. Where it came too early, answers the seconds between two questions from now on; of several at once
 * only one comes in time.
 */
export async function slowedTo(code: DeviceCode, cx: Context): Promise<number | undefined> {
  if (code.interval_s >= SLOWEST_S && isTooEarly(code, cx.now)) return code.interval_s;
  return cx.store.transaction(async (within) => {
    const newest = (await within.collection('device_codes').get(code.id)) ?? code;
    const early = isTooEarly(newest, cx.now);
    const interval_s = Math.min(newest.interval_s + SLOWER_BY_S, SLOWEST_S);
    const change = early ? { interval_s } : { asked_at: cx.now };
    await within.collection('device_codes').update(code.id, (old) => ({ ...old, ...change }));
    return early ? interval_s : undefined;
  });
}

function isTooEarly({ asked_at, interval_s }: DeviceCode, now: number): boolean {
  return asked_at !== undefined && now < asked_at + interval_s;
}
