/**
 * The pages of applications that end their own sessions: one for each application that was used in the session which
 * ends here. The browser shows them in frames that nobody sees, since only it holds their cookies.
 */
import type { SignedOutView } from '../contract/pages.ts';
import { applicationsOf } from '../directory/session-applications.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Session } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import { sessionIdentifier } from './subject-identifier.ts';

/** More frames than this keep a browser busy for longer than a person waits. */
const MOST_FRAMES = 50;

export type Frames = Required<Pick<SignedOutView, 'frames' | 'frames_left_out'>>;

/**
 * Absolute URLs, in the order of the client_ids, and how many there were no place for. An application that was switched off meanwhile is among them: signing
 * out takes something away and gives nothing. OIDC Front-Channel Logout §3
 */
export async function frontChannelFrames(session: Session, cx: Context): Promise<Frames> {
  const used = await applicationsOf(cx.store, session);
  const all = used.flatMap((application) => frameOf(application, session, cx) ?? []);
  return { frames: all.slice(0, MOST_FRAMES), frames_left_out: Math.max(0, all.length - MOST_FRAMES) };
}

/** Either `iss` and `sid` are both there, or neither is. OIDC Front-Channel Logout §2 */
function frameOf(application: Application, session: Session, cx: Context): string | undefined {
  const { frontchannel_logout_uri: uri, frontchannel_logout_session_required: required = true } = application;
  if (uri === undefined || !required) return uri;
  const sid = sessionIdentifier(session.sid, application, cx);
  const query = new URLSearchParams({ iss: cx.urls.issuer(application), sid }).toString();
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
