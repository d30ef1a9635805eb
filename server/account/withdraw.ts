/** Takes back what one application was allowed, after asking. */
import { appendAudit } from '../audit/append.ts';
import {
  type HeldByApplication,
  knowsSignIn,
  readHeldByApplications,
  withdrawApplication,
} from '../directory/held-by-applications.ts';
import type { Context } from '../engine/context.ts';
import { goHome } from './said.ts';
import { viewHeld } from './view-applications.ts';
import { type AccountPage, csrfOf, type Visit } from './visit.ts';

export const withdraw: AccountPage = {
  path: '/account/applications/',
  tail: '/withdraw',
  async show(visit, cx) {
    const held = await find(visit, cx);
    if (held === undefined) return undefined;
    const application = await viewHeld(held, visit.user, cx);
    const tells = held.application.backchannel_logout_uri !== undefined && held.grants.some(knowsSignIn);
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'account-question',
        now: cx.now,
        action: `/account/applications/${application.id}/withdraw`,
        csrf: csrfOf(visit, cx),
        fields: [],
        question: { kind: 'withdraw', application, tells },
      },
    };
  },
  async take(visit, cx) {
    const held = await find(visit, cx);
    if (held === undefined) return undefined;
    const { user } = visit;
    const { application } = held;
    const { told } = await cx.store.transaction(async (within) => {
      const because = 'the person withdrew it';
      const ended = await withdrawApplication(within, { user_id: user.id, application }, because, cx.now);
      const { grants, consent, app_passwords } = ended;
      await appendAudit(within, {
        at: cx.now,
        type: 'consent.withdrawn',
        actor: user.username,
        target: application.client_id,
        address: cx.address,
        detail: { username: user.username, grants, consent, app_passwords },
      });
      return ended;
    });
    const name = application.client_name;
    const { unasked } = await viewHeld(held, user, cx);
    const again =
      unasked.length > 0 ? ` It can get this again without asking you, by way of ${unasked.join(', and ')}.` : '';
    return goHome(
      `${name} can’t act in your name any more.${told ? ` ${name} is being told.` : ''}${again}`,
      visit,
      cx,
    );
  },
};

async function find({ user, named }: Visit, cx: Context): Promise<HeldByApplication | undefined> {
  const held = await readHeldByApplications(cx.store, user.id, cx.now);
  return held.find(({ application }) => application.id === named);
}
