/** The table of client authentication methods. */
import { appPassword } from './app-password.ts';
import type { ClientAuthMethod } from './client-auth.ts';
import { clientSecretBasic } from './client-secret-basic.ts';
import { clientSecretPost } from './client-secret-post.ts';
import { none } from './none.ts';

export const CLIENT_AUTH_METHODS: readonly ClientAuthMethod[] = [
  clientSecretBasic,
  clientSecretPost,
  appPassword,
  none,
];
