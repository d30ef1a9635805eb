/** state, nonce and login_hint: carried through as they came, within bounds. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Params } from '../../../spec/params.ts';
import type { PendingRequest } from '../../../storage/records/flow.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** In characters; all three travel along with the person. */
const LONGEST = { state: 4096, nonce: 1024, login_hint: 320 } as const;

export const state: Step<Target, Pick<PendingRequest, 'state' | 'nonce' | 'login_hint'>> = {
  name: 'state',
  spec: 'OIDC Core §3.1.2.1',
  run({ params, application }, { traits }) {
    refuseShort(params, traits[application.dialect]?.shortest_state);
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

/** What products ask for that leave nobody without a state, and no state to be guessed. RFC 6819 §4.4.1.8 */
function refuseShort(params: Params, shortest: number | undefined): void {
  if (shortest === undefined) return;
  const { length } = params.get('state') ?? '';
  if (length < shortest) {
    throw new OAuthError('invalid_state', `state has ${length} characters; at least ${shortest} are expected`);
  }
  const nonce = params.get('nonce');
  if (nonce === undefined || nonce.length >= shortest) return;
  throw new OAuthError(
    'insufficient_entropy',
    `nonce has ${nonce.length} characters; at least ${shortest} are expected`,
  );
}
