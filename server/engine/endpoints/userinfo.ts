/** The userinfo endpoint: claims about the person whom an access token stands for. */
import { claimsForScopes } from '../../directory/claims.ts';
import type { JsonObject, SigningAlgorithm } from '../../spec/vocabulary.ts';
import { encryptionOf } from '../client-encryption.ts';
import type { Context } from '../context.ts';
import { nonceHeader } from '../dpop/nonce.ts';
import type { Endpoint } from '../endpoint.ts';
import { mappedClaims } from '../mapped-claims.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import { findPresentedToken, insufficientScope } from '../presented-token.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { requestedClaims } from '../tokens/requested-claims.ts';

export const userinfo: Endpoint = {
  name: 'userinfo',
  spec: 'OIDC Core §5.3',
  methods: ['GET', 'POST'],
  audience: 'application',
  cors: true,
  async run(request, cx) {
    refuseRepeated(request.params);
    const token = await findPresentedToken(request, 'userinfo', cx);
    const { subject, scope } = token;
    if (subject.kind !== 'user' || subject.user === undefined || !scope.includes('openid')) {
      throw insufficientScope(token, 'userinfo needs a token with the scope openid', 'openid');
    }
    const single = await requestedClaims('userinfo', subject.user, subject, cx);
    const claims = claimsForScopes(subject.user, scope, await mappedClaims(subject.application, scope, cx));
    const body = { ...single, ...claims, ...subject.grant.session_claims?.id_token, sub: token.sub };
    const encrypt = await encryptionOf('userinfo', subject.application, cx);
    const alg = subject.application.userinfo_signed_response_alg;
    const headers = token.cnf?.jkt === undefined ? {} : { headers: nonceHeader(cx) };
    const signed = alg === undefined ? undefined : await sign(body, alg, subject, cx);
    if (signed === undefined && encrypt === undefined) return { kind: 'json', status: 200, body, ...headers };
    const content = signed ?? JSON.stringify({ ...body, ...about(subject, cx) });
    const jwt = encrypt === undefined ? content : await encrypt(content, signed === undefined ? 'JSON' : 'JWT');
    return { kind: 'text', status: 200, content_type: 'application/jwt', body: jwt, ...headers };
  },
};

/** Without an `exp`, so that it can't pass for an ID token. OIDC Core §5.3.2 */
async function sign(claims: JsonObject, alg: SigningAlgorithm, subject: PersonalSubject, cx: Context): Promise<string> {
  return cx.keys.sign({ alg, typ: 'JWT' }, { ...claims, ...about(subject, cx) });
}

function about({ application }: PersonalSubject, cx: Context): JsonObject {
  return { iss: cx.urls.issuer(application), aud: application.client_id, iat: cx.now };
}
