/** Choosing a new password by a link from the mail. Nobody is signed in here; the link alone says whose it is. */
import { HashingBusy } from '../directory/passwords.ts';
import type { Context } from '../engine/context.ts';
import { findNewPasswordLink, NEW_PASSWORD_PATH, setNewPassword } from '../engine/new-password-link.ts';
import type { EndpointRequest, EndpointResponse, PageResponse } from '../engine/wire.ts';
import { SHORTEST_PASSWORD } from '../spec/new-password.ts';
import type { User } from '../storage/records/directory.ts';
import { chosenPasswordErrors } from './chosen-password.ts';

/** Shows the form, or takes it. */
export async function newPasswordByLink({ method, params }: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const link = params.get('link') ?? '';
  const found = await findNewPasswordLink(link, cx);
  if (found === undefined) return over(cx);
  const { user } = found;
  if (method !== 'POST') return page(user, link, { status: 200, errors: {} }, cx);
  const errors = chosenPasswordErrors(params, user.username);
  if (Object.keys(errors).length > 0) return page(user, link, { status: 400, errors }, cx);
  try {
    const hash = await cx.passwords.hash(params.get('new_password') ?? '');
    if (!(await setNewPassword(link, hash, cx))) return over(cx);
    return { kind: 'page', status: 200, view: { page: 'password-set' } };
  } catch (thrown) {
    if (!(thrown instanceof HashingBusy)) throw thrown;
    const form = 'Many people are signing in just now. Try again in a few seconds.';
    return page(user, link, { status: 503, errors: { form } }, cx);
  }
}

interface Shown {
  readonly status: number;
  readonly errors: Readonly<Record<string, string>>;
}

function page({ name, username }: User, link: string, shown: Shown, cx: Context): PageResponse {
  return {
    kind: 'page',
    status: shown.status,
    view: {
      page: 'account-password',
      by_link: true,
      action: NEW_PASSWORD_PATH,
      // Who can post the link could have opened it.
      csrf: cx.secrets.derive('csrf', `new password ${link}`),
      fields: [['link', link]],
      person: { name, username },
      has_password: true,
      shortest_password: SHORTEST_PASSWORD,
      ...shown,
    },
  };
}

function over(cx: Context): PageResponse {
  return {
    kind: 'page',
    status: 400,
    view: {
      page: 'error',
      status: 400,
      code: 'invalid_request',
      title: 'This link is over',
      detail: 'It was used before, is older than an hour, or a newer one was sent.',
      remedy: `Ask for a new one where you asked for this, or an admin of ${cx.settings.issuer_name} for a password.`,
    },
  };
}
