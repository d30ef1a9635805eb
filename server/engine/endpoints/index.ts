/** The table of endpoints. */
import type { Endpoint } from '../endpoint.ts';
import { authorize } from './authorize.ts';
import { checkSession } from './check-session.ts';
import { deviceAuthorization } from './device-authorization.ts';
import { deviceVerification } from './device-verification.ts';
import { endSessionEndpoint } from './end-session.ts';
import { introspect } from './introspect.ts';
import { jwks } from './jwks.ts';
import { oauthAuthorizationServer } from './oauth-authorization-server.ts';
import { oauthProtectedResource } from './oauth-protected-resource.ts';
import { openidConfiguration } from './openid-configuration.ts';
import { par } from './par.ts';
import { registration } from './registration.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';
import { webfinger } from './webfinger.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  authorize,
  par,
  token,
  deviceAuthorization,
  deviceVerification,
  introspect,
  revoke,
  userinfo,
  endSessionEndpoint,
  checkSession,
  registration,
  jwks,
  openidConfiguration,
  oauthAuthorizationServer,
  oauthProtectedResource,
  webfinger,
];
