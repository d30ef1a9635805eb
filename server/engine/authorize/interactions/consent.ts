/** Asking a person what an application may do in their name. Whatever is optional they can leave out. */
import type { ConsentScopeView } from '../../../contract/pages.ts';
import { isPublic } from '../../../directory/applications.ts';
import { describeScopes } from '../../../directory/scope-catalogue.ts';
import { inclusionsFor, widest, withIncluded } from '../../../directory/scope-inclusion.ts';
import { describeApplication, sourceOf } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { asksForAdmin } from '../asks-for-admin.ts';
import type { Pending } from '../pending.ts';
import type { Interaction } from './interaction.ts';

/** What the request means nothing without. */
const REQUIRED: readonly string[] = ['openid'];

export const consent: Interaction = {
  name: 'consent',
  personal: true,
  spec: 'OIDC Core §3.1.2.4',
  needed({ request, application, consent: given, signedIn, done }) {
    if (done.includes('consent')) return undefined;
    if (request.prompt.includes('consent') || asksForAdmin({ request, signedIn })) return 'consent_required';
    if (application.consent === 'skip') return undefined;
    if (application.consent === 'always' || given === undefined) return 'consent_required';
    if (isUnverifiedNative(application.token_endpoint_auth_method, request.redirect_uri)) return 'consent_required';
    const decided = [...given.scope, ...given.declined];
    if (!request.scope.every((name) => decided.includes(name))) return 'consent_required';
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
      application: describeApplication(application, request.redirect_uri),
      person: { name, username },
      scopes: await scopeViews(pending, cx),
      apis: await apiNames(request.audience, cx),
    };
  },
  async run({ pending, request }, cx) {
    if (request.params.get('decision') !== 'allow') {
      return { kind: 'refused', code: 'access_denied', description: 'the person said no' };
    }
    const ticked = request.params.all('scope');
    const inclusions = await inclusionsFor(pending.request.scope, cx.store);
    const allowed = withIncluded([...REQUIRED, ...ticked], inclusions);
    const scope = pending.request.scope.filter((name) => allowed.includes(name));
    if (scope.length > 0) return { kind: 'done', scope };
    return { kind: 'refused', code: 'access_denied', description: 'the person allowed nothing of what was asked' };
  },
};

/** Whoever sits at the same computer can pretend to be such an application: a remembered yes is not enough. RFC 8252 §8.6 */
function isUnverifiedNative(
  method: Pending['application']['token_endpoint_auth_method'],
  redirect_uri: string,
): boolean {
  return isPublic({ token_endpoint_auth_method: method }) && !sourceOf(redirect_uri).startsWith('https://');
}

/** What comes with a wider scope stands there with that one, and is allowed with it. */
async function scopeViews({ request, withheld, signedIn }: Pending, cx: Context): Promise<readonly ConsentScopeView[]> {
  const all = await inclusionsFor(request.scope, cx.store);
  const inclusions = new Map(
    [...all].map(([name, included]) => [name, included.filter((each) => !withheld.includes(each))]),
  );
  const names = widest(request.scope, inclusions);
  const described = await describeScopes(cx.store, names, signedIn?.user, inclusions);
  return described.map((scope) => ({ ...scope, optional: !REQUIRED.includes(scope.name) }));
}

async function apiNames(audience: readonly string[], cx: Context): Promise<readonly string[]> {
  const found = await Promise.all(audience.map((name) => cx.store.collection('apis').find('audience', name)));
  return found.flatMap((apis, position) => apis[0]?.name ?? audience[position] ?? []);
}
