/** A public application names itself and proves nothing; the code, PKCE and rotation carry the proof. */
import { findApplication, isPublic } from '../../directory/applications.ts';
import { namesItselfAlone } from '../names-itself-alone.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const none: ClientAuthMethod = {
  name: 'none',
  spec: 'RFC 6749 §2.1',
  advertised: 'none',
  presented: ({ request }) => namesItselfAlone(request) && request.certificate === undefined,
  claimed: ({ request }) => request.params.get('client_id') ?? '',
  async run({ request }, cx) {
    const application = await findApplication(cx.store, request.params.get('client_id') ?? '');
    if (application === undefined || application.disabled || !isPublic(application)) return undefined;
    return { kind: 'application', application, method: 'none' };
  },
};
