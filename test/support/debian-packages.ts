/** Programs that npm doesn't bring: each is part of one Debian package, and a test without it says which. */
import { existsSync } from 'node:fs';

const PACKAGES = {
  'libapache2-mod-auth-openidc': ['/usr/sbin/apache2', '/usr/lib/apache2/modules/mod_auth_openidc.so'],
  'oidc-agent-cli': ['/usr/bin/oidc-agent', '/usr/bin/oidc-gen', '/usr/bin/oidc-token'],
} as const;

/** Why a test must be skipped; empty where everything is there. */
export function lackingPackage(name: keyof typeof PACKAGES): string {
  if (PACKAGES[name].every((file) => existsSync(file))) return '';
  return `${name} is not installed: apt-get install --no-install-recommends ${name}`;
}
