/** What applications hold of a person, in the admin API: sign-in by sign-in, how each was renewed, and application by application. */
import type { Answered } from '../contract/admin/types.ts';
import { findApplication } from '../directory/applications.ts';
import {
  type HeldByApplication,
  readHeldByApplications,
  withdrawApplication,
} from '../directory/held-by-applications.ts';
import { familyOf, type FamilyMember } from '../directory/refresh-family.ts';
import { refreshLimits } from '../directory/refresh-limits.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { listRecords } from './listing.ts';
import type { Order } from './order.ts';
import { notFound } from './problem-error.ts';
import { recordChange } from './record-change.ts';
import { readUserRecord } from './users-api.ts';
import { listGrants, revokeGrant } from './view-grant.ts';

type GrantOperation =
  | 'listUserGrants'
  | 'revokeUserGrant'
  | 'listGrantRefreshTokens'
  | 'listUserApplications'
  | 'withdrawUserApplication';

type Member = FamilyMember & { readonly id: string };
type Held = HeldByApplication & { readonly id: string };

const FAMILY_ORDER: Order<Member> = {
  searched: ({ token, successor }) => [token.address, successor?.address, token.replayed_from],
  sorted: { generation: ({ generation }) => generation },
  standard: '-generation',
};

const HELD_ORDER: Order<Held> = {
  searched: ({ application, scope }) => [application.client_id, application.client_name, ...scope],
  sorted: {
    client_name: ({ application }) => application.client_name,
    since: ({ since }) => since,
    used_at: ({ used_at }) => used_at,
  },
  standard: '-used_at',
};

export const GRANT_HANDLERS: Handlers<GrantOperation> = {
  async listUserGrants({ path, query }, cx) {
    const { id } = await readUserRecord(cx.store, path.id);
    return { body: await listGrants(await cx.store.collection('grants').find('user_id', id), query, cx) };
  },

  async revokeUserGrant({ path }, cx) {
    await revokeGrant(path.grant_id, (grant) => grant.user_id === path.id, cx);
    return {};
  },

  async listGrantRefreshTokens({ path, query }, cx) {
    const grant = await cx.store.collection('grants').get(path.grant_id);
    const theirs = grant?.user_id === path.id ? grant : undefined;
    const family = theirs === undefined ? [] : await readFamily(theirs, cx);
    const body = await listRecords(family, { order: FAMILY_ORDER, query, show: viewMember });
    if (theirs === undefined) throw notFound('grant');
    return { body };
  },

  async listUserApplications({ path, query }, { store, now }) {
    const { id } = await readUserRecord(store, path.id);
    const held = await readHeldByApplications(store, id, now);
    const named = held.map((each) => ({ ...each, id: each.application.id }));
    return { body: await listRecords(named, { order: HELD_ORDER, query, show: viewHeld }) };
  },

  async withdrawUserApplication({ path }, cx) {
    const { grants, told } = await cx.store.transaction(async (within) => {
      const user = await readUserRecord(within, path.id);
      const application = await within.collection('applications').get(path.application_id);
      if (application === undefined) throw notFound('application');
      const ended = await withdrawApplication(
        within,
        { user_id: user.id, application },
        'an admin withdrew it',
        cx.now,
      );
      const { told: _told, ...what } = ended;
      if (what.grants + what.app_passwords === 0 && !what.consent) return ended;
      const detail = { username: user.username, ...what };
      const target = application.client_id;
      await recordChange(within, { type: 'consent.withdrawn', target, detail, touched: [] }, cx);
      return ended;
    });
    return { body: { grants, told } };
  },
};

async function readFamily(grant: Grant, { store, settings, now }: AdminContext): Promise<readonly Member[]> {
  const application = await findApplication(store, grant.client_id);
  const limits = await refreshLimits(store, settings, application, grant.audience);
  const tokens = await store.collection('refresh_tokens').find('grant_id', grant.id);
  return familyOf(tokens, grant, limits, now).map((member) => ({ ...member, id: member.token.id }));
}

function viewMember(member: Member): Answered<'listGrantRefreshTokens'>['items'][number] {
  const { generation, state, token, successor, runs_out_at } = member;
  return {
    generation,
    state,
    made_at: token.issued_at,
    made_from: token.address ?? null,
    used_at: token.consumed_at ?? null,
    used_from: successor?.address ?? null,
    replaced_by: successor === undefined ? null : generation + 1,
    runs_out_at,
    replayed_at: token.replayed_at ?? null,
    replayed_from: token.replayed_from ?? null,
  };
}

function viewHeld(held: Held): Answered<'listUserApplications'>['items'][number] {
  const { id, application, consent, grants, scope, since, used_at } = held;
  const { client_id, client_name } = application;
  return {
    id,
    client_id,
    client_name,
    scope: [...scope],
    remembered: consent !== undefined || application.consent === 'skip',
    sign_ins: grants.length,
    since,
    used_at,
  };
}
