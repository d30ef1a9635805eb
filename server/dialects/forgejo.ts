/** Forgejo's OAuth, which is Gitea's in almost everything. What follows sign-in is a facade. */
import type { Dialect } from './dialect.ts';
import { forgeDialect } from './translations/forge.ts';

export const forgejo: Dialect = forgeDialect('forgejo', '');
