/** Programs that npm doesn't bring: each is part of one Debian package, and a test without it says which. */
import { existsSync } from 'node:fs';

const PACKAGES = {
  'git-credential-oauth': ['/usr/bin/git', '/usr/bin/git-credential-oauth'],
  'libapache2-mod-auth-openidc': ['/usr/sbin/apache2', '/usr/lib/apache2/modules/mod_auth_openidc.so'],
  'oidc-agent-cli': ['/usr/bin/oidc-agent', '/usr/bin/oidc-gen', '/usr/bin/oidc-token'],
} as const;

interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number | undefined;
  readonly has: (file: string) => boolean;
}

const HERE: Machine = { env: process.env, uid: process.getuid?.(), has: existsSync };

/**
 * Why a test must be skipped; undefined where everything is there. Throws instead under CI=true where root could have
 * installed it: there nobody would see the skip. Call it in a hook, because what throws outside of one takes other files along.
 */
export function reasonWithoutPackage(
  name: keyof typeof PACKAGES,
  { env, uid, has }: Machine = HERE,
): string | undefined {
  if (PACKAGES[name].every((file) => has(file))) return undefined;
  const reason = `${name} is not installed: apt-get install --no-install-recommends ${name}`;
  if (env['CI'] === 'true' && uid === 0 && has('/usr/bin/apt-get')) throw new Error(reason);
  return reason;
}
