/** The applications that act in a person's name, as their account shows them. */
import type { AccountApplicationView } from '../contract/account-pages.ts';
import { type CameFrom, cameFrom } from '../directory/came-from.ts';
import type { HeldByApplication } from '../directory/held-by-applications.ts';
import { inclusionsFor, widest } from '../directory/scope-inclusion.ts';
import { describeScopes, withGroupsShown } from '../directory/scope-catalogue.ts';
import { listUserAppPasswords, opensApplication } from '../directory/user-app-passwords.ts';
import { getSessionBySid } from '../directory/sessions.ts';
import type { Context } from '../engine/context.ts';
import { browserOf } from '../spec/browser-name.ts';
import { openingOf } from '../spec/opening-of.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';

export async function viewHeld(held: HeldByApplication, user: User, cx: Context): Promise<AccountApplicationView> {
  const { application, grants, scope, audience, since, used_at } = held;
  const { dialect } = application;
  const { scope_claims } = cx.traits[dialect] ?? {};
  const inclusions = withGroupsShown(scope, await inclusionsFor(scope, dialect, cx.store), scope_claims);
  // Who reads this knows their own values; they stand further down.
  const asking = { person: undefined, dialect, scope_claims };
  const scopes = await describeScopes(cx.store, widest(scope, inclusions), asking, inclusions);
  const app_passwords = (await listUserAppPasswords(cx.store, user.id, cx.now)).filter((one) =>
    opensApplication(one, application),
  );
  const opens = application.disabled ? undefined : addressOf(application, user, cx);
  return {
    id: application.id,
    client_name: application.client_name,
    ...(application.registration?.document === undefined ? {} : { described_by: new URL(application.client_id).host }),
    scopes,
    apis: await apiNames(audience, cx),
    since,
    used_at,
    ...(await waysOf(held, cx)),
    ...(app_passwords.length === 0 ? {} : { app_passwords: app_passwords.map(({ name }) => name) }),
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

/** How it came to hold what it holds. */
async function waysOf(
  { grants }: HeldByApplication,
  { store }: Context,
): Promise<Pick<AccountApplicationView, 'devices' | 'unasked'>> {
  const came = await Promise.all(grants.map(async (grant) => ({ grant, from: await cameFrom(grant, store) })));
  const asked = came.filter(({ from }) => from.kind === 'sign_in' || from.kind === 'device');
  const devices = await Promise.all(asked.map(({ grant, from }) => deviceOf(grant, from, store)));
  const unasked = came.flatMap(({ from }) => wordsFor(from) ?? []);
  return { devices: [...new Set(devices)], unasked: [...new Set(unasked)] };
}

async function deviceOf({ sid }: Grant, { kind }: CameFrom, collections: Collections): Promise<string> {
  const session = await getSessionBySid(collections, sid);
  const browser =
    session === undefined || session.ended_at !== undefined
      ? 'a browser that has signed out since'
      : browserOf(session.user_agent);
  return kind === 'device' ? `a device that you let in with ${browser}` : browser;
}

/** Undefined where a page of ours asked, or an app password says it. */
function wordsFor({ kind, name }: CameFrom): string | undefined {
  switch (kind) {
    case 'sign_in':
    case 'device':
    // These stand there by their names.
    case 'app_password':
      return undefined;
    case 'exchange':
      return `a token of ${name ?? 'another application'}, which it exchanged for one of its own`;
    case 'password':
      return 'your password, which it was given';
    case 'mail':
      return 'a code from your mail, which it was given';
    case 'assertion':
      return `the word of ${name ?? 'another server'}`;
    case 'extension':
      return `${name ?? 'a service'}, which decides for your office`;
    default:
      return kind satisfies never;
  }
}
