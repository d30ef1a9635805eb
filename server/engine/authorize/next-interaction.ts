/** What a person still has to be asked before a request can be answered. Decides; touches nothing. */
import type { OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { Interaction } from './interactions/interaction.ts';
import { INTERACTIONS } from './interactions/index.ts';
import type { Pending } from './pending.ts';

export interface Next {
  readonly interaction: Interaction;
  /** What prompt=none has to say instead. OIDC Core §3.1.2.6 */
  readonly otherwise: OAuthErrorCode;
}

/** The first interaction in the order of the table that is needed; undefined when the request can be answered. */
export function nextInteraction(pending: Pending, now: number): Next | undefined {
  for (const interaction of INTERACTIONS) {
    const otherwise = interaction.needed(pending, now);
    if (otherwise !== undefined) return { interaction, otherwise };
  }
  return undefined;
}
