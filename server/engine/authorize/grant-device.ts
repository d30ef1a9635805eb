/** The end of a request that came from a device: it learns at its next question what the person decided. */
import { OAuthError } from '../../spec/oauth-error.ts';
import { DEVICE_CODE_GRANT } from '../../spec/vocabulary.ts';
import type { PendingRequest } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import { describeApplication } from '../application-view.ts';
import type { Context } from '../context.ts';
import { answerDeviceCode } from '../device/device-code.ts';
import type { PageResponse } from '../wire.ts';
import { type Circumstances, settleAccess } from './grant-access.ts';
import type { Pending, SignedIn } from './pending.ts';

export type WaitingDevice = NonNullable<PendingRequest['device']>;

/** Throws access_denied and unauthorized_client where it may not be, and PageError where the code is over. */
export async function grantDevice(
  pending: Pending & { readonly signedIn: SignedIn },
  { code_id }: WaitingDevice,
  circumstances: Circumstances,
  cx: Context,
): Promise<PageResponse> {
  if (!pending.application.grant_types.includes(DEVICE_CODE_GRANT)) {
    throw new OAuthError('unauthorized_client', 'the device grant is no longer open to this client');
  }
  const { subject, settle } = await settleAccess(pending, circumstances, cx);
  await cx.store.transaction(async (within) => {
    await settle(within);
    await answerDeviceCode(within, code_id, { grant_id: subject.grant.id }, cx.now);
  });
  return devicePage(pending, 'allowed', cx);
}

/** In the transaction that ends the ticket. */
export function refuseDevice(within: Transaction, { code_id }: WaitingDevice, now: number): Promise<void> {
  return answerDeviceCode(within, code_id, { refused_at: now }, now);
}

/** `refused`: the person said no. `unsuited`: they may not use the application. */
export function devicePage(
  { application, request }: Pick<Pending, 'application' | 'request'>,
  kind: 'allowed' | 'refused' | 'unsuited',
  { settings }: Pick<Context, 'settings'>,
): PageResponse {
  const view = {
    page: 'device-done',
    kind,
    application: describeApplication(application, request.redirect_uri, settings),
  } as const;
  return { kind: 'page', status: kind === 'unsuited' ? 403 : 200, view };
}
