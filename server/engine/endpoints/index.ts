/** The table of endpoints. */
import type { Endpoint } from '../endpoint.ts';
import { authorize } from './authorize.ts';
import { deviceAuthorization } from './device-authorization.ts';
import { deviceVerification } from './device-verification.ts';
import { endSessionEndpoint } from './end-session.ts';
import { introspect } from './introspect.ts';
import { jwks } from './jwks.ts';
import { oauthAuthorizationServer } from './oauth-authorization-server.ts';
import { openidConfiguration } from './openid-configuration.ts';
import { registration } from './registration.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  authorize,
  token,
  deviceAuthorization,
  deviceVerification,
  introspect,
  revoke,
  userinfo,
  endSessionEndpoint,
  registration,
  jwks,
  openidConfiguration,
  oauthAuthorizationServer,
];
