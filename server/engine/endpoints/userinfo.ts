/** The userinfo endpoint: claims about the person whom an access token stands for. */
import { claimsForScopes } from '../../directory/claims.ts';
import { readCustomScopes } from '../../directory/scopes.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { JsonObject, SigningAlgorithm } from '../../spec/vocabulary.ts';
import { bearerError, readBearerToken } from '../bearer-token.ts';
import { encryptionOf } from '../client-encryption.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { findPresentedToken } from '../tokens/certificate-bound.ts';
import { requestedClaims } from '../tokens/requested-claims.ts';

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
    const token = await findPresentedToken(presented, request, cx);
    if (token === undefined) throw bearerError('invalid_token', 'the access token is unknown, expired or revoked');
    const { subject, scope } = token;
    if (subject.kind !== 'user' || subject.user === undefined || !scope.includes('openid')) {
      throw bearerError('insufficient_scope', 'userinfo needs a token with the scope openid', 'openid');
    }
    const single = await requestedClaims('userinfo', subject.user, subject, cx);
    const claims = claimsForScopes(subject.user, scope, await readCustomScopes(cx.store, scope));
    const body = { ...single, ...claims, sub: token.sub };
    const encrypt = await encryptionOf('userinfo', subject.application, cx);
    const alg = subject.application.userinfo_signed_response_alg;
    const signed = alg === undefined ? undefined : await sign(body, alg, subject, cx);
    if (signed === undefined && encrypt === undefined) return { kind: 'json', status: 200, body };
    const content = signed ?? JSON.stringify({ ...body, ...about(subject, cx) });
    const jwt = encrypt === undefined ? content : await encrypt(content, signed === undefined ? 'JSON' : 'JWT');
    return { kind: 'text', status: 200, content_type: 'application/jwt', body: jwt };
  },
};

/** Without an `exp`, so that it can't pass for an ID token. OIDC Core §5.3.2 */
async function sign(claims: JsonObject, alg: SigningAlgorithm, subject: PersonalSubject, cx: Context): Promise<string> {
  return cx.keys.sign({ alg, typ: 'JWT' }, { ...claims, ...about(subject, cx) });
}

function about({ application }: PersonalSubject, cx: Context): JsonObject {
  return { iss: cx.urls.issuer(application), aud: application.client_id, iat: cx.now };
}
