/** Makes a browser a person's: a new cookie at every sign-in, the same session id while it is the same person. */
import { appendAudit } from '../../audit/append.ts';
import { createSession, endSession, getSessionBySid, isLiveSession, renewSession } from '../../directory/sessions.ts';
import type { User } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { ACR_MAIL, ACR_PASSWORD } from '../acr.ts';
import { isFramedElsewhere } from '../framed-elsewhere.ts';
import { signedInState } from '../session-state.ts';
import type { EndpointRequest } from '../wire.ts';
import type { Answered } from './interactions/interaction.ts';
import type { SignedIn } from './pending.ts';

/** Who is signed in before, and what for. */
export interface SigningIn {
  readonly signedIn: Pick<SignedIn, 'session'> | undefined;
  /** An empty client_id is our own pages of a person's account. */
  readonly application: { readonly client_id: string };
}

/**
 * The person who was signed in before keeps the `sid` when it is the same one, so that signing in again elsewhere does
 * not end what applications hold; somebody else's session in this browser ends.
 */
export async function signIn(
  user: User,
  amr: readonly string[],
  pending: SigningIn,
  request: EndpointRequest,
  cx: Context,
): Promise<Answered & { kind: 'done' }> {
  const sid = pending.signedIn?.session.sid;
  const lifetime_s = cx.settings.session_lifetime_s;
  const { address } = cx;
  const acr = amr.includes('pwd') ? ACR_PASSWORD : ACR_MAIL;
  const input = { user_id: user.id, amr, acr, address, user_agent: request.user_agent, lifetime_s };
  const { session, secret } = await cx.store.transaction(async (within) => {
    await appendAudit(within, {
      at: cx.now,
      type: 'user.signed_in',
      actor: user.username,
      target: pending.application.client_id,
      address,
      detail: { amr },
    });
    // Read again: while the password was checked, another tab may have renewed the session or ended it.
    const before = sid === undefined ? undefined : await getSessionBySid(within, sid);
    if (before === undefined || !isLiveSession(before, cx.now)) return createSession(within, input, cx.now);
    if (before.user_id === user.id) return renewSession(within, before, input, cx.now);
    await endSession(within, before.id, cx.now);
    const other = await within.collection('users').get(before.user_id);
    await appendAudit(within, {
      at: cx.now,
      type: 'user.signed_out',
      actor: other?.username ?? before.user_id,
      target: '',
      address,
      detail: { because: `${user.username} signed in in the same browser` },
    });
    return createSession(within, input, cx.now);
  });
  const cross_site = await isFramedElsewhere(cx);
  const cookies = { session: { value: secret, lifetime_s, cross_site }, browser_state: signedInState(session, cx) };
  return { kind: 'done', session, cookies };
}
