/** Whom other servers' certificates are believed from: whom Node trusts, and the authorities that an admin added. */
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import type { Settings } from '../storage/records/directory.ts';

/** Undefined where nobody was added. Made once for each value of the setting: it holds more than a hundred certificates. */
export function trustBySettings(
  settings: () => Promise<Pick<Settings, 'outbound_ca'>>,
): () => Promise<SecureContext | undefined> {
  let made: { readonly pem: string; readonly context: SecureContext } | undefined;
  return async () => {
    const { outbound_ca: pem } = await settings();
    if (pem === '') return undefined;
    if (made?.pem !== pem) made = { pem, context: createSecureContext({ ca: [...getCACertificates('default'), pem] }) };
    return made.context;
  };
}
