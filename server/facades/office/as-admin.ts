/**
 * Lets a call of another product do what an operation of the admin API does: the same question who asks, the same handlers,
 * the same audit. Only a Bearer token opens it, with `lanyard:admin` or what else suffices there; no cookie does.
 */
import { authorise } from '../../admin/authorise.ts';
import type { AdminContext } from '../../admin/handler.ts';
import type { Access } from '../../contract/admin/operation.ts';
import type { Context } from '../../engine/context.ts';
import type { FacadeRequest, FindAdmin, Office } from '../facade.ts';

/** Who may: as an operation's `access`, and whoever has a token with the scope `suffices`. */
export interface Opening {
  readonly access: Access;
  readonly suffices?: string | undefined;
}

/** Throws ProblemError unauthenticated and forbidden. */
export async function asAdmin(
  { authorization }: Pick<FacadeRequest, 'authorization'>,
  { access, suffices }: Opening,
  { findToken, house }: Office & { readonly findToken: FindAdmin },
  cx: Context,
): Promise<AdminContext> {
  const presented = {
    access,
    suffices,
    asks_who: false,
    authorization: authorization ?? 'none',
    panel_cookie: undefined,
    csrf: undefined,
    foreign: false,
  };
  const { store, settings, passwords, counts, now, address, urls } = cx;
  const actor = await authorise(presented, {
    store,
    now,
    csrfOf: noPanel,
    findToken: (value) => findToken(value, cx),
    isOurs: (audience, application) => audience === urls.page('/api/v1') || urls.isOurs(audience, application),
  });
  const asked = { store, settings, passwords, counts, now, address, actor };
  return {
    ...asked,
    house,
    user_agent: '',
    from_here: false,
    panel_cookie: undefined,
    mayGoOn: () => Promise.resolve(true),
    csrfOf: noPanel,
    addressesOf: noPanel,
  };
}

/** Of a request that comes with a token. */
function noPanel(): never {
  throw new Error('there is no panel in a call of another product');
}

/** What an operation is called with, beside its path and body. */
export function plainCall<P, B>(path: P, body: B) {
  return {
    path,
    body,
    query: undefined,
    preconditions: { if_match: undefined, if_none_match: undefined },
    last_event_id: undefined,
    signal: NEVER,
    head: false,
  };
}

const NEVER = new AbortController().signal;
