/** A person gives themselves a new password. The old one is asked for: whoever merely found the browser open hasn't got it. */
import { appendAudit } from '../audit/append.ts';
import { countUntoldChange } from '../directory/directory-version.ts';
import { endGrant } from '../directory/grants.ts';
import { isLiveGrant } from '../directory/live-grants.ts';
import { endPanelSessionsOfUser } from '../directory/panel-sessions.ts';
import { endSessionsOfUser } from '../directory/sessions.ts';
import { removeAppPasswordsOf } from '../directory/user-app-passwords.ts';
import { changeUser } from '../directory/users.ts';
import type { Context } from '../engine/context.ts';
import { type PasswordProof, provePassword } from '../engine/prove-password.ts';
import type { PageResponse } from '../engine/wire.ts';
import { SHORTEST_PASSWORD } from '../spec/new-password.ts';
import type { Transaction } from '../storage/store.ts';
import { chosenPasswordErrors } from './chosen-password.ts';
import { refusedProof } from './prove-again.ts';
import { goHome } from './said.ts';
import { type AccountPage, csrfOf, type Visit } from './visit.ts';

const PATH = '/account/password';

export const password: AccountPage = {
  path: PATH,
  show: (visit, cx) => Promise.resolve(page(visit, 200, {}, cx)),
  async take(visit, cx) {
    const { params } = visit.request;
    const { username, password_hash } = visit.user;
    if (password_hash === undefined) return page(visit, 200, {}, cx);
    const errors = chosenPasswordErrors(params, username);
    if (Object.keys(errors).length > 0) return page(visit, 400, errors, cx);
    const proof = await provePassword({ username, password: params.get('password') ?? '', client_id: '' }, cx);
    if (proof.kind !== 'proved') return refuse(proof, visit, cx);
    const made = await cx.passwords.hash(params.get('new_password') ?? '');
    const everywhere = params.get('sign_out') === 'others';
    const ended = await cx.store.transaction((within) => change(within, visit, { made, everywhere }, cx));
    if (ended === undefined) return page(visit, 409, { form: 'Your password was changed meanwhile.' }, cx);
    const elsewhere = everywhere ? ' You are signed out everywhere else.' : '';
    return goHome(`Your password is changed.${elsewhere}`, visit, cx);
  },
};

interface NewPassword {
  readonly made: string;
  readonly everywhere: boolean;
}

/** Undefined where somebody else changed it while it was proved. */
async function change(within: Transaction, { user, session }: Visit, { made, everywhere }: NewPassword, cx: Context) {
  const now = await within.collection('users').get(user.id);
  if (now === undefined || now.disabled || now.password_hash !== user.password_hash) return undefined;
  await changeUser(within, user.id, { password_hash: made }, cx.now);
  // The panel asks for the new one, here too.
  const panel_sessions_ended = await endPanelSessionsOfUser(within, user.id);
  const sessions_ended = everywhere ? await endSessionsOfUser(within, user.id, cx.now, session.id) : 0;
  const grants_ended = everywhere ? await endGrantsElsewhere(within, { user, session }, cx) : 0;
  const app_passwords_ended = everywhere ? await removeAppPasswordsOf(within, user.id) : 0;
  const { username } = user;
  await appendAudit(within, {
    at: cx.now,
    type: 'user.password_reset',
    actor: username,
    target: username,
    address: cx.address,
    detail: { id: user.id, sessions_ended, panel_sessions_ended, grants_ended, app_passwords_ended },
  });
  await countUntoldChange(within);
  return { sessions_ended };
}

/** Whoever knew the old password may have let applications in, and made app passwords. */
async function endGrantsElsewhere(
  within: Transaction,
  { user, session }: Pick<Visit, 'user' | 'session'>,
  { now }: Context,
): Promise<number> {
  const grants = await within.collection('grants').find('user_id', user.id);
  const others = grants.filter(({ sid }) => sid !== session.sid);
  const living = await Promise.all(others.map((grant) => isLiveGrant(within, grant, now)));
  for (const { id } of others) await endGrant(within, id, 'the person changed their password', now);
  return living.filter(Boolean).length;
}

function refuse(proof: Exclude<PasswordProof, { kind: 'proved' }>, visit: Visit, cx: Context): PageResponse {
  const { status, errors, headers } = refusedProof(proof);
  return { ...page(visit, status, errors, cx), ...(headers === undefined ? {} : { headers }) };
}

function page(visit: Visit, status: number, errors: Readonly<Record<string, string>>, cx: Context): PageResponse {
  const { name, username, password_hash } = visit.user;
  return {
    kind: 'page',
    status,
    view: {
      page: 'account-password',
      status,
      action: PATH,
      csrf: csrfOf(visit, cx),
      fields: [],
      person: { name, username },
      has_password: password_hash !== undefined,
      shortest_password: SHORTEST_PASSWORD,
      errors,
    },
  };
}
