/**
 * Asking a person whether the device that shows this code is theirs, and what the application on it may do. Always asked,
 * whatever was allowed before: whoever sent them the address may sit at another device. RFC 8628 §5.4
 */
import { describeApplication } from '../../application-view.ts';
import { apiNames, choose, scopeViews } from '../choice-of-scopes.ts';
import type { Interaction } from './interaction.ts';

export const device: Interaction = {
  name: 'device',
  personal: true,
  spec: 'RFC 8628 §3.3',
  page: 'device-verification',
  needed({ request, done }) {
    return request.device === undefined || done.includes('device') ? undefined : 'interaction_required';
  },
  async show(pending, form, cx) {
    const { application, request, signedIn } = pending;
    const { name = '', username = '' } = signedIn?.user ?? {};
    const scopes = await scopeViews(pending, cx);
    return {
      page: 'device-confirm',
      ...form,
      application: describeApplication(application, request.redirect_uri, cx.settings),
      person: { name, username },
      user_code: request.device?.user_code ?? '',
      // The office decided for an application of its own.
      scopes: application.consent === 'skip' ? scopes.map((scope) => ({ ...scope, optional: false })) : scopes,
      apis: await apiNames(request.audience, cx),
    };
  },
  run({ pending, request }, cx) {
    if (request.params.get('decision') !== 'allow') {
      return { kind: 'refused', code: 'access_denied', description: 'the person said no' };
    }
    return pending.application.consent === 'skip' ? { kind: 'done' } : choose(pending, request, cx);
  },
};
