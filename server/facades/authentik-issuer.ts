/**
 * authentik's issuer of an application is an address that leads to the application's discovery document. It is no endpoint
 * of the protocol: /application/o/token/ and its like look the same, and are asked about first.
 */
import { applicationByPathName } from '../directory/application-by-path-name.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { Facade } from './facade.ts';

export function authentikIssuerFacades(): readonly Facade[] {
  return [
    {
      dialect: 'authentik',
      method: 'GET',
      paths: ['/application/o/{application}/'],
      async answer({ parameters }, cx) {
        const application = await applicationByPathName(parameters['application'] ?? '', 'authentik', cx.store);
        const location = application && cx.urls.endpoint('openid-configuration', application);
        if (location === undefined) return NOBODY;
        return { kind: 'empty', status: 302, headers: { ...PUBLIC, location } };
      },
    },
  ];
}

/** Scripts of any origin may read the document, and so what leads there. */
const PUBLIC = { 'access-control-allow-origin': '*' };

const NOBODY: JsonResponse = {
  kind: 'json',
  status: 404,
  body: { error: 'not_found', error_description: 'no application of this dialect goes by that name' },
  headers: PUBLIC,
};
