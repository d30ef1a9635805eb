/** The one door: every path that ends in a token asks here, and the mint takes nothing that did not. */
import { type Allowed, assertGrantAllowed } from '../directory/access-policy.ts';
import type { Authorization } from './grants/grant.ts';
import type { Step } from './step.ts';

/** An authorization together with the proof that the question was asked. */
export type AllowedAuthorization = Authorization & { readonly permission: Allowed };

/**
 * Whether person, application, group, session, consent and grant still permit it.
 * Throws invalid_grant; the hint names what does not.
 */
export const askAtTheDoor: Step<Authorization, AllowedAuthorization> = {
  name: 'grant-allowed',
  spec: 'RFC 9700 §4.14',
  run(authorization, cx) {
    const { subject, scope } = authorization;
    return { ...authorization, permission: assertGrantAllowed(subject, scope, cx.now) };
  },
};
