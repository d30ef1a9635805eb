/** A person's own applications, as their account shows them. */
import { ownApplications } from '../admin/own-applications.ts';
import type { OwnApplicationsView, OwnApplicationView } from '../contract/own-application-pages.ts';
import { isLiveGrant } from '../directory/live-grants.ts';
import { fieldsOf } from '../directory/own-applications.ts';
import type { Context } from '../engine/context.ts';
import type { Application } from '../storage/records/directory.ts';
import type { TypedIntoOf, Visit } from './visit.ts';

/** Undefined for somebody who has none, and may have none. */
export async function viewOwnApplications(
  { user, typedInto }: Pick<Visit, 'user' | 'typedInto'>,
  cx: Context,
): Promise<OwnApplicationsView | undefined> {
  const { user_applications, user_applications_each } = cx.settings;
  const all = await ownApplications(user, cx).list();
  if (user_applications === 'off' && all.length === 0) return undefined;
  const applications = all.map((one) => viewOwn(one, typedInto));
  if (user_applications === 'off') return { applications, registering: 'closed' };
  return { applications, registering: all.length < user_applications_each ? 'open' : 'full' };
}

export function viewOwn(application: Application, typedInto: TypedIntoOf): OwnApplicationView {
  const { id, client_id, dialect, created_at } = application;
  const { fields, listener } = typedInto(application);
  const typed = { fields, listener };
  return { id, client_id, ...fieldsOf(application), dialect, typed, state: stateOf(application), since: created_at };
}

function stateOf({ disabled, registration }: Application): OwnApplicationView['state'] {
  if (registration?.awaits_approval === true) return 'waits';
  return disabled ? 'off' : 'on';
}

/** How many people's grants it holds. */
export async function peopleBehind({ client_id }: Application, { store, now }: Context): Promise<number> {
  const grants = await store.collection('grants').find('client_id', client_id);
  const living = await Promise.all(grants.map((grant) => isLiveGrant(store, grant, now)));
  return new Set(grants.filter((_grant, position) => living[position]).map(({ user_id }) => user_id)).size;
}
