/**
 * The authorization_code grant: proves that the code is live, this application's, sent on to the same redirect URI and
 * redeemed by whoever began. Any failure of the rightful application burns the code.
 */
import { isPublic } from '../../directory/applications.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import type { Confirmation } from '../../spec/confirmation.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { codeVerifierMatches } from '../../spec/pkce.ts';
import type { Params } from '../../spec/params.ts';
import { matchRedirectUri } from '../../spec/redirect-uri.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { AuthorizationCode } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { applicationOf } from '../application-of.ts';
import { collectGrant } from '../collect-grant.ts';
import { firstTokens } from '../first-tokens.ts';
import { revokeGrant } from '../revoke-grant.ts';
import type { Grant } from './grant.ts';

export const authorizationCode: Grant = {
  name: 'authorization_code',
  grant_type: 'authorization_code',
  spec: 'RFC 6749 §4.1.3',
  parameters: ['code'],
  client: 'any',
  available: () => true,
  async run({ client, params, cnf }, cx) {
    const application = applicationOf(client);
    const code = await cx.store.collection('authorization_codes').get(hashSecret(params.get('code') ?? ''));
    if (code === undefined || code.client_id !== application.client_id) {
      throw new OAuthError('invalid_grant', 'the code is unknown here, or it was issued to another client');
    }
    const grant = await cx.store.collection('grants').get(code.grant_id);
    await refuseMismatch(code, mismatch(code, params, redirectRule(application, cx)) ?? otherKey(code, cnf), cx);
    if (code.consumed_at === undefined && code.redeem_before <= cx.now) {
      throw new OAuthError('invalid_grant', 'the code has expired');
    }
    if (grant === undefined) throw new OAuthError('invalid_grant', 'the authorization behind the code has ended');
    return {
      ...(await firstTokens(grant, application, params, cx)),
      ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
      redeem: (within) => redeem(within, code.id, cx),
    };
  },
};

/** Marks the code used, unless somebody was faster: then everything that it led to ends. RFC 6749 §4.1.2 */
async function redeem(within: Transaction, id: string, cx: Context): Promise<'redeemed' | 'replayed'> {
  const codes = within.collection('authorization_codes');
  const code = await codes.get(id);
  if (code === undefined) return 'replayed';
  if (code.consumed_at === undefined) {
    await codes.update(id, (old) => ({ ...old, consumed_at: cx.now }));
    await collectGrant(within, code.grant_id, cx.now);
    return 'redeemed';
  }
  await revokeGrant(within, code.grant_id, 'its code was used twice', cx);
  return 'replayed';
}

async function refuseMismatch(code: AuthorizationCode, reason: string | undefined, cx: Context): Promise<void> {
  if (reason === undefined) return;
  await cx.store
    .collection('authorization_codes')
    .update(code.id, (old) => ({ ...old, consumed_at: old.consumed_at ?? cx.now }));
  throw new OAuthError('invalid_grant', reason);
}

/** RFC 9449 §10 */
function otherKey({ dpop_jkt }: AuthorizationCode, cnf: Confirmation | undefined): string | undefined {
  if (dpop_jkt === undefined || dpop_jkt === cnf?.jkt) return undefined;
  return 'the code is bound by dpop_jkt to a key that the DPoP proof of this request does not show';
}

interface RedirectRule {
  /** Whoever leaves it out only where the dialect says so loses what it protects; one that differs is refused everywhere. */
  readonly optional: boolean;
  /** Of a loopback address. */
  readonly anyPort: boolean;
}

function redirectRule(application: Application, { traits }: Context): RedirectRule {
  const { redirect_uri, token_redirect_uri } = traits[application.dialect] ?? {};
  return {
    optional: redirect_uri === 'optional',
    anyPort: token_redirect_uri === 'any_port' && isPublic(application),
  };
}

function redirectMismatch(code: AuthorizationCode, params: Params, rule: RedirectRule): string | undefined {
  const redirect_uri = params.get('redirect_uri');
  if (code.redirect_uri === undefined) return undefined;
  if (redirect_uri === undefined) {
    return rule.optional
      ? undefined
      : 'redirect_uri is missing; the authorization request had one and it must be repeated';
  }
  // The verifier proves more than the port: who redeems is who began. Without one the port is all there is.
  const native = rule.anyPort && code.code_challenge !== undefined;
  if (matchRedirectUri(redirect_uri, [code.redirect_uri], { native })) return undefined;
  return 'redirect_uri differs from the one in the authorization request';
}

function mismatch(code: AuthorizationCode, params: Params, rule: RedirectRule): string | undefined {
  const verifier = params.get('code_verifier');
  const elsewhere = redirectMismatch(code, params, rule);
  if (elsewhere !== undefined) return elsewhere;
  if (code.code_challenge === undefined) {
    return verifier === undefined
      ? undefined
      : 'code_verifier was sent, but the authorization request had no code_challenge';
  }
  if (verifier === undefined) return 'code_verifier is missing; the authorization request had a code_challenge';
  return codeVerifierMatches(verifier, code.code_challenge)
    ? undefined
    : 'code_verifier does not match the code_challenge of the authorization request';
}
