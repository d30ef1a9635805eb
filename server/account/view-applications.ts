/** The applications that act in a person's name, as their account shows them. */
import type { AccountApplicationView } from '../contract/account-pages.ts';
import type { HeldByApplication } from '../directory/held-by-applications.ts';
import { inclusionsFor, widest } from '../directory/scope-inclusion.ts';
import { describeScopes } from '../directory/scope-catalogue.ts';
import { getSessionBySid } from '../directory/sessions.ts';
import type { Context } from '../engine/context.ts';
import { browserOf } from '../spec/browser-name.ts';
import { openingOf } from '../spec/opening-of.ts';
import type { Application, User } from '../storage/records/directory.ts';

export async function viewHeld(held: HeldByApplication, user: User, cx: Context): Promise<AccountApplicationView> {
  const { application, grants, scope, audience, since, used_at } = held;
  const inclusions = await inclusionsFor(scope, cx.store);
  // Who reads this knows their own values; they stand further down.
  const scopes = await describeScopes(cx.store, widest(scope, inclusions), undefined, inclusions);
  const opens = application.disabled ? undefined : addressOf(application, user, cx);
  return {
    id: application.id,
    client_name: application.client_name,
    ...(application.registration?.document === undefined ? {} : { described_by: new URL(application.client_id).host }),
    scopes,
    apis: await apiNames(audience, cx),
    since,
    used_at,
    devices: await devicesOf(held, cx),
    offline: grants.some((grant) => grant.offline),
    asks: application.consent !== 'skip',
    ...(opens === undefined ? {} : { opens }),
  };
}

/** Where a sign-in begins by itself, else where the application lives. OIDC Core §4 */
function addressOf(application: Application, user: User, cx: Context): string | undefined {
  const { initiate_login_uri, client_uri } = application;
  if (initiate_login_uri === undefined) return client_uri;
  return openingOf(initiate_login_uri, cx.urls.issuer(application), user.username);
}

async function apiNames(audience: readonly string[], { store }: Context): Promise<readonly string[]> {
  const found = await Promise.all(audience.map((name) => store.collection('apis').find('audience', name)));
  return found.flatMap((apis, position) => apis[0]?.name ?? audience[position] ?? []);
}

async function devicesOf({ grants }: HeldByApplication, { store }: Context): Promise<readonly string[]> {
  const sids = [...new Set(grants.map(({ sid }) => sid))];
  const sessions = await Promise.all(sids.map((sid) => getSessionBySid(store, sid)));
  const named = sessions.map((session) =>
    session === undefined || session.ended_at !== undefined
      ? 'a browser that has signed out since'
      : browserOf(session.user_agent),
  );
  return [...new Set(named)];
}
