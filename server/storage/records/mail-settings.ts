/** How the office's mail leaves the house: part of its settings. */
import type { SmtpSecurity } from '../../spec/mail.ts';

export interface MailSettings {
  /** The server that sends mail; empty where there is none, and mail waits in the Outbox. */
  readonly smtp_host: string;
  readonly smtp_port: number;
  readonly smtp_security: SmtpSecurity;
  /** Whether mail may cross the network unencrypted. */
  readonly smtp_plain_on_network: boolean;
  /** Empty where the server asks nobody who they are. */
  readonly smtp_username: string;
  /** The password, sealed for this house; empty where there is none. */
  readonly smtp_password_sealed: string;
  /** The address that mail comes from. */
  readonly smtp_from: string;
}
