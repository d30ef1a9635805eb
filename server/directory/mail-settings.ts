/** What is asked of the settings of mail: that they fit together, and that the password is kept sealed and only for the server it is for. */
import { isLoopback } from '../spec/loopback.ts';
import type { Settings } from '../storage/records/directory.ts';
import { DomainError } from './domain-error.ts';

/** Of the password of the mail server. */
export interface PasswordSealing {
  seal(purpose: 'mail-server', plain: string): string;
  unseal(purpose: 'mail-server', sealed: string): string | undefined;
}

/** The changes with the password sealed, or without it where it is kept already: the same document twice changes nothing. */
export function withSealedPassword<C extends MailChanges>(
  { smtp_password, ...changes }: C,
  before: Settings,
  sealing: PasswordSealing,
): Omit<C, 'smtp_password'> & { readonly smtp_password_sealed?: string } {
  if (smtp_password === undefined) return changes;
  const kept = smtp_password === mailPassword(before, sealing);
  if (kept && !goesElsewhere(before, { ...before, ...changes })) return changes;
  return { ...changes, smtp_password_sealed: smtp_password === '' ? '' : sealing.seal('mail-server', smtp_password) };
}

type MailChanges = Partial<Pick<Settings, Where>> & { readonly smtp_password?: string };
type Where = 'smtp_host' | 'smtp_port' | 'smtp_username' | 'smtp_security';

/** Whether the password would reach another server than before, or go to it unprotected. */
function goesElsewhere(before: Pick<Settings, Where>, after: Pick<Settings, Where>): boolean {
  const [there, here] = [before.smtp_security, after.smtp_security];
  // Where no certificate says who is there, anybody of that computer may listen at another port.
  if (here === 'none' && (there !== 'none' || after.smtp_port !== before.smtp_port)) return true;
  return after.smtp_host !== before.smtp_host || after.smtp_username !== before.smtp_username;
}

/** Empty where there is none. */
export function mailPassword({ smtp_password_sealed }: Settings, sealing: Pick<PasswordSealing, 'unseal'>): string {
  return smtp_password_sealed === '' ? '' : (sealing.unseal('mail-server', smtp_password_sealed) ?? '');
}

/** A password that would go elsewhere has to be entered anew: nobody gets it by naming another server. */
export function forgetPasswordOfOther(before: Settings, changed: Settings): Settings {
  const given = changed.smtp_password_sealed !== before.smtp_password_sealed;
  return given || !goesElsewhere(before, changed) ? changed : { ...changed, smtp_password_sealed: '' };
}

/** Throws DomainError invalid where the settings, as they would be, do not fit together. */
export function refuseBadMail({ smtp_host, smtp_security, smtp_plain_on_network, smtp_from }: Settings): void {
  if (smtp_host === '') return;
  if (smtp_from === '') throw refused('smtp_from', 'is empty: say the address that mail comes from');
  if (smtp_security !== 'none' || smtp_plain_on_network || isLoopback(smtp_host)) return;
  const reason = 'is none: mail would cross the network readable for everybody; take starttls or tls, or allow it';
  throw refused('smtp_security', reason);
}

function refused(field: string, reason: string): DomainError {
  return new DomainError('invalid', `${field} ${reason}`, field, reason);
}
