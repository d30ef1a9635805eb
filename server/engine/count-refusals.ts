/**
 * Refusals that anybody can cause as often as they like are counted for the audit log, not written: by whom they are about,
 * where that is somebody who exists, and by a reason of ours. Nothing that a stranger chose is kept.
 */
import { findApplication } from '../directory/applications.ts';
import { findServiceAccount } from '../directory/service-accounts.ts';
import { findUserByUsername } from '../directory/users.ts';
import { claimedByAssertion, presentsAssertion } from './client-auth/assertions/judge-assertion.ts';
import type { Calling, Caller } from './client-auth/client-auth.ts';
import type { Context } from './context.ts';
import type { PageError } from './page-error.ts';
import { presentsAppPassword } from './presents-app-password.ts';
import type { EndpointRequest } from './wire.ts';

export async function countRefusingPage(
  { because }: PageError,
  what: 'authorization' | 'sign_out',
  { params }: EndpointRequest,
  cx: Context,
): Promise<void> {
  const about = await knownApplication(params.get('client_id'), cx);
  cx.counts.add(`${what}.turned_away`, about ?? '', because, cx.address);
}

export async function countFailedAuthentication(
  { request, basic }: Calling,
  because: string,
  cx: Context,
): Promise<void> {
  if (presentsAppPassword(request)) return countAppPassword(request.params.get('username') ?? '', because, cx);
  const about = await knownApplication(
    basic?.[0]?.client_id ??
      (presentsAssertion(request) ? claimedByAssertion(request) : request.params.get('client_id')),
    cx,
  );
  cx.counts.add('client.turned_away', about ?? '', because, cx.address);
}

async function countAppPassword(username: string, because: string, cx: Context): Promise<void> {
  const user = await findUserByUsername(cx.store, username);
  if (user !== undefined) return cx.counts.add('own_app_password.turned_away', user.username, because, cx.address);
  const account = await findServiceAccount(cx.store, username);
  cx.counts.add('client.turned_away', account?.username ?? '', because, cx.address);
}

/** How the audit log calls whoever stands at the back channel. */
export function nameOfClient(client: Caller): string {
  switch (client.kind) {
    case 'application':
      return client.application.client_id;
    case 'service_account':
      return client.account.username;
    case 'person':
      return client.user.username;
    default:
      return client satisfies never;
  }
}

async function knownApplication(client_id: string | undefined, cx: Context): Promise<string | undefined> {
  if (client_id === undefined) return undefined;
  return (await findApplication(cx.store, client_id))?.client_id;
}
