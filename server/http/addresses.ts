/** Where an application finds everything, in the dialect that it speaks: what an admin types into it. */
import type { Addresses } from '../admin/handler.ts';
import type { Urls } from '../engine/context.ts';
import type { DialectName, EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Edge } from './edge.ts';
import type { Listener } from './listener.ts';
import { createUrls } from './urls.ts';

/** In the order in which programs ask for them. */
const ENDPOINTS: readonly EndpointName[] = [
  'authorize',
  'token',
  'userinfo',
  'jwks',
  'end-session',
  'introspect',
  'revoke',
  'openid-configuration',
  'oauth-authorization-server',
];

export interface AddressBook {
  /** Of the native dialect. */
  readonly urls: Urls;
  addressesOf(application: Application): Addresses;
}

export function createAddresses({ dialects, facades }: Edge, listener: Listener): AddressBook {
  const names = { origins: listener.houseOrigins, dialects };
  const urls = new Map<DialectName, Urls>(
    dialects.map((dialect) => [dialect.name, createUrls(dialect, listener.origin, names)]),
  );
  const urlsOf = (dialect: DialectName): Urls => {
    const found = urls.get(dialect);
    if (found === undefined) throw new Error(`${dialect} is not in the table of dialects`);
    return found;
  };
  return {
    urls: urlsOf('native'),
    addressesOf(application) {
      const its = urlsOf(application.dialect);
      const endpoints = ENDPOINTS.flatMap((name) => {
        const url = its.endpoint(name, application);
        return url === undefined ? [] : [{ name, url }];
      });
      const calls = facades
        .filter(({ dialect }) => dialect === application.dialect)
        .flatMap(({ paths }) => paths.slice(0, 1))
        .map((path) => ({ name: path.slice(1), url: `${listener.origin}${path}` }));
      return {
        issuer: its.issuer(application),
        discovery: its.endpoint('openid-configuration', application) ?? null,
        endpoints: [...endpoints, ...calls],
      };
    },
  };
}
