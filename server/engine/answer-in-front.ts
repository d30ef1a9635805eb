/**
 * An authorization response with tokens in it: the same door and the same mint as at the token endpoint, and one write for
 * all of it. How it travels is the response mode's to say; a query never carries it.
 */
import { askAtTheDoor } from './allowed.ts';
import { apiTerms } from './api-terms.ts';
import type { Context } from './context.ts';
import type { Carried, ResponseTypeInput } from './response-types/response-type.ts';
import { runStep } from './step.ts';
import { newCode } from './tokens/authorization-code.ts';
import { mintInFront } from './tokens/issue.ts';

/** The parameters of the response. OIDC Core §3.2.2.5, §3.3.2.5 */
export async function answerInFront(
  carries: readonly Carried[],
  { request, subject, settle }: ResponseTypeInput,
  cx: Context,
): Promise<Readonly<Record<string, string>>> {
  const { scope, audience, nonce, authorization_details } = subject.grant;
  const code = carries.includes('code') ? newCode(request, subject, cx) : undefined;
  const authorization = {
    subject,
    scope,
    audience,
    ...(authorization_details === undefined ? {} : { authorization_details }),
    ...(nonce === undefined ? {} : { nonce }),
    async redeem(within: Parameters<typeof settle>[0]) {
      await settle(within);
      if (code !== undefined) await within.collection('authorization_codes').insert(code.record);
      return 'redeemed' as const;
    },
  };
  // What a code is for may still be narrowed where it is redeemed.
  const termed = carries.includes('token') ? await runStep(apiTerms, authorization, cx) : authorization;
  const allowed = await runStep(askAtTheDoor, termed, cx);
  const tokens = await runStep(mintInFront, { authorization: { ...allowed, subject }, carries, code: code?.value }, cx);
  return { ...(code === undefined ? {} : { code: code.value }), ...tokens };
}
