/** Asking a person what an application may do in their name. Whatever is optional they can leave out. */
import { isPublic } from '../../../directory/applications.ts';
import { apiNotAllowed } from '../../../directory/consents.ts';
import { describeApplication, sourceOf } from '../../application-view.ts';
import { asksForAdmin } from '../asks-for-admin.ts';
import { apiNames, choose, detailViews, scopeViews } from '../choice-of-scopes.ts';
import type { Pending } from '../pending.ts';
import type { Interaction } from './interaction.ts';

export const consent: Interaction = {
  name: 'consent',
  personal: true,
  spec: 'OIDC Core §3.1.2.4',
  needed({ request, application, consent: given, signedIn, done }, now) {
    // With the code of a device the person is shown the same, and asked each time.
    if (done.includes('consent') || request.device !== undefined) return undefined;
    if (request.prompt.includes('consent') || asksForAdmin({ request, signedIn })) return 'consent_required';
    // Of acts with particulars none is like another, whoever's application it is.
    if (request.authorization_details !== undefined) return 'consent_required';
    if (application.consent === 'skip') return undefined;
    if (application.consent === 'always' || given === undefined) return 'consent_required';
    if (isUnverifiedNative(application.token_endpoint_auth_method, request.redirect_uri)) return 'consent_required';
    if (given.ask_from !== undefined && given.ask_from <= now) return 'consent_required';
    const decided = [...given.scope, ...given.declined];
    if (!request.scope.every((name) => decided.includes(name))) return 'consent_required';
    if (apiNotAllowed(given, request.audience, request.scope) !== undefined) return 'consent_required';
    // Where all that is asked for was declined once, no answer could be given without asking again.
    const nothingLeft = request.scope.length > 0 && request.scope.every((name) => given.declined.includes(name));
    return nothingLeft ? 'consent_required' : undefined;
  },
  async show(pending, form, cx) {
    const { application, request, signedIn } = pending;
    const { name = '', username = '' } = signedIn?.user ?? {};
    return {
      page: 'consent',
      ...form,
      application: describeApplication(application, request.redirect_uri, cx.settings),
      person: { name, username },
      scopes: await scopeViews(pending, cx),
      apis: await apiNames(request.audience, cx),
      details: await detailViews(request, cx),
    };
  },
  async run({ pending, request }, cx) {
    if (request.params.get('decision') !== 'allow') {
      return { kind: 'refused', code: 'access_denied', description: 'the person said no' };
    }
    return choose(pending, request, cx);
  },
};

/** Whoever sits at the same computer can pretend to be such an application: a remembered yes is not enough. RFC 8252 §8.6 */
function isUnverifiedNative(
  method: Pending['application']['token_endpoint_auth_method'],
  redirect_uri: string,
): boolean {
  return isPublic({ token_endpoint_auth_method: method }) && !sourceOf(redirect_uri).startsWith('https://');
}
