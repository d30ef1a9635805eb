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

/** With the client_ids of whom they belong to. */
export interface FramesOf extends Frames {
  readonly shown: readonly string[];
  readonly left_out: readonly string[];
}

/**
 * Absolute URLs, in the order of the client_ids, and how many there were no place for. An application that was switched off meanwhile is among them: signing
 * out takes something away and gives nothing. OIDC Front-Channel Logout §3
 */
export async function frontChannelFrames(session: Session, cx: Context): Promise<FramesOf> {
  const used = await applicationsOf(cx.store, session);
  const all = used.flatMap((application) => {
    const frame = frameOf(application, session, cx);
    return frame === undefined ? [] : [{ frame, client_id: application.client_id }];
  });
  const names = all.map(({ client_id }) => client_id);
  const [shown, left_out] = [names.slice(0, MOST_FRAMES), names.slice(MOST_FRAMES)];
  const frames = all.slice(0, MOST_FRAMES).map(({ frame }) => frame);
  return { frames, frames_left_out: left_out.length, shown, left_out };
}

/** Either `iss` and `sid` are both there, or neither is. OIDC Front-Channel Logout §2 */
function frameOf(application: Application, session: Session, cx: Context): string | undefined {
  const { frontchannel_logout_uri: uri, frontchannel_logout_session_required: required = true } = application;
  if (uri === undefined || !required) return uri;
  const sid = sessionIdentifier(session.sid, application, cx);
  const query = new URLSearchParams({ iss: cx.urls.issuer(application), sid }).toString();
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
