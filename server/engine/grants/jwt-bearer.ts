/**
 * The jwt-bearer grant: another server that an admin trusts vouches for a person, and the application gets a token for them.
 * Nobody signed in here: there is no session, no ID token and no refresh token. RFC 7523 §2.1
 */
import { randomUUID } from 'node:crypto';
import { appendAudit } from '../../audit/append.ts';
import { parseScope } from '../../spec/scope.ts';
import { JWT_BEARER_GRANT } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import type { TrustedIssuer } from '../../storage/records/trusted-issuers.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import { applicationOf } from '../application-of.ts';
import { readTrustedAssertion } from '../assertions/trusted-assertion.ts';
import type { Context } from '../context.ts';
import { handOnScope } from '../handed-on-scope.ts';
import { narrowDetails } from '../narrow-details.ts';
import { narrowAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import type { Grant } from './grant.ts';

/** How the person proved who they are is the other server's to know. */
const ACR_ASSERTION = 'urn:lanyard:acr:assertion';

export const jwtBearer: Grant = {
  name: 'jwt-bearer',
  grant_type: JWT_BEARER_GRANT,
  spec: 'RFC 7523 §2.1',
  parameters: ['assertion'],
  client: 'confidential',
  available: () => true,
  async run({ client, params }, cx) {
    const application = applicationOf(client);
    const { issuer, user, consume } = await readTrustedAssertion(params.get('assertion') ?? '', application, cx);
    // Nobody is there to allow an act.
    narrowDetails(params);
    const vouched = await handOnScope(parseScope(issuer.scope), 'the issuer', { application, params }, cx);
    const audience = narrowAudience(
      params,
      application.audience.filter((name) => issuer.audience.includes(name)),
    );
    const scope = await scopeForAudience(vouched, audience, params, cx);
    const grant = grantOf(user, issuer, { application, scope, audience }, cx);
    return {
      subject: {
        kind: 'user',
        user,
        application,
        grant,
        session: undefined,
        consent: undefined,
        behind: { kind: 'assertion', issuer },
      },
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

interface Vouched {
  readonly application: Application;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
}

function grantOf(
  user: User,
  issuer: TrustedIssuer,
  { application, scope, audience }: Vouched,
  cx: Context,
): GrantRecord {
  return {
    id: cx.secrets.random(),
    client_id: application.client_id,
    user_id: user.id,
    sid: randomUUID(),
    scope,
    audience,
    offline: false,
    auth_time: cx.now,
    amr: [],
    acr: ACR_ASSERTION,
    origin: { kind: 'assertion', issuer_id: issuer.id },
    dialect: cx.dialect,
    flow_id: cx.flow_id,
    created_at: cx.now,
    expires_at: cx.now + cx.settings.access_token_lifetime_s,
  };
}
