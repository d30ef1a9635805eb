/** The userinfo endpoint: claims about the person whom an access token stands for. */
import { claimsForScopes } from '../../directory/claims.ts';
import { readCustomScopes } from '../../directory/scopes.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { bearerError, readBearerToken } from '../bearer-token.ts';
import type { Endpoint } from '../endpoint.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { findLiveToken } from '../tokens/lookup.ts';

export const userinfo: Endpoint = {
  name: 'userinfo',
  spec: 'OIDC Core §5.3',
  methods: ['GET', 'POST'],
  audience: 'application',
  cors: true,
  async run(request, cx) {
    refuseRepeated(request.params);
    const presented = readBearerToken(request);
    if (presented === undefined) {
      throw new OAuthError('invalid_token', 'no access token was sent', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    const token = await findLiveToken(presented, cx);
    if (token === undefined) throw bearerError('invalid_token', 'the access token is unknown, expired or revoked');
    const { subject, scope } = token;
    if (subject.kind !== 'user' || subject.user === undefined || !scope.includes('openid')) {
      throw bearerError('insufficient_scope', 'userinfo needs a token with the scope openid', 'openid');
    }
    const claims = claimsForScopes(subject.user, scope, await readCustomScopes(cx.store, scope));
    return { kind: 'json', status: 200, body: { ...claims, sub: token.sub } };
  },
};
