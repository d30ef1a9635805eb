/** Makes a browser a person's: a new cookie at every sign-in, the same session id while it is the same person. */
import { appendAudit } from '../../audit/append.ts';
import { createSession, endSession, getSessionBySid, isLiveSession, renewSession } from '../../directory/sessions.ts';
import type { User } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { ACR_MAIL, ACR_PASSWORD } from '../acr.ts';
import { isFramedElsewhere } from '../framed-elsewhere.ts';
import { signedInState } from '../session-state.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { EndpointRequest, ResponseCookies } from '../wire.ts';
import type { Answered } from './interactions/interaction.ts';
import type { SignedIn } from './pending.ts';

/** How they proved who they are. */
export interface Proof {
  readonly amr: readonly string[];
  /** That of a password, or of a mail where `amr` has none, where absent. */
  readonly acr?: string;
  /** Where a program of the office's own said so: by whose token, and for how long further sign-ins rely on it. */
  readonly vouched?: { readonly by: string; readonly known_for_s?: number };
}

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
  { amr, acr = amr.includes('pwd') ? ACR_PASSWORD : ACR_MAIL, vouched }: Proof,
  pending: SigningIn,
  request: EndpointRequest,
  cx: Context,
): Promise<Answered & { kind: 'done' }> {
  const sid = pending.signedIn?.session.sid;
  const lifetime_s = cx.settings.session_lifetime_s;
  const { address } = cx;
  const known = vouched === undefined ? {} : { known_until: knownUntil(vouched, cx) };
  const lasts = vouched === undefined || (vouched.known_for_s ?? 0) > 0;
  const input = { user_id: user.id, amr, acr, address, user_agent: request.user_agent, lifetime_s, ...known };
  const { session, secret } = await cx.store.transaction(async (within) => {
    await appendAudit(within, {
      at: cx.now,
      type: 'user.signed_in',
      actor: user.username,
      target: pending.application.client_id,
      address,
      detail: { amr, ...(vouched === undefined ? {} : { vouched_by: vouched.by }) },
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
  const framed = { lasts, cross_site: await isFramedElsewhere(cx) };
  return { kind: 'done', session, cookies: sessionCookies(session, secret, framed, cx) };
}

/** Of one that nobody is to rely on later there is no more than a trace until the browser closes: signing out needs it. */
function sessionCookies(
  session: Session,
  value: string,
  { lasts, cross_site }: { readonly lasts: boolean; readonly cross_site: boolean },
  cx: Context,
): ResponseCookies {
  const { lifetime_s = 0, ...state } = signedInState(session, cx);
  const age = lasts ? { lifetime_s } : {};
  return { session: { value, cross_site, ...age }, browser_state: { ...state, ...age } };
}

function knownUntil({ known_for_s }: NonNullable<Proof['vouched']>, { now, settings }: Context): number {
  if (known_for_s === undefined) return 0;
  const longest = settings.session_lifetime_s;
  return now + (known_for_s === 0 ? longest : Math.min(known_for_s, longest));
}

/** The program vouches for somebody once more, who is known already: their session begins anew, under the same cookie. */
export async function extendSignIn(session: Session, request: EndpointRequest, cx: Context): Promise<ResponseCookies> {
  const lifetime_s = cx.settings.session_lifetime_s;
  const expires_at = cx.now + lifetime_s;
  const longer = await cx.store.transaction((within) =>
    within.collection('sessions').update(session.id, (old) => ({
      ...old,
      expires_at,
      ...(old.known_until === undefined ? {} : { known_until: expires_at }),
    })),
  );
  const framed = { lasts: true, cross_site: await isFramedElsewhere(cx) };
  return sessionCookies(longer, request.cookies.session ?? '', framed, cx);
}
