/** The step in which the office's hook is asked, as a watcher sees it: which parameters went, and what came back. */
import { askHook } from '../../hooks/ask-hook.ts';
import { passedOn } from '../../hooks/question-of.ts';
import type { HookAnswer } from '../../hooks/read-answer.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Params } from '../../spec/params.ts';
import type { ExtensionGrant } from '../../storage/records/extension-grants.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Step } from '../step.ts';
import { refundGuess, takeGuess } from './guessing.ts';

export interface Consulting {
  readonly extension: ExtensionGrant;
  readonly client: Client & { readonly kind: 'application' };
  readonly params: Params;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
}

/** Throws what the hook refuses with, and temporarily_unavailable where it gives no answer that can be used or refused too often. */
export const consultHook: Step<Consulting, Extract<HookAnswer, { kind: 'granted' }>> = {
  name: 'ask-hook',
  spec: 'RFC 6749 §4.5',
  async run({ extension, client, params, scope, audience }, cx) {
    const { application, method } = client;
    const { client_id, client_name } = application;
    const guess = await takeGuess(client, cx);
    const outcome = await askHook(
      {
        extension,
        issuer: cx.urls.issuer(application),
        client: { client_id, client_name, token_endpoint_auth_method: method },
        parameters: passedOn(params.entries()),
        scope,
        audience,
        address: cx.address,
      },
      {
        fetch: cx.outbound.fetch,
        sign: (typ, claims) => cx.keys.sign({ alg: 'RS256', typ }, claims),
        random: cx.secrets.random,
        now: cx.now,
      },
    );
    if (outcome.kind !== 'refused' || outcome.error !== 'invalid_grant') await refundGuess(guess, cx);
    switch (outcome.kind) {
      case 'granted':
        return outcome;
      case 'refused':
        throw new OAuthError(outcome.error, outcome.description, { hint: 'the hook refused' });
      case 'silent':
        throw notNow('the service of the office behind this grant could not be asked', outcome.why);
      case 'unusable':
        throw notNow('the service of the office behind this grant gave no answer that can be used', outcome.why);
      default:
        return outcome satisfies never;
    }
  },
};

function notNow(description: string, why: string): OAuthError {
  return new OAuthError('temporarily_unavailable', description, { hint: `the hook: ${why}` });
}
