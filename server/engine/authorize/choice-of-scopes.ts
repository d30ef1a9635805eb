/** What a person is shown of that which an application asks for, and what is left of it after they chose. */
import type { ConsentScopeView } from '../../contract/pages.ts';
import { describeScopes } from '../../directory/scope-catalogue.ts';
import type { Context } from '../context.ts';
import type { EndpointRequest } from '../wire.ts';
import type { Answered } from './interactions/interaction.ts';
import type { Pending } from './pending.ts';

/** What the request means nothing without. */
const REQUIRED: readonly string[] = ['openid'];

export async function scopeViews({ request, signedIn }: Pending, cx: Context): Promise<readonly ConsentScopeView[]> {
  const described = await describeScopes(cx.store, request.scope, signedIn?.user);
  return described.map((scope) => ({ ...scope, optional: !REQUIRED.includes(scope.name) }));
}

export async function apiNames(audience: readonly string[], cx: Context): Promise<readonly string[]> {
  const found = await Promise.all(audience.map((name) => cx.store.collection('apis').find('audience', name)));
  return found.flatMap((apis, position) => apis[0]?.name ?? audience[position] ?? []);
}

/** What was ticked, where the form says that the person allows it; a refusal where nothing is left. */
export function choose(pending: Pending, { params }: EndpointRequest): Answered {
  const ticked = params.all('scope');
  const scope = pending.request.scope.filter((name) => REQUIRED.includes(name) || ticked.includes(name));
  if (scope.length > 0) return { kind: 'done', scope };
  return { kind: 'refused', code: 'access_denied', description: 'the person allowed nothing of what was asked' };
}
