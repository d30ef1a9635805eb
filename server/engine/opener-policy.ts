/** Whether a page of ours may stay tied to the window that opened it: only on the way to an answer that is posted there. */
import type { ResponseMode } from '../spec/vocabulary.ts';
import type { Headers } from './wire.ts';

export const FOR_POPUPS: Headers = { 'Cross-Origin-Opener-Policy': 'unsafe-none' };

/** The opener of a sign-in can't read it, but would lose sight of it. */
export function openerPolicy(response_mode: ResponseMode): Headers {
  return response_mode.startsWith('web_message') ? FOR_POPUPS : {};
}
