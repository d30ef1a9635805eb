/**
 * The jwt-bearer grant: another server that an admin trusts vouches for a person, and the application gets a token for them.
 * Nobody signed in here: there is no session, no ID token and no refresh token. RFC 7523 §2.1
 */
import { appendAudit } from '../../audit/append.ts';
import { vouchingFor } from '../../directory/trusted-issuers.ts';
import { parseScope } from '../../spec/scope.ts';
import { JWT_BEARER_GRANT } from '../../spec/vocabulary.ts';
import { ACR_ASSERTION } from '../acr.ts';
import { applicationOf } from '../application-of.ts';
import { readTrustedAssertion } from '../assertions/trusted-assertion.ts';
import { grantWithoutSession, subjectWithoutSession } from '../grants-without-session.ts';
import { handOnScope } from '../handed-on-scope.ts';
import { narrowDetails } from '../narrow-details.ts';
import { narrowAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import type { Grant } from './grant.ts';

export const jwtBearer: Grant = {
  name: 'jwt-bearer',
  grant_type: JWT_BEARER_GRANT,
  spec: 'RFC 7523 §2.1',
  parameters: ['assertion'],
  client: 'confidential',
  available: () => true,
  async run({ client, params }, cx) {
    const application = applicationOf(client);
    const read = await readTrustedAssertion(params.get('assertion') ?? '', application, cx);
    const { user, consume } = read;
    const issuer = await vouchingFor(read.issuer, cx.store);
    // Nobody is there to allow an act.
    narrowDetails(params);
    const vouched = await handOnScope(parseScope(issuer.scope), 'the issuer', { application, params }, cx);
    const audience = narrowAudience(
      params,
      application.audience.filter((name) => issuer.audience.includes(name)),
    );
    const scope = await scopeForAudience(vouched, audience, params, cx);
    const origin = { kind: 'assertion', issuer_id: issuer.id } as const;
    const granted = { scope, audience, offline: false, amr: [], acr: ACR_ASSERTION, origin };
    const grant = grantWithoutSession(user, application, granted, cx);
    return {
      subject: subjectWithoutSession(user, application, grant, { kind: 'assertion', issuer }),
      scope,
      audience,
      async redeem(within) {
        await consume(within);
        await within.collection('grants').insert(grant);
        await appendAudit(within, {
          at: cx.now,
          type: 'grant.vouched_for',
          actor: user.username,
          target: application.client_id,
          address: cx.address,
          detail: { scope, audience, issuer: issuer.issuer },
        });
        return 'redeemed';
      },
    };
  },
};
