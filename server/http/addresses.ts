/** Where an application finds everything, in the dialect that it speaks: what an admin types into it. */
import type { Addresses } from '../admin/handler.ts';
import { borrowedScope } from '../directory/borrowed-scopes.ts';
import type { Facade } from '../facades/facade.ts';
import type { Urls } from '../engine/context.ts';
import { applicationPathName } from '../spec/application-path-name.ts';
import type { AskedValue, OfficeNames, TeamSpelling } from '../spec/asked-for.ts';
import { slugOf } from '../spec/slug.ts';
import { DEVICE_CODE_GRANT, type EndpointName, type GrantType } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Edge } from './edge.ts';
import type { Listener } from './listener.ts';
import { createUrlBook, type UrlBook } from './url-book.ts';

type AddressName = Addresses['endpoints'][number]['name'];

/** In the order in which programs ask for them, by the names of metadata, and the grant without which one is of no use. RFC 8414 §2, OpenID Connect Discovery §3 */
const ENDPOINTS: readonly (readonly [AddressName, EndpointName, GrantType?])[] = [
  ['authorization_endpoint', 'authorize'],
  ['token_endpoint', 'token'],
  ['userinfo_endpoint', 'userinfo'],
  ['jwks_uri', 'jwks'],
  ['end_session_endpoint', 'end-session'],
  ['introspection_endpoint', 'introspect'],
  ['revocation_endpoint', 'revoke'],
  ['pushed_authorization_request_endpoint', 'par', 'authorization_code'],
  ['device_authorization_endpoint', 'device-authorization', DEVICE_CODE_GRANT],
  ['device_page', 'device-verification', DEVICE_CODE_GRANT],
];

/** The REST calls of other products, by the first of their paths. */
const CALLS: ReadonlyMap<string, AddressName> = new Map([
  ['/api/v3', 'github_api'],
  ['/user', 'github_user'],
  ['/user/emails', 'github_user_emails'],
  ['/user/orgs', 'github_user_orgs'],
  ['/user/teams', 'github_user_teams'],
  ['/api/v1/user', 'forge_user'],
  ['/api/v1/user/emails', 'forge_user_emails'],
  ['/api/v1/user/orgs', 'forge_user_orgs'],
  ['/api/v1/user/teams', 'forge_user_teams'],
]);

export interface AddressBook {
  /** Of the native dialect. */
  readonly urls: Urls;
  /** Fields that name the office are left out where nobody says what it is called. */
  addressesOf(application: Application, office?: OfficeNames): Addresses;
}

/** Where a dialect has a listener of its own, what `listeners` says of it counts, and the main one's origin elsewhere. */
export function createAddresses(
  { dialects, facades }: Pick<Edge, 'dialects' | 'facades'>,
  listener: Listener,
  listeners: () => readonly { readonly dialect: string; readonly url: string }[],
): AddressBook {
  const books = new Map<string, UrlBook>();
  const bookAt = (origin: string): UrlBook => {
    const kept = books.get(origin);
    if (kept !== undefined) return kept;
    const made = createUrlBook({ dialects }, { ...listener, origin, certificateOrigin: undefined });
    books.set(origin, made);
    return made;
  };
  const ofApplications = facades.filter(({ office }) => office !== true);
  const calls = ofApplications.flatMap(callOf);
  return {
    urls: bookAt(listener.origin)('native'),
    addressesOf(application, office) {
      const { dialect } = application;
      const bound = dialect === 'native' ? undefined : listeners().find((each) => each.dialect === dialect)?.url;
      const origin = bound ?? listener.origin;
      const its = bookAt(origin)(dialect);
      const endpoints = ENDPOINTS.flatMap(([name, endpoint]) => {
        const url = usefulAddress(endpoint, application, its);
        return url === undefined ? [] : [{ name, url }];
      });
      const spoken = calls.filter((call) => call.dialect === dialect);
      const row = dialects.find(({ name }) => name === dialect);
      return {
        issuer: its.issuer(application),
        discovery: its.endpoint('openid-configuration', application) ?? null,
        listener: bound ?? null,
        fields: (row?.asks_for ?? []).flatMap(({ value, ...field }) => {
          const live = valueOf(value, { application, origin, its, office });
          return live === undefined ? [] : [{ ...field, value: live }];
        }),
        endpoints: [...endpoints, ...spoken.map(({ name, path }) => ({ name, url: `${origin}${path}` }))],
      };
    },
  };
}

interface Live {
  readonly application: Application;
  readonly origin: string;
  readonly its: Urls;
  readonly office: OfficeNames | undefined;
}

/** Null for what nobody can look up, undefined for what this application has no use for. */
function valueOf(value: AskedValue, live: Live): string | null | undefined {
  if (typeof value === 'string') return NAMED[value](live);
  if ('path' in value) return `${live.origin}${value.path}`;
  if ('teams' in value) return teamsIn(live.office, value.teams);
  if ('scopes' in value) return scopesIn(live.application, value.scopes);
  return usefulAddress(value.endpoint, live.application, live.its);
}

const NAMED: Readonly<Record<Extract<AskedValue, string>, (live: Live) => string | null | undefined>> = {
  origin: ({ origin }) => origin,
  host: ({ origin }) => new URL(origin).host,
  issuer: ({ its, application }) => its.issuer(application),
  discovery: ({ its, application }) => its.endpoint('openid-configuration', application),
  client_id: ({ application }) => application.client_id,
  client_secret: () => null,
  scope: ({ application }) => application.scope,
  audience: ({ application }) => (application.audience.length === 0 ? undefined : application.audience.join(' ')),
  slug: ({ application }) => applicationPathName(application),
  organisation: ({ office }) => (office === undefined ? undefined : slugOf(office.name)),
};

/** Enough to see how they are spelled. */
const MOST_TEAMS = 20;

function teamsIn(office: OfficeNames | undefined, spelling: TeamSpelling): string | undefined {
  const groups = office?.groups ?? [];
  if (groups.length === 0) return undefined;
  const more = groups.length - MOST_TEAMS;
  const teams = groups.slice(0, MOST_TEAMS).map((name) => (spelling === 'slug' ? slugOf(name) : name));
  return `${teams.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** By the product's own names, in the order in which they are needed. */
function scopesIn({ dialect, scope }: Application, needed: readonly string[]): string | undefined {
  const registered = scope.split(' ');
  const own = registered.filter((name) => !needed.includes(name) && borrowedScope(name, dialect) !== undefined);
  const lent = needed.filter((name) => {
    const amounts_to = borrowedScope(name, dialect)?.amounts_to ?? [];
    return (
      registered.includes(name) || (amounts_to.length > 0 && amounts_to.every((each) => registered.includes(each)))
    );
  });
  const names = [...lent, ...own];
  return names.length === 0 ? undefined : names.join(' ');
}

function usefulAddress(endpoint: EndpointName, application: Application, its: Urls): string | undefined {
  const needed = ENDPOINTS.find(([, name]) => name === endpoint)?.[2];
  const useless = needed !== undefined && !application.grant_types.includes(needed);
  return useless ? undefined : its.endpoint(endpoint, application);
}

/** None for a call that nobody types into anything. */
function callOf({ dialect, paths: [path = ''] }: Facade) {
  const name = CALLS.get(path);
  return name === undefined ? [] : [{ dialect, name, path }];
}
