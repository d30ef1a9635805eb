/** Where an event that says what is wrong can be mended. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { PKCE_NEEDED } from '../../../server/spec/refusal-reasons.ts';
import { applicationNamed } from '../../words/application-address.ts';

type AuditEvent = Answered<'readAuditEvent'>;

export interface WayOut {
  readonly href: string;
  readonly word: string;
}

/** Undefined where there is nothing to mend, or where it isn't known what. */
export function wayOut({ type, target, detail }: Pick<AuditEvent, 'type' | 'target' | 'detail'>): WayOut | undefined {
  if (type !== 'authorization.turned_away' || detail['because'] !== PKCE_NEEDED) return undefined;
  return { href: applicationNamed(target, 'require_pkce'), word: 'If it has no PKCE, turn “Needs PKCE” off for it' };
}
