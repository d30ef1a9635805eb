/**
 * Whether a page of ours may stay tied to the window that opened it: only on the way to an answer that an application waits for
 * there, at an origin that an admin registered.
 */
import type { Context } from './context.ts';
import type { Pending } from './authorize/pending.ts';
import type { Headers } from './wire.ts';

export const FOR_POPUPS: Headers = { 'Cross-Origin-Opener-Policy': 'unsafe-none' };

/** The opener of a sign-in can't read it, but would lose sight of it. */
export function openerPolicy(
  { request, application }: Pick<Pending, 'request' | 'application'>,
  { traits }: Pick<Context, 'traits'>,
): Headers {
  if (request.response_mode.startsWith('web_message')) return FOR_POPUPS;
  const opened = traits[application.dialect]?.opened_in_popups === true;
  return opened && application.web_origins.includes(originOf(request.redirect_uri)) ? FOR_POPUPS : {};
}

/** 'null' of a scheme without one, which is nobody's web origin. */
function originOf(redirect_uri: string): string {
  return URL.parse(redirect_uri)?.origin ?? 'null';
}
