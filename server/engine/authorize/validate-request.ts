/** From a target to a request that passed every check: plain data, complete, able to wait for a person. */
import { missingScopes, uniteScopes } from '../../spec/scope.ts';
import type { PendingRequest, RequestedClaims } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { runStep } from '../step.ts';
import { askedScopeForAudience } from '../scope-for-audience.ts';
import { offeredValues } from './offered-values.ts';
import { CHECKS } from './checks/index.ts';
import type { Target } from './target.ts';

/** Throws the OAuthError that the application is to be told. OIDC Core §3.1.2.2 */
export async function validateRequest(target: Target, cx: Context): Promise<PendingRequest> {
  const { application, redirect_uri, redirect_uri_sent, params } = target;
  await runStep(CHECKS.repeatedParameters, target, cx);
  await runStep(CHECKS.registration, target, cx);
  const carried = await runStep(CHECKS.state, target, cx);
  const row = await runStep(CHECKS.responseType, target, cx);
  const { response_type, carries } = row;
  const response_mode = await runStep(CHECKS.responseMode, { ...target, row }, cx);
  await runStep(CHECKS.encryptedResponse, { application, response_mode }, cx);
  await runStep(CHECKS.nonce, { params, carries }, cx);
  const asked = await runStep(CHECKS.scope, { params, application, carries }, cx);
  const audience = await runStep(CHECKS.audience, target, cx);
  const scope = await askedScopeForAudience(asked, audience, params, cx);
  const authorization_details = await runStep(CHECKS.authorizationDetails, { ...target, audience }, cx);
  const code_challenge = await runStep(CHECKS.pkce, { params, application, carries }, cx);
  const dpop_jkt = await runStep(CHECKS.dpopJkt, target, cx);
  const prompt = await runStep(CHECKS.prompt, target, cx);
  const max_age = await runStep(CHECKS.maxAge, target, cx);
  const hint = await runStep(CHECKS.idTokenHint, target, cx);
  const claims = scope.includes('openid') ? await runStep(CHECKS.claims, target, cx) : undefined;
  const essential_acr = await runStep(CHECKS.acr, claims?.asked, cx);
  const hinted_sub = await runStep(CHECKS.subClaim, { claims: claims?.asked, hinted_sub: hint }, cx);
  const claim_scopes = missingScopes(uniteScopes(scopesOf(claims?.requested), []), scope);
  return {
    client_id: application.client_id,
    redirect_uri,
    redirect_uri_sent,
    ...carried,
    response_type,
    response_mode,
    scope: uniteScopes(scope, claim_scopes),
    audience,
    ...(authorization_details === undefined ? {} : { authorization_details }),
    ...(code_challenge === undefined ? {} : { code_challenge }),
    ...(dpop_jkt === undefined ? {} : { dpop_jkt }),
    prompt,
    ...(max_age === undefined ? {} : { max_age }),
    ...(hinted_sub === undefined ? {} : { hinted_sub }),
    ...(essential_acr === undefined ? {} : { essential_acr }),
    ...(claims === undefined ? {} : { claims: claims.requested, claim_scopes }),
    ...offeredValues(params),
    dialect: cx.dialect,
    flow_id: cx.flow_id,
  };
}

function scopesOf(claims: RequestedClaims | undefined): readonly string[] {
  if (claims === undefined) return [];
  return [...Object.values(claims.userinfo), ...Object.values(claims.id_token)].map(({ scope }) => scope);
}
