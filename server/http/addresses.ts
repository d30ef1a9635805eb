/** Where an application finds everything, in the dialect that it speaks: what an admin types into it. */
import type { Addresses } from '../admin/handler.ts';
import type { Facade } from '../facades/facade.ts';
import type { Urls } from '../engine/context.ts';
import { applicationPathName } from '../spec/application-path-name.ts';
import type { AskedValue } from '../spec/asked-for.ts';
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
  addressesOf(application: Application): Addresses;
}

/** Where a dialect has a listener of its own, what `listeners` says of it counts, and the main one's origin elsewhere. */
export function createAddresses(
  { dialects, facades }: Edge,
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
    addressesOf(application) {
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
        fields: (row?.asks_for ?? []).flatMap(({ value, also_called, ...field }) => {
          const live = valueOf(value, { application, origin, its });
          const names = also_called === undefined ? {} : { also_called: [...also_called] };
          return live === undefined ? [] : [{ ...field, ...names, value: live }];
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
}

/** Null for what nobody can look up, undefined for what this application has no use for. */
function valueOf(value: AskedValue, { application, origin, its }: Live): string | null | undefined {
  if (typeof value === 'object') {
    return 'path' in value ? `${origin}${value.path}` : usefulAddress(value.endpoint, application, its);
  }
  return NAMED[value]({ application, origin, its });
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
};

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
