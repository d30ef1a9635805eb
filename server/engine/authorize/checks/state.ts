/** state, nonce and login_hint: carried through as they came, within bounds. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { PendingRequest } from '../../../storage/records/flow.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** In characters; all three travel along with the person. */
const LONGEST = { state: 4096, nonce: 1024, login_hint: 320 } as const;

export const state: Step<Target, Pick<PendingRequest, 'state' | 'nonce' | 'login_hint'>> = {
  name: 'state',
  spec: 'OIDC Core §3.1.2.1',
  run({ params }) {
    const carried: { state?: string; nonce?: string; login_hint?: string } = {};
    for (const name of ['state', 'nonce', 'login_hint'] as const) {
      const value = params.get(name);
      if (value === undefined) continue;
      if (value.length > LONGEST[name]) {
        throw new OAuthError(
          'invalid_request',
          `${name} has ${value.length} characters; at most ${LONGEST[name]} are taken`,
        );
      }
      carried[name] = value;
    }
    return carried;
  },
};
