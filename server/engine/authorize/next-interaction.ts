/** What a person still has to be asked before a request can be answered. Decides; touches nothing. */
import type { OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { Asked } from './elsewhere.ts';
import type { Interaction } from './interactions/interaction.ts';
import { INTERACTIONS } from './interactions/index.ts';
import type { Pending } from './pending.ts';

export interface Next {
  readonly interaction: Interaction;
  /** What prompt=none has to say instead; undefined where nothing has to be asked. OIDC Core §3.1.2.6 */
  readonly otherwise: OAuthErrorCode | undefined;
  /** Who asks, where that is no page of ours. */
  readonly elsewhere?: Asked;
}

/**
 * The first interaction in the order of the table that is needed; undefined when the request can be answered. A program of
 * the office's own is heard each time, also where nothing has to be asked: it has a say in what stands in tokens.
 */
export function nextInteraction(pending: Pending, now: number): Next | undefined {
  for (const interaction of INTERACTIONS) {
    const otherwise = interaction.needed(pending, now);
    const elsewhere = pending.elsewhere[interaction.name];
    if (otherwise === undefined && (elsewhere === undefined || pending.passed.includes(interaction.name))) continue;
    return { interaction, otherwise, ...(elsewhere === undefined ? {} : { elsewhere }) };
  }
  return undefined;
}
