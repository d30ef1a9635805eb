/** The table of interactions, in the order in which a person meets them. */
import { consent } from './consent.ts';
import { device } from './device.ts';
import type { Interaction } from './interaction.ts';
import { login } from './login.ts';
import { selectAccount } from './select-account.ts';

export const INTERACTIONS: readonly Interaction[] = [selectAccount, login, device, consent];
