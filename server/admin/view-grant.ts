/** Grants as the admin API shows them: what one application holds of one person. */
import type { Answered } from '../contract/admin/types.ts';
import { findApplication } from '../directory/applications.ts';
import { actorsOf, cameFrom } from '../directory/came-from.ts';
import { endGrant, readTokensOfGrant } from '../directory/grants.ts';
import { isLiveGrant } from '../directory/live-grants.ts';
import { refreshLimits } from '../directory/refresh-limits.ts';
import type { User } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { AdminContext } from './handler.ts';
import { type ListQuery, listRecords, type Page } from './listing.ts';
import { recordChange } from './record-change.ts';
import type { Order } from './order.ts';

type GrantView = Answered<'listUserGrants'>['items'][number];

/** A grant and whose it is; nobody's where the person is gone. */
interface OwnedGrant {
  readonly id: string;
  readonly grant: Grant;
  readonly user: User | undefined;
}

const GRANT_ORDER: Order<OwnedGrant> = {
  searched: ({ grant, user }) => [grant.client_id, ...grant.scope, user?.username, user?.name],
  sorted: {
    client_id: ({ grant }) => grant.client_id,
    username: ({ user }) => user?.username,
    created_at: ({ grant }) => grant.created_at,
    expires_at: ({ grant }) => grant.expires_at,
  },
  standard: '-created_at',
};

interface GrantQuery extends ListQuery {
  readonly ended?: 'true' | 'false';
}

/** A page of those of `grants` that are alive, or of those that are not. */
export async function listGrants(
  grants: readonly Grant[],
  query: GrantQuery,
  cx: AdminContext,
): Promise<Page<GrantView>> {
  const { store, now } = cx;
  const living = await Promise.all(grants.map((grant) => isLiveGrant(store, grant, now)));
  const asked = grants.filter((_, index) => living[index] !== (query.ended === 'true'));
  const users = await Promise.all(asked.map(({ user_id }) => store.collection('users').get(user_id)));
  const owned = asked.map((grant, index) => ({ id: grant.id, grant, user: users[index] }));
  return listRecords(owned, { order: GRANT_ORDER, query, show: (each) => viewGrant(each, cx) });
}

async function viewGrant(
  { grant, user }: OwnedGrant,
  { store: collections, settings, now }: AdminContext,
): Promise<GrantView> {
  const { id, client_id, user_id, scope, audience, offline, created_at, expires_at } = grant;
  const application = await findApplication(collections, client_id);
  const { kind, name } = await cameFrom(grant, collections);
  const limits = await refreshLimits(collections, settings, application, audience);
  // An API may have JWTs where the application has none.
  const jwts = application?.access_token_format === 'jwt' || audience.length > 0;
  const rules = { limits, jwt_lifetime_s: jwts ? settings.access_token_lifetime_s : 0 };
  const tokens = grant.revoked_at === undefined ? await readTokensOfGrant(collections, grant, rules, now) : NONE_ALIVE;
  return {
    id,
    client_id,
    client_name: application?.client_name ?? client_id,
    user_id,
    username: user?.username ?? user_id,
    scope: [...scope],
    audience: [...audience],
    offline,
    origin: { kind, name: name ?? null },
    actors: [...(await actorsOf(grant, collections))],
    ...tokens,
    ...endOf(grant),
    refreshes: tokens.refreshes_until !== null,
    collect_by: grant.collect_by ?? null,
    created_at,
    expires_at: offline ? Math.min(expires_at, created_at + limits.lifetime_s) : expires_at,
  };
}

/** With the grant all that hangs on it is dead, though it stays on record. */
const NONE_ALIVE = { access_tokens: 0, refreshes_until: null, access_until: null } as const;

function endOf({ revoked_at, revoked_because }: Grant): Pick<GrantView, 'ended_at' | 'ended_because'> {
  return { ended_at: revoked_at ?? null, ended_because: revoked_because ?? null };
}

/** Ends one grant that `isMeant`; nothing happens where there is none, or where it has ended. */
export async function revokeGrant(
  id: string,
  isMeant: (grant: Grant) => boolean | Promise<boolean>,
  cx: AdminContext,
): Promise<void> {
  await cx.store.transaction(async (within) => {
    const grant = await within.collection('grants').get(id);
    if (grant === undefined || grant.revoked_at !== undefined || !(await isMeant(grant))) return;
    const because = 'an admin ended it';
    await endGrant(within, grant.id, because, cx.now);
    const user = await within.collection('users').get(grant.user_id);
    const detail = { client_id: grant.client_id, because };
    await recordChange(
      within,
      { type: 'grant.revoked', target: user?.username ?? grant.user_id, detail, touched: [] },
      cx,
    );
  });
}
