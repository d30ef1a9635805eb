/** Gitea's OAuth, as applications that know “the address of your Gitea” speak it. What follows sign-in is a facade. */
import type { Dialect } from './dialect.ts';
import { forgeDialect } from './translations/forge.ts';

export const gitea: Dialect = forgeDialect('gitea', 'Gitea OAuth2');
