/** From a target to a request that passed every check: plain data, complete, able to wait for a person. */
import type { PendingRequest } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { runStep } from '../step.ts';
import { CHECKS } from './checks/index.ts';
import type { Target } from './identify-target.ts';

/** Throws the OAuthError that the application is to be told. OIDC Core §3.1.2.2 */
export async function validateRequest(target: Target, cx: Context): Promise<PendingRequest> {
  const { application, redirect_uri, redirect_uri_sent, params } = target;
  await runStep(CHECKS.repeatedParameters, target, cx);
  await runStep(CHECKS.requestObject, target, cx);
  const carried = await runStep(CHECKS.state, target, cx);
  const { response_type, default_mode } = await runStep(CHECKS.responseType, target, cx);
  const response_mode = await runStep(CHECKS.responseMode, target, cx);
  const scope = await runStep(CHECKS.scope, target, cx);
  const audience = await runStep(CHECKS.audience, target, cx);
  const code_challenge = await runStep(CHECKS.pkce, target, cx);
  const prompt = await runStep(CHECKS.prompt, target, cx);
  const max_age = await runStep(CHECKS.maxAge, target, cx);
  const hinted_sub = await runStep(CHECKS.idTokenHint, target, cx);
  return {
    client_id: application.client_id,
    redirect_uri,
    redirect_uri_sent,
    ...carried,
    response_type,
    response_mode: response_mode ?? default_mode,
    scope,
    audience,
    ...(code_challenge === undefined ? {} : { code_challenge }),
    prompt,
    ...(max_age === undefined ? {} : { max_age }),
    ...(hinted_sub === undefined ? {} : { hinted_sub }),
    acr_values: words(params.get('acr_values')),
    ui_locales: words(params.get('ui_locales')),
    dialect: cx.dialect,
    flow_id: cx.flow_id,
  };
}

/** At most ten, of at most 100 characters each: they are wishes, not commands. */
function words(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(' ')
    .filter((word) => word !== '' && word.length <= 100)
    .slice(0, 10);
}
