/** Nonces for proofs: a value of ours that changes every few minutes, so that none can be made in advance. Nothing is kept. */
import type { Context } from '../context.ts';

/** In seconds. The one before still counts, so that each is good for five to ten minutes. */
const PERIOD_S = 300;

/** RFC 9449 §8 */
export function freshNonce(cx: Context): string {
  return nonceOf(periodOf(cx), cx);
}

export function isFreshNonce(nonce: unknown, cx: Context): boolean {
  const period = periodOf(cx);
  return nonce === nonceOf(period, cx) || nonce === nonceOf(period - 1, cx);
}

/** For answers to requests with a proof, so that the next one has a fresh nonce without asking. RFC 9449 §8.2 */
export function nonceHeader(cx: Context): Readonly<Record<string, string>> {
  return cx.settings.require_dpop_nonce ? { 'DPoP-Nonce': freshNonce(cx) } : {};
}

function periodOf({ now }: Context): number {
  return Math.floor(now / PERIOD_S);
}

function nonceOf(period: number, cx: Context): string {
  return cx.secrets.derive('dpop-nonce', String(period));
}
