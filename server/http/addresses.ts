/** Where an application finds everything, in the dialect that it speaks: what an admin types into it. */
import type { Addresses } from '../admin/handler.ts';
import type { Facade } from '../facades/facade.ts';
import type { Urls } from '../engine/context.ts';
import { DEVICE_CODE_GRANT, type EndpointName, type GrantType } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Edge } from './edge.ts';
import type { Listener } from './listener.ts';
import { createUrlBook } from './url-book.ts';

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

export function createAddresses({ dialects, facades }: Edge, listener: Listener): AddressBook {
  const urlsOf = createUrlBook({ dialects }, { ...listener, certificateOrigin: undefined });
  const ofApplications = facades.filter(({ office }) => office !== true);
  const calls = ofApplications.flatMap((facade) => callOf(facade, listener.origin));
  return {
    urls: urlsOf('native'),
    addressesOf(application) {
      const its = urlsOf(application.dialect);
      const endpoints = ENDPOINTS.flatMap(([name, endpoint, grant_type]) => {
        const url = its.endpoint(endpoint, application);
        const useless = grant_type !== undefined && !application.grant_types.includes(grant_type);
        return url === undefined || useless ? [] : [{ name, url }];
      });
      const spoken = calls.filter(({ dialect }) => dialect === application.dialect);
      return {
        issuer: its.issuer(application),
        discovery: its.endpoint('openid-configuration', application) ?? null,
        endpoints: [...endpoints, ...spoken.map(({ name, url }) => ({ name, url }))],
      };
    },
  };
}

/** None for a call that nobody types into anything. */
function callOf({ dialect, paths: [path = ''] }: Facade, origin: string) {
  const name = CALLS.get(path);
  return name === undefined ? [] : [{ dialect, name, url: `${origin}${path}` }];
}
