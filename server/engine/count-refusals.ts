/**
 * Refusals that anybody can cause as often as they like are counted for the audit log, not written: by whom they are about,
 * where that is somebody who exists, and by a reason of ours. Nothing that a stranger chose is kept.
 */
import { findApplication } from '../directory/applications.ts';
import { findServiceAccount } from '../directory/service-accounts.ts';
import { claimedByAssertion, presentsAssertion } from './client-auth/assertions/judge-assertion.ts';
import type { Calling, Client } from './client-auth/client-auth.ts';
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
  const about = presentsAppPassword(request)
    ? (await findServiceAccount(cx.store, request.params.get('username') ?? ''))?.username
    : await knownApplication(
        basic?.[0]?.client_id ??
          (presentsAssertion(request) ? claimedByAssertion(request) : request.params.get('client_id')),
        cx,
      );
  cx.counts.add('client.turned_away', about ?? '', because, cx.address);
}

/** How the audit log calls whoever stands at the back channel. */
export function nameOfClient(client: Client): string {
  return client.kind === 'application' ? client.application.client_id : client.account.username;
}

async function knownApplication(client_id: string | undefined, cx: Context): Promise<string | undefined> {
  if (client_id === undefined) return undefined;
  return (await findApplication(cx.store, client_id))?.client_id;
}
