/** What a person is shown of that which an application asks for, and what is left of it after they chose. */
import type { ConsentDetailView, ConsentScopeView } from '../../contract/page-parts.ts';
import { allDetailsTypes } from '../../directory/authorization-details-types.ts';
import { describeScopes, withGroupsShown } from '../../directory/scope-catalogue.ts';
import { type Inclusions, inclusionsFor, widest, withIncluded } from '../../directory/scope-inclusion.ts';
import { sentenceOf } from '../../spec/authorization-details.ts';
import type { Context } from '../context.ts';
import type { EndpointRequest } from '../wire.ts';
import type { Answered } from './interactions/interaction.ts';
import type { Pending } from './pending.ts';

/** What the request means nothing without. */
const REQUIRED: readonly string[] = ['openid'];

/** What comes with a wider scope stands there with that one, and is allowed with it. */
export async function scopeViews(
  { request, withheld, signedIn, application }: Pending,
  cx: Context,
): Promise<readonly ConsentScopeView[]> {
  const { dialect } = application;
  const { scope_claims } = cx.traits[dialect] ?? {};
  const all = await inclusionsOnPage(request.scope, application, cx);
  const inclusions = new Map(
    [...all].map(([name, included]) => [name, included.filter((each) => !withheld.includes(each))]),
  );
  const names = widest(request.scope, inclusions);
  const described = await describeScopes(
    cx.store,
    names,
    { person: signedIn?.user, dialect, scope_claims },
    inclusions,
  );
  return described.map((scope) => ({ ...scope, optional: !REQUIRED.includes(scope.name) }));
}

/** What comes with what, and what can't be told apart. */
async function inclusionsOnPage(
  scope: readonly string[],
  { dialect }: Pending['application'],
  { store, traits }: Context,
): Promise<Inclusions> {
  return withGroupsShown(scope, await inclusionsFor(scope, dialect, store), traits[dialect]?.scope_claims);
}

/** A type that was taken away while the person was asked is shown by its name. */
export async function detailViews(
  { authorization_details = [] }: Pending['request'],
  cx: Context,
): Promise<readonly ConsentDetailView[]> {
  const types = authorization_details.length === 0 ? [] : await allDetailsTypes(cx.store);
  return authorization_details.map((detail) => {
    const { type: name } = detail;
    return sentenceOf(detail, types.find((type) => type.name === name) ?? { name, description: name });
  });
}

export async function apiNames(audience: readonly string[], cx: Context): Promise<readonly string[]> {
  const found = await Promise.all(audience.map((name) => cx.store.collection('apis').find('audience', name)));
  return found.flatMap((apis, position) => apis[0]?.name ?? audience[position] ?? []);
}

/** What was ticked, where the form says that the person allows it; a refusal where nothing is left of what was asked. */
export async function choose(
  { request, application }: Pending,
  { params }: EndpointRequest,
  cx: Context,
): Promise<Answered> {
  const inclusions = await inclusionsOnPage(request.scope, application, cx);
  const allowed = withIncluded([...REQUIRED, ...params.all('scope')], inclusions);
  const scope = request.scope.filter((name) => allowed.includes(name));
  const bare = request.scope.length === 0;
  if (scope.length > 0 || bare || request.authorization_details !== undefined) return { kind: 'done', scope };
  return { kind: 'refused', code: 'access_denied', description: 'the person allowed nothing of what was asked' };
}
