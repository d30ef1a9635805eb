/** What people call the product that an application was written for. */
import type { DialectName } from './vocabulary.ts';

export const PRODUCT_NAMES: Readonly<Record<DialectName, string>> = {
  native: 'OpenID Connect',
  authentik: 'authentik',
  gitea: 'Gitea',
  forgejo: 'Forgejo',
  github: 'GitHub',
  auth0: 'Auth0',
  ory: 'Ory',
};
